import type Stripe from 'stripe';
import type { Fixture } from './sandbox-fixture';

let counter = 0;

/** A key that no other call of this run has used. */
export function freshKey(): { idempotencyKey: string } {
  counter += 1;
  return { idempotencyKey: `test-${process.pid}-${counter}` };
}

export interface JsonAnswer {
  readonly status: number;
  // Tests read many small shapes; each assertion names what it expects.
  readonly body: Record<string, unknown>;
  readonly headers: Headers;
}

export async function callJson(
  url: string,
  method = 'GET',
  body?: unknown,
  headers: Record<string, string> = {}
): Promise<JsonAnswer> {
  const response = await fetch(url, {
    method,
    redirect: 'manual',
    headers: { ...(body !== undefined && { 'content-type': 'application/json' }), ...headers },
    ...(body !== undefined && { body: JSON.stringify(body) }),
  });
  const text = await response.text();
  const isJson = (response.headers.get('content-type') ?? '').includes('json');
  const parsed: unknown = isJson ? JSON.parse(text) : { text };
  return { status: response.status, body: isRecord(parsed) ? parsed : { parsed }, headers: response.headers };
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** The objects of a list in an answer; none when there is no such list. */
export function listIn(body: Record<string, unknown>, name: string): Record<string, unknown>[] {
  const list: unknown = body[name];
  const items: unknown[] = Array.isArray(list) ? list : [];
  return items.filter(isRecord);
}

export async function postForm(
  url: string,
  fields: Record<string, string>,
  headers: Record<string, string> = {}
): Promise<Response> {
  return fetch(url, { method: 'POST', redirect: 'manual', body: new URLSearchParams(fields), headers });
}

export function pay(
  fixture: Fixture,
  sessionId: string,
  body: object = { card: '4242424242424242' }
): Promise<JsonAnswer> {
  return callJson(`${fixture.sandbox.urls.stripe}/_sandbox/pay/${sessionId}`, 'POST', body);
}

export function fault(
  fixture: Pick<Fixture, 'sandbox'>,
  body: object,
  standIn: 'stripe' | 'paypal' | 'workplace' | 'mailbox' = 'stripe'
): Promise<JsonAnswer> {
  return callJson(`${fixture.sandbox.urls[standIn]}/_sandbox/faults`, 'POST', body);
}

/** Without a callback the control server only moves the stand-ins. */
export async function moveClock(fixture: Pick<Fixture, 'sandbox'>, by: string): Promise<void> {
  const moved = await callJson(`${fixture.sandbox.urls.control}/clock/advance`, 'POST', { by });
  if (moved.status !== 200) throw new Error(`The clock did not move: ${JSON.stringify(moved.body)}`);
}

export function sessionParams(
  orderId: string,
  more: Partial<Stripe.Checkout.SessionCreateParams> = {}
): Stripe.Checkout.SessionCreateParams {
  return {
    mode: 'payment',
    client_reference_id: orderId,
    success_url: 'http://127.0.0.1:9/return?session={CHECKOUT_SESSION_ID}',
    cancel_url: 'http://127.0.0.1:9/cancel',
    line_items: [
      {
        quantity: 5,
        price_data: { currency: 'usd', unit_amount: 1999, product_data: { name: 'Desk, 5 more until 1 June' } },
      },
    ],
    metadata: { order_id: orderId },
    payment_intent_data: { metadata: { order_id: orderId } },
    ...more,
  };
}

export function openSession(
  fixture: Fixture,
  orderId: string,
  more: Partial<Stripe.Checkout.SessionCreateParams> = {}
): Promise<Stripe.Checkout.Session> {
  return fixture.stripe.checkout.sessions.create(sessionParams(orderId, more), freshKey());
}

/** A customer whose card `number` was saved by a first payment. */
export async function customerWithCard(
  fixture: Fixture,
  number = '4242424242424242'
): Promise<{ customer: string; method: string }> {
  const customer = await fixture.stripe.customers.create({ email: 'pay@aurora.example', name: 'Aurora' }, freshKey());
  const session = await fixture.stripe.checkout.sessions.create(
    { mode: 'setup', customer: customer.id, currency: 'usd', success_url: 'http://127.0.0.1:9/saved' },
    freshKey()
  );
  await pay(fixture, session.id, { card: number });
  const [method] = (await fixture.stripe.paymentMethods.list({ customer: customer.id })).data;
  if (method === undefined) throw new Error('The card was not saved.');
  return { customer: customer.id, method: method.id };
}
