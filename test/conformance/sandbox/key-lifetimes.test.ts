import { type ApiResponse, VaultTokenRequestType } from '@paypal/paypal-server-sdk';
import Stripe from 'stripe';
import { refusalOf } from '../support/paypal-client';
import { callJson, customerWithCard, freshKey, moveClock, openSession, pay } from './support/calls';
import {
  approve,
  freshId,
  openOrder,
  orderRequest,
  paidOrder,
  startPayPalFixture,
  vaultIn,
  type PayPalFixture,
} from './support/paypal-fixture';
import { startFixture, type Fixture } from './support/sandbox-fixture';

let stripe: Fixture;
let paypal: PayPalFixture;
beforeAll(async () => {
  [stripe, paypal] = await Promise.all([startFixture(), startPayPalFixture()]);
});
afterAll(() => Promise.all([stripe.stop(), paypal.stop()]));

/** A call under one key, made again and again: what it made, or why it was refused. */
type Call = () => Promise<string>;

/** Less than a key's last seconds, more than what a test needs for its calls. */
const LAST_SECONDS = 20;

interface Keyed {
  readonly age: string;
  /** The age less the last seconds. */
  readonly almost: string;
  readonly begin: () => Promise<Call>;
  /** What the call gives once its key is forgotten. */
  readonly anew: RegExp;
}

async function charge(): Promise<Call> {
  const { customer, method } = await customerWithCard(stripe);
  const key = freshKey();
  const params = { amount: 5000, currency: 'usd', customer, payment_method: method, off_session: true, confirm: true };
  return async () => (await stripe.stripe.paymentIntents.create(params, key)).id;
}

async function stripeRefund(): Promise<Call> {
  const session = await openSession(stripe, 'lifetimes');
  await pay(stripe, session.id);
  const { payment_intent: intent } = await stripe.stripe.checkout.sessions.retrieve(session.id);
  const key = freshKey();
  if (typeof intent !== 'string') throw new Error('nobody has paid');
  const params = { payment_intent: intent, amount: 100 };
  return async () => (await stripe.stripe.refunds.create(params, key)).id;
}

async function session(): Promise<Call> {
  const key = freshKey();
  const { body } = await callJson(`${stripe.sandbox.urls.control}/clock`);
  const params: Stripe.Checkout.SessionCreateParams = {
    mode: 'payment',
    success_url: 'http://127.0.0.1:9/return',
    expires_at: Math.floor(Date.parse(String(body['now'])) / 1000) + 3600,
    line_items: [{ quantity: 1, price_data: { currency: 'usd', unit_amount: 1999, product_data: { name: 'Desk' } } }],
  };
  return () =>
    stripe.stripe.checkout.sessions.create(params, key).then(
      ({ id }) => id,
      (error: unknown) => (error instanceof Stripe.errors.StripeError ? `refused: ${error.param ?? ''}` : 'failed')
    );
}

/** Paid, since PayPal drops one that is not captured sooner than its key. */
async function payPalOrder(): Promise<Call> {
  const paypalRequestId = freshId();
  const body = orderRequest(freshId());
  const call = (): Promise<string> => madeBy(paypal.sdk.orders.createOrder({ body, paypalRequestId }));
  const id = await call();
  await approve(paypal, id);
  await paypal.sdk.orders.captureOrder({ id, paypalRequestId: freshId() });
  return call;
}

/** Whatever is refused says by which issue. */
async function madeBy(made: Promise<ApiResponse<{ readonly id?: string }>>): Promise<string> {
  return made.then(
    ({ result }) => result.id ?? '',
    async () => `refused: ${(await refusalOf(made)).issue}`
  );
}

async function payPalCapture(): Promise<Call> {
  const id = await openOrder(paypal, freshId());
  await approve(paypal, id);
  const paypalRequestId = freshId();
  return () => madeBy(paypal.sdk.orders.captureOrder({ id, paypalRequestId }));
}

