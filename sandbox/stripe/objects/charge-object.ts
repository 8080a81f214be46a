import type Stripe from 'stripe';
import type { ChargeRow, PaymentMethodRow } from '../records';
import { linked, type StripeState } from '../stripe-state';

/** What of the charge has gone back or is on its way back; failed refunds do not count. */
export function refundedAmount(state: StripeState, charge: ChargeRow): number {
  return charge.refunds
    .map((id) => linked(state.refunds, id))
    .filter((refund) => refund.status !== 'failed')
    .reduce((sum, refund) => sum + refund.amount, 0);
}

export function chargeObject(state: StripeState, row: ChargeRow): Stripe.Charge {
  const paid = row.failure === null;
  const refunded = refundedAmount(state, row);
  const card = linked(state.paymentMethods, row.paymentMethod);
  return {
    id: row.id,
    object: 'charge',
    amount: row.amount,
    amount_captured: paid ? row.amount : 0,
    amount_refunded: refunded,
    application: null,
    application_fee: null,
    application_fee_amount: null,
    balance_transaction: null,
    billing_details: { address: null, email: card.email, name: card.holder, phone: null, tax_id: null },
    calculated_statement_descriptor: 'SANDBOX',
    captured: paid,
    created: row.created,
    currency: row.currency,
    customer: row.customer,
    description: null,
    disputed: row.dispute !== null,
    failure_balance_transaction: null,
    failure_code: row.failure?.code ?? null,
    failure_message: row.failure?.message ?? null,
    fraud_details: {},
    livemode: false,
    metadata: { ...row.metadata },
    on_behalf_of: null,
    outcome: outcome(row),
    paid,
    payment_intent: row.paymentIntent,
    payment_method: row.paymentMethod,
    payment_method_details: { type: 'card', card: cardDetails(card, row) },
    receipt_email: null,
    receipt_number: null,
    receipt_url: null,
    refunds: null,
    refunded: paid && refunded === row.amount,
    review: null,
    shipping: null,
    source: null,
    source_transfer: null,
    statement_descriptor: null,
    statement_descriptor_suffix: null,
    status: paid ? 'succeeded' : 'failed',
    transfer_data: null,
    transfer_group: null,
  };
}

function outcome(row: ChargeRow): Stripe.Charge.Outcome {
  const declined = row.failure !== null;
  return {
    advice_code: null,
    network_advice_code: null,
    network_decline_code: null,
    network_status: declined ? 'declined_by_network' : 'approved_by_network',
    reason: row.failure?.declineCode ?? null,
    risk_level: 'normal',
    seller_message: declined ? 'The bank did not return any further details with this decline.' : 'Payment complete.',
    type: declined ? 'issuer_declined' : 'authorized',
  };
}

function cardDetails(card: PaymentMethodRow, row: ChargeRow): Stripe.Charge.PaymentMethodDetails.Card {
  return {
    amount_authorized: row.failure === null ? row.amount : null,
    authorization_code: null,
    brand: 'visa',
    checks: { address_line1_check: null, address_postal_code_check: null, cvc_check: 'pass' },
    country: 'US',
    electronic_commerce_indicator: null,
    exp_month: card.expMonth,
    exp_year: card.expYear,
    fingerprint: `fp${card.last4}`,
    funding: 'credit',
    installments: null,
    last4: card.last4,
    mandate: null,
    network: 'visa',
    network_transaction_id: null,
    regulated_status: 'unregulated',
    three_d_secure: null,
    transaction_link_id: null,
    wallet: null,
  };
}
