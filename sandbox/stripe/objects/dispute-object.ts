import type Stripe from 'stripe';
import type { DisputeRow } from '../records';

const SEVEN_DAYS_S = 7 * 86_400;

/** `evidence` is left out of the type: nobody here reads it, and its thirty empty fields would say nothing. */
export function disputeObject(row: DisputeRow): Omit<Stripe.Dispute, 'evidence'> {
  return {
    id: row.id,
    object: 'dispute',
    amount: row.amount,
    balance_transactions: [],
    charge: row.charge,
    created: row.created,
    currency: row.currency,
    enhanced_eligibility_types: [],
    evidence_details: {
      due_by: row.created + SEVEN_DAYS_S,
      enhanced_eligibility: {},
      has_evidence: false,
      past_due: false,
      submission_count: 0,
      submission_method: 'manual',
    },
    intended_submission_method: 'manual',
    is_charge_refundable: false,
    livemode: false,
    metadata: {},
    network_reason_code: '10',
    payment_intent: row.paymentIntent,
    reason: row.reason,
    status: row.status,
  };
}
