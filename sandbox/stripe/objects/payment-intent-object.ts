import type Stripe from 'stripe';
import type { IntentErrorRow, PaymentIntentRow } from '../records';
import { linked, type StripeState } from '../stripe-state';
import { paymentMethodObject } from './payment-method-object';

export function paymentIntentObject(state: StripeState, row: PaymentIntentRow): Stripe.PaymentIntent {
  return {
    id: row.id,
    object: 'payment_intent',
    allowed_payment_method_types: ['card'],
    amount: row.amount,
    amount_capturable: 0,
    amount_details: { tip: {} },
    amount_received: row.status === 'succeeded' ? row.amount : 0,
    application: null,
    application_fee_amount: null,
    automatic_payment_methods: null,
    canceled_at: row.canceledAt,
    cancellation_reason: row.cancellationReason,
    capture_method: 'automatic_async',
    client_secret: row.secret,
    confirmation_method: 'automatic',
    created: row.created,
    currency: row.currency,
    customer: row.customer,
    customer_account: null,
    description: row.description,
    excluded_payment_method_types: null,
    last_payment_error: row.lastError === null ? null : lastPaymentError(state, row.lastError),
    latest_charge: row.charges.at(-1) ?? null,
    livemode: false,
    managed_payments: null,
    metadata: { ...row.metadata },
    next_action: row.status === 'requires_action' ? nextAction(state, row) : null,
    on_behalf_of: null,
    payment_method: row.paymentMethod,
    payment_method_configuration_details: null,
    payment_method_options: {},
    payment_method_types: ['card'],
    payment_record: null,
    processing: null,
    receipt_email: null,
    review: null,
    setup_future_usage: row.setupFutureUsage,
    shipping: null,
    source: null,
    statement_descriptor: null,
    statement_descriptor_suffix: null,
    status: row.status,
    transfer_data: null,
    transfer_group: null,
  };
}

export function lastPaymentError(state: StripeState, error: IntentErrorRow): Stripe.PaymentIntent.LastPaymentError {
  return {
    ...(error.charge !== null && { charge: error.charge }),
    code: error.code,
    ...(error.declineCode !== null && { decline_code: error.declineCode }),
    message: error.message,
    payment_method: paymentMethodObject(linked(state.paymentMethods, error.paymentMethod)),
    type: 'card_error',
  };
}

function nextAction(state: StripeState, row: PaymentIntentRow): Stripe.PaymentIntent.NextAction {
  return {
    type: 'redirect_to_url',
    redirect_to_url: { return_url: row.returnUrl, url: `${state.baseUrl}/authenticate/${row.id}` },
  };
}