/** The renewal in one step; its account does not mind a second payment of one invoice id. */
async function payPalCharge(): Promise<Call> {
  const customId = freshId();
  const { order } = await paidOrder(paypal, customId, { saves: true });
  const { intent, purchaseUnits } = orderRequest(`${customId}-2`);
  const body = { intent, purchaseUnits, paymentSource: { paypal: { vaultId: vaultIn(order)?.id ?? '' } } };
  const paypalRequestId = freshId();
  return () => madeBy(paypal.sdk.orders.createOrder({ body, paypalRequestId }));
}

async function payPalRefund(): Promise<Call> {
  const { captureId } = await paidOrder(paypal, freshId());
  const body = { amount: { currencyCode: 'USD', value: '1.00' } };
  const paypalRequestId = freshId();
  return () => madeBy(paypal.sdk.payments.refundCapturedPayment({ captureId, paypalRequestId, body }));
}

async function setupToken(): Promise<Call> {
  const paypalRequestId = freshId();
  const body = { paymentSource: { paypal: {} } };
  return () => madeBy(paypal.sdk.vault.createSetupToken({ body, paypalRequestId }));
}

async function paymentToken(): Promise<Call> {
  const urls = { returnUrl: 'http://127.0.0.1:9/saved', cancelUrl: 'http://127.0.0.1:9/cancel' };
  const setup = await paypal.sdk.vault.createSetupToken({
    body: { paymentSource: { paypal: { experienceContext: urls } } },
    paypalRequestId: freshId(),
  });
  const id = setup.result.id ?? '';
  await approve(paypal, id);
  const body = { paymentSource: { token: { id, type: VaultTokenRequestType.SetupToken } } };
  const paypalRequestId = freshId();
  return () => madeBy(paypal.sdk.vault.createPaymentToken({ body, paypalRequestId }));
}

const ANOTHER = /^(?!refused|failed)./;
const DAY = { age: '24 hours', almost: 'PT23H59M40S' };
const SIX_HOURS = { age: '6 hours', almost: 'PT5H59M40S' };
const THREE_HOURS = { age: '3 hours', almost: 'PT2H59M40S' };

const KEYED: readonly (readonly [string, Keyed])[] = [
  ['a charge at Stripe', { ...DAY, begin: charge, anew: ANOTHER }],
  ['a refund at Stripe', { ...DAY, begin: stripeRefund, anew: ANOTHER }],
  ['a page at Stripe', { ...DAY, begin: session, anew: /^refused: expires_at$/ }],
  ['an order at PayPal', { ...SIX_HOURS, begin: payPalOrder, anew: ANOTHER }],
  ['a capture at PayPal', { ...SIX_HOURS, begin: payPalCapture, anew: /^refused: ORDER_ALREADY_CAPTURED$/ }],
  ['a charge in one step at PayPal', { ...SIX_HOURS, begin: payPalCharge, anew: /^refused: DUPLICATE_INVOICE_ID$/ }],
  ['a setup token of PayPal’s vault', { ...THREE_HOURS, begin: setupToken, anew: ANOTHER }],
  [
    'a payment token of PayPal’s vault',
    { ...THREE_HOURS, begin: paymentToken, anew: /^refused: SETUP_TOKEN_ALREADY_TOKENIZED$/ },
  ],
  ['a refund at PayPal', { age: '45 days', almost: 'P44DT23H59M40S', begin: payPalRefund, anew: ANOTHER }],
];

describe('the key of', () => {
  test.each(KEYED)('%s is known until its age, and forgotten from then on', async (_, { almost, begin, anew }) => {
    const call = await begin();
    const first = await call();
    expect(first).not.toMatch(/^refused|^$/);
    expect(await call()).toBe(first);
    await Promise.all([stripe, paypal].map((fixture) => moveClock(fixture, almost)));
    expect(await call()).toBe(first);
    await Promise.all([stripe, paypal].map((fixture) => moveClock(fixture, `PT${LAST_SECONDS}S`)));
    const again = await call();
    expect(again).not.toBe(first);
    expect(again).toMatch(anew);
  });
});
