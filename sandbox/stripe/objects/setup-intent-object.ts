import type Stripe from 'stripe';
import type { SetupIntentRow } from '../records';
import type { StripeState } from '../stripe-state';
import { lastPaymentError } from './payment-intent-object';

export function setupIntentObject(state: StripeState, row: SetupIntentRow): Stripe.SetupIntent {
  return {
    id: row.id,
    object: 'setup_intent',
    allowed_payment_method_types: ['card'],
    application: null,
    automatic_payment_methods: null,
    cancellation_reason: row.status === 'canceled' ? 'abandoned' : null,
    client_secret: row.secret,
    created: row.created,
    customer: row.customer,
    customer_account: null,
    description: row.description,
    excluded_payment_method_types: null,
    flow_directions: null,
    last_setup_error: row.lastError === null ? null : lastPaymentError(state, row.lastError),
    latest_attempt: null,
    livemode: false,
    managed_payments: null,
    mandate: null,
    metadata: { ...row.metadata },
    next_action: null,
    on_behalf_of: null,
    payment_method: row.paymentMethod,
    payment_method_configuration_details: null,
    payment_method_options: null,
    payment_method_types: ['card'],
    single_use_mandate: null,
    status: row.status,
    usage: 'off_session',
  };
}
