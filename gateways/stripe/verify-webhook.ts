import type Stripe from 'stripe';
import type { ReceivedWebhook, WebhookHint } from '../shared/payment-provider';
import { GatewayFailure } from '../shared/provider-failure';
import { idOf, orderIdOf } from './checkout-view';
import { SIGNATURE_TOLERANCE_S, type StripeCalls } from './stripe-calls';

const LARGEST_BODY = 256 * 1024;

export interface WebhookTrust {
  readonly secrets: readonly string[];
  readonly livemode: boolean;
}

interface SignedBody {
  readonly rawBody: Buffer;
  readonly signature: string;
  readonly receivedAtMs: number;
}

/**
 * `null` for a genuine event of a type that starts nothing here.
 * @throws GatewayFailure `refused`; neither the body nor the signature is ever part of it.
 */
export function verifyWebhook(
  calls: StripeCalls,
  trust: WebhookTrust,
  { rawBody, headers, receivedAtMs }: ReceivedWebhook
): WebhookHint | null {
  const received = { rawBody, signature: headers['stripe-signature'] ?? '', receivedAtMs };
  if (rawBody.length > LARGEST_BODY) throw refused('webhook_too_large', 'the body is larger than 256 kB');
  if (isFromTheFuture(received)) throw refused('webhook_signature', 'the signature is dated ahead of our clock');
  const event = verified(calls, trust.secrets, received);
  if (!isEvent(event)) throw refused('webhook_malformed', 'the body is no event');
  if (event.livemode !== trust.livemode) throw refused('webhook_wrong_mode', 'test and live mode are mixed');
  return toHint(event);
}

/** Signed by Stripe's secret, and still not what Stripe sends; the SDK parses whatever JSON it is. */
function isEvent(event: unknown): boolean {
  return typeof event === 'object' && event !== null && 'type' in event && 'data' in event;
}

/** The SDK checks age only: it takes a signature dated a year ahead. */
function isFromTheFuture({ signature, receivedAtMs }: SignedBody): boolean {
  return [...signature.matchAll(/(?:^|,)\s*t=(\d{1,15})/g)].some(
    (match) => Number(match[1]) - receivedAtMs / 1_000 > SIGNATURE_TOLERANCE_S
  );
}

function verified(calls: StripeCalls, secrets: readonly string[], received: SignedBody): Stripe.Event {
  for (const secret of secrets) {
    try {
      return calls.verifyEvent({ ...received, secret });
    } catch {
      // Whatever it throws: an empty `v1=` makes the SDK throw a bare Error, and a stranger must not cause a 500 with it.
    }
  }
  throw refused('webhook_signature', 'the signature fits none of our secrets');
}

/**
 * `payment_intent.succeeded` is left out on purpose: `checkout.session.completed` says the same of the same payment, and
 * each hint costs the order one look. So is `refund.created`, which is about what we have just done ourselves.
 */
function toHint(event: Stripe.Event): WebhookHint | null {
  const named = { eventId: event.id, eventType: event.type };
  switch (event.type) {
    case 'checkout.session.completed':
    case 'checkout.session.async_payment_succeeded':
    case 'checkout.session.async_payment_failed':
    case 'checkout.session.expired':
    case 'payment_intent.payment_failed': {
      const { id, metadata } = event.data.object;
      return { ...named, about: 'page', objectId: id, orderId: orderIdOf(metadata) };
    }
    case 'charge.refunded': {
      const { id, payment_intent: intent, metadata } = event.data.object;
      return { ...named, about: 'payment', objectId: idOf(intent) ?? id, orderId: orderIdOf(metadata) };
    }
    case 'refund.updated':
    case 'refund.failed':
    case 'charge.dispute.created':
    case 'charge.dispute.updated':
    case 'charge.dispute.closed':
    case 'charge.dispute.funds_withdrawn':
    case 'charge.dispute.funds_reinstated': {
      const { payment_intent: intent, charge } = event.data.object;
      const objectId = idOf(intent) ?? idOf(charge);
      return objectId === null ? null : { ...named, about: 'payment', objectId, orderId: null };
    }
    default:
      return null;
  }
}

function refused(code: string, sentence: string): GatewayFailure {
  return new GatewayFailure('refused', code, `Stripe webhook refused: ${sentence}`);
}
