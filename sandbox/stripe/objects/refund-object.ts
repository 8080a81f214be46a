import type Stripe from 'stripe';
import type { RefundRow } from '../records';
import { linked, type StripeState } from '../stripe-state';

export function refundObject(state: StripeState, row: RefundRow): Stripe.Refund {
  const charge = linked(state.charges, row.charge);
  return {
    id: row.id,
    object: 'refund',
    amount: row.amount,
    balance_transaction: null,
    charge: row.charge,
    created: row.created,
    currency: row.currency,
    customer: charge.customer,
    customer_account: null,
    destination_details: { type: 'card', card: { type: 'refund' } },
    ...(row.failureReason !== null && { failure_reason: row.failureReason }),
    metadata: { ...row.metadata },
    payment_intent: row.paymentIntent,
    payment_method: charge.paymentMethod,
    reason: row.reason,
    receipt_number: null,
    source_transfer_reversal: null,
    status: row.status,
    transfer_reversal: null,
  };
}
