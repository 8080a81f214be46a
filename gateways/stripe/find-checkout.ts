import type Stripe from 'stripe';
import type { OpenCheckout } from '../shared/payment-provider';
import { GatewayFailure } from '../shared/provider-failure';
import { attemptNoOf, orderIdOf } from './checkout-view';
import { toOpenCheckout } from './start-checkout';
import type { StripeCalls } from './stripe-calls';
import { callStripe, isNotFound } from './stripe-failure';

/** Clocks of two houses differ a little. */
const CLOCK_SLACK_S = 300;
const PAGE_SIZE = 100;
const MOST_PAGES = 20;

export interface FindCheckoutInput {
  readonly orderId: string;
  readonly attemptNo: number;
  readonly createdAt: string;
  readonly expiresAt: string;
}

/**
 * By list, not by search: Stripe's search lags behind by up to an hour when it has trouble.
 * @throws GatewayFailure `unknown_outcome` when the bound is reached: "not among the first pages" is not "not there".
 */
export async function findCheckout(calls: StripeCalls, input: FindCheckoutInput): Promise<OpenCheckout | null> {
  const created = createdBetween(input);
  let after: string | null = null;
  for (let page = 0; page < MOST_PAGES; page += 1) {
    const list = await callStripe('read', () => calls.listSessions(pageParams(created, after)));
    const found = list.data.find((session) => isAttempt(session, input));
    if (found !== undefined) return toOpenCheckout(found);
    after = list.data.at(-1)?.id ?? null;
    if (!list.has_more || after === null) return null;
  }
  throw new GatewayFailure(
    'unknown_outcome',
    'stripe_search_too_long',
    `Stripe: no match in ${MOST_PAGES} pages of sessions`
  );
}

/** `null` when the object is unknown to Stripe or belongs to no session. */
export async function resolveCheckout(
  calls: StripeCalls,
  objectId: string
): Promise<{ checkoutId: string; orderId: string | null } | null> {
  try {
    const session = await sessionBehind(calls, objectId);
    return session === null ? null : { checkoutId: session.id, orderId: orderIdOf(session.metadata) };
  } catch (error) {
    if (isNotFound(error)) return null;
    throw error;
  }
}

async function sessionBehind(calls: StripeCalls, objectId: string): Promise<Stripe.Checkout.Session | null> {
  if (objectId.startsWith('cs_')) return callStripe('read', () => calls.retrieveSession(objectId, {}));
  const intentId = await intentBehind(calls, objectId);
  if (intentId === null) return null;
  const list = await callStripe('read', () => calls.listSessions({ payment_intent: intentId, limit: 1 }));
  return list.data[0] ?? null;
}

async function intentBehind(calls: StripeCalls, objectId: string): Promise<string | null> {
  if (objectId.startsWith('pi_')) return objectId;
  if (!/^(ch|py)_/.test(objectId)) return null;
  const charge = await callStripe('read', () => calls.retrieveCharge(objectId));
  return typeof charge.payment_intent === 'string' ? charge.payment_intent : (charge.payment_intent?.id ?? null);
}

function isAttempt(session: Stripe.Checkout.Session, { orderId, attemptNo }: FindCheckoutInput): boolean {
  return orderIdOf(session.metadata) === orderId && attemptNoOf(session.metadata) === attemptNo;
}

/** Without an end, a search that comes days later would not get through what was opened since. */
function createdBetween({ createdAt, expiresAt }: FindCheckoutInput): Stripe.RangeQueryParam {
  const seconds = (at: string): number => Math.floor(Date.parse(at) / 1_000);
  return { gte: seconds(createdAt) - CLOCK_SLACK_S, lte: seconds(expiresAt) + CLOCK_SLACK_S };
}

function pageParams(created: Stripe.RangeQueryParam, after: string | null): Stripe.Checkout.SessionListParams {
  return { created, limit: PAGE_SIZE, ...(after !== null && { starting_after: after }) };
}
