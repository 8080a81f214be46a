import type Stripe from 'stripe';
import type { LineRow, SessionRow } from '../records';
import { linked, type StripeState } from '../stripe-state';
import { listObject, type ListObject } from './list-object';

export function sessionTotal(row: SessionRow): number {
  return row.lines.reduce((sum, line) => sum + line.unitAmount * line.quantity, 0);
}

export function sessionObject(state: StripeState, row: SessionRow): Stripe.Checkout.Session {
  const total = row.mode === 'payment' ? sessionTotal(row) : null;
  return {
    ...absentFeatures,
    id: row.id,
    object: 'checkout.session',
    allowed_payment_method_types: ['card'],
    amount_subtotal: total,
    amount_total: total,
    cancel_url: row.cancelUrl,
    client_reference_id: row.clientReferenceId,
    created: row.created,
    currency: row.currency,
    customer: row.customer,
    customer_creation: row.customerCreation,
    customer_details: customerDetails(state, row),
    customer_email: row.customerEmail,
    expires_at: row.expiresAt,
    locale: row.locale,
    metadata: { ...row.metadata },
    mode: row.mode,
    payment_intent: row.paymentIntent,
    payment_status: paymentStatus(row),
    setup_intent: row.setupIntent,
    status: row.status,
    submit_type: row.submitType,
    success_url: row.successUrl,
    total_details: total === null ? null : { amount_discount: 0, amount_shipping: 0, amount_tax: 0 },
    url: row.status === 'open' ? `${state.baseUrl}/pay/${row.id}` : null,
  };
}

export function lineItems(row: SessionRow, limit = 100): ListObject<Stripe.LineItem> {
  const url = `/v1/checkout/sessions/${row.id}/line_items`;
  const lines = [...row.lines].reverse();
  return listObject(url, lines, { limit }, (line) => lineItemObject(row, line));
}

function paymentStatus(row: SessionRow): Stripe.Checkout.Session.PaymentStatus {
  if (row.mode === 'setup') return 'no_payment_required';
  return row.status === 'complete' ? 'paid' : 'unpaid';
}

function customerDetails(state: StripeState, row: SessionRow): Stripe.Checkout.Session.CustomerDetails | null {
  const customer = row.customer === null ? undefined : linked(state.customers, row.customer);
  const email = row.payerEmail ?? customer?.email ?? row.customerEmail;
  const name = row.payerName ?? customer?.name ?? null;
  if (email === null && name === null) return null;
  return {
    address: customer?.address ?? null,
    business_name: null,
    email,
    individual_name: null,
    name,
    phone: customer?.phone ?? null,
    tax_exempt: 'none',
    tax_ids: null,
  };
}

function lineItemObject(session: SessionRow, line: LineRow): Stripe.LineItem {
  const currency = session.currency ?? '';
  const total = line.unitAmount * line.quantity;
  return {
    id: line.id,
    object: 'item',
    adjustable_quantity: null,
    amount_discount: 0,
    amount_subtotal: total,
    amount_tax: 0,
    amount_total: total,
    currency,
    description: line.name,
    metadata: {},
    price: {
      id: line.priceId,
      object: 'price',
      active: false,
      billing_scheme: 'per_unit',
      created: session.created,
      currency,
      custom_unit_amount: null,
      livemode: false,
      lookup_key: null,
      metadata: {},
      nickname: null,
      product: line.productId,
      recurring: null,
      tax_behavior: 'unspecified',
      tiers_mode: null,
      transform_quantity: null,
      type: 'one_time',
      unit_amount: line.unitAmount,
      unit_amount_decimal: null,
    },
    quantity: line.quantity,
  };
}

/** Features of Checkout that the stand-in refuses when asked for, as they read on a session without them. */
const absentFeatures = {
  adaptive_pricing: null,
  after_expiration: null,
  allow_promotion_codes: null,
  automatic_tax: { enabled: false, liability: null, provider: null, status: null },
  billing_address_collection: null,
  client_secret: null,
  collected_information: null,
  consent: null,
  consent_collection: null,
  currency_conversion: null,
  custom_fields: [],
  custom_text: { after_submit: null, shipping_address: null, submit: null, terms_of_service_acceptance: null },
  customer_account: null,
  discounts: [],
  integration_identifier: null,
  invoice: null,
  invoice_creation: null,
  livemode: false,
  managed_payments: null,
  origin_context: null,
  payment_link: null,
  payment_method_collection: 'if_required',
  payment_method_configuration_details: null,
  payment_method_options: {},
  payment_method_types: ['card'],
  permissions: null,
  phone_number_collection: { enabled: false },
  recovered_from: null,
  saved_payment_method_options: null,
  shipping_address_collection: null,
  shipping_cost: null,
  shipping_options: [],
  subscription: null,
  ui_mode: 'hosted_page',
  wallet_options: null,
} satisfies Partial<Stripe.Checkout.Session>;
