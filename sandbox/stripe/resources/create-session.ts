import { z } from 'zod';
import type { Operation, StripeWorld } from '../api-call';
import { checkAmount, checkCurrency } from '../amount-rules';
import { badParameter } from '../api-error';
import { checkParams, email, expand, integer, metadata, text, webAddress } from '../form-params';
import { newId } from '../new-id';
import { sessionObject } from '../objects/session-object';
import type { LineRow, SessionRow, SetupIntentRow } from '../records';
import { find } from '../stripe-state';

const usage = z.enum(['off_session', 'on_session']);

const lineItem = z.strictObject({
  quantity: integer(1, 999_999),
  price_data: z.strictObject({
    currency: text(3),
    unit_amount: integer(0),
    product_data: z.strictObject({
      name: text(250),
      description: text(4000).optional(),
      metadata: metadata.optional(),
    }),
  }),
});

const sessionParams = z.strictObject({
  mode: z.enum(['payment', 'setup'], 'The sandbox knows the modes payment and setup.'),
  ui_mode: z.literal('hosted_page', 'The sandbox serves the hosted page only.').optional(),
  success_url: webAddress(),
  cancel_url: webAddress().optional(),
  line_items: z.array(lineItem).min(1).max(100).optional(),
  currency: text(3).optional(),
  customer: text(100).optional(),
  customer_email: email.optional(),
  customer_creation: z.enum(['always', 'if_required']).optional(),
  client_reference_id: text(200).optional(),
  expires_at: integer(0).optional(),
  expand: expand.optional(),
  locale: text(20).optional(),
  submit_type: z.enum(['auto', 'pay', 'book', 'donate']).optional(),
  metadata: metadata.optional(),
  allowed_payment_method_types: z.array(z.literal('card', 'The sandbox takes cards only.')).min(1).optional(),
  adaptive_pricing: z
    .strictObject({ enabled: z.literal('false', 'The sandbox charges in the currency that it was told.') })
    .optional(),
  payment_intent_data: z
    .strictObject({
      description: text(1000).optional(),
      metadata: metadata.optional(),
      setup_future_usage: usage.optional(),
    })
    .optional(),
  setup_intent_data: z.strictObject({ description: text(1000).optional(), metadata: metadata.optional() }).optional(),
});
type Params = z.output<typeof sessionParams>;

const MINUTE_S = 60;
const DAY_S = 24 * 3600;

export const createSession: Operation = (world, call) => {
  const params = checkParams(sessionParams, call.input);
  const { state } = world;
  const now = state.clock.nowSeconds();
  checkMode(params);
  const currency = params.mode === 'payment' ? checkLines(params) : (params.currency?.toLowerCase() ?? null);
  if (params.customer !== undefined) find(state.customers, 'customer', params.customer, 'customer');
  const row: SessionRow = {
    id: newId('cs_test'),
    created: now,
    expiresAt: checkExpiry(params.expires_at, now),
    mode: params.mode,
    status: 'open',
    currency,
    lines: (params.line_items ?? []).map(lineRow),
    customer: params.customer ?? null,
    customerEmail: params.customer_email ?? null,
    customerCreation: params.customer === undefined ? (params.customer_creation ?? 'if_required') : null,
    clientReferenceId: params.client_reference_id ?? null,
    successUrl: params.success_url,
    cancelUrl: params.cancel_url ?? null,
    locale: params.locale ?? null,
    submitType: params.submit_type ?? null,
    metadata: params.metadata ?? {},
    setupFutureUsage: params.payment_intent_data?.setup_future_usage ?? null,
    intentMetadata: params.payment_intent_data?.metadata ?? {},
    intentDescription: params.payment_intent_data?.description ?? null,
    paymentIntent: null,
    setupIntent: null,
    payerName: null,
    payerEmail: null,
  };
  return sessionObject(state, state.saveSession(params.mode === 'setup' ? withSetupIntent(world, row, params) : row));
};

function checkMode(params: Params): void {
  if (params.mode === 'payment') {
    if (params.line_items === undefined)
      throw badParameter('line_items', 'Missing required param: line_items.', 'parameter_missing');
    if (params.setup_intent_data !== undefined) {
      throw badParameter('setup_intent_data', 'You can not pass `setup_intent_data` in `payment` mode.');
    }
  } else {
    const forbidden =
      params.line_items !== undefined ? 'line_items' : params.payment_intent_data && 'payment_intent_data';
    if (forbidden !== undefined) throw badParameter(forbidden, `You can not pass \`${forbidden}\` in \`setup\` mode.`);
  }
  if (params.customer !== undefined && params.customer_email !== undefined) {
    throw badParameter('customer_email', 'You may only specify one of these parameters: customer, customer_email.');
  }
  if (params.customer !== undefined && params.customer_creation !== undefined) {
    throw badParameter(
      'customer_creation',
      'You may only specify one of these parameters: customer, customer_creation.'
    );
  }
}

/** Returns the one currency of all lines. */
function checkLines(params: Params): string {
  const lines = params.line_items ?? [];
  const currencies = new Set(
    lines.map((line, index) => checkCurrency(line.price_data.currency, `line_items[${index}][price_data][currency]`))
  );
  const [currency, second] = [...currencies];
  if (currency === undefined || second !== undefined) {
    throw badParameter('line_items', 'All line items of a Checkout Session must be in the same currency.');
  }
  const total = lines.reduce((sum, line) => sum + line.price_data.unit_amount * line.quantity, 0);
  checkAmount(total, currency, 'line_items');
  return currency;
}

function checkExpiry(given: number | undefined, now: number): number {
  const expiresAt = given ?? now + DAY_S;
  if (expiresAt < now + 30 * MINUTE_S) {
    throw badParameter(
      'expires_at',
      'The `expires_at` timestamp must be at least 30 minutes from Checkout Session creation.'
    );
  }
  if (expiresAt > now + DAY_S) {
    throw badParameter(
      'expires_at',
      'The `expires_at` timestamp must be less than 24 hours from Checkout Session creation.'
    );
  }
  return expiresAt;
}

function lineRow(line: z.output<typeof lineItem>): LineRow {
  return {
    id: newId('li'),
    priceId: newId('price'),
    productId: newId('prod'),
    name: line.price_data.product_data.name,
    unitAmount: line.price_data.unit_amount,
    quantity: line.quantity,
  };
}

function withSetupIntent({ state }: StripeWorld, row: SessionRow, params: Params): SessionRow {
  const id = newId('seti');
  const intent: SetupIntentRow = {
    id,
    created: row.created,
    secret: `${id}_secret_${newId('s').slice(2)}`,
    customer: row.customer,
    description: params.setup_intent_data?.description ?? null,
    metadata: params.setup_intent_data?.metadata ?? {},
    session: row.id,
    status: 'requires_payment_method',
    paymentMethod: null,
    lastError: null,
  };
  state.setupIntents.put(id, intent);
  return { ...row, setupIntent: id };
}
