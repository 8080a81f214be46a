import Stripe from 'stripe';
import { type FailureKind, GatewayFailure } from '../shared/provider-failure';
import { retryAfterMs } from '../shared/retry-after-ms';

/** `write`: a call that may have had its effect although no answer came. */
export type Effect = 'read' | 'write';

/** Runs one call and turns whatever the SDK throws into a `GatewayFailure`; programming errors pass unchanged. */
export async function callStripe<T>(effect: Effect, call: () => Promise<T>): Promise<T> {
  try {
    return await call();
  } catch (error) {
    throw toGatewayFailure(error, effect);
  }
}

/** What the failure was caused by, for the few callers for whom a refusal is an answer. */
export function isInvalidRequest(error: unknown): boolean {
  return error instanceof GatewayFailure && error.code === 'stripe_invalid_request';
}

export function isNotFound(error: unknown): boolean {
  return error instanceof GatewayFailure && error.code === 'stripe_not_found';
}

function toGatewayFailure(error: unknown, effect: Effect): unknown {
  if (!(error instanceof Stripe.errors.StripeError)) return error;
  const { kind, code } = classify(error, effect);
  const wait = retryAfterMs(error.headers?.['retry-after']);
  return new GatewayFailure(kind, code, describe(error), wait === null ? {} : { retryAfterMs: wait });
}

function classify(
  error: InstanceType<typeof Stripe.errors.StripeError>,
  effect: Effect
): {
  kind: FailureKind;
  code: string;
} {
  if (error.statusCode === 404) return { kind: 'refused', code: 'stripe_not_found' };
  if (error instanceof Stripe.errors.StripeRateLimitError) return { kind: 'unavailable', code: 'stripe_rate_limited' };
  if (error instanceof Stripe.errors.StripeInvalidRequestError)
    return { kind: 'refused', code: 'stripe_invalid_request' };
  if (error instanceof Stripe.errors.StripeAuthenticationError) return { kind: 'refused', code: 'stripe_key_refused' };
  if (error instanceof Stripe.errors.StripePermissionError) return { kind: 'refused', code: 'stripe_not_permitted' };
  if (error instanceof Stripe.errors.StripeIdempotencyError) return { kind: 'refused', code: 'stripe_key_reused' };
  if (error instanceof Stripe.errors.StripeCardError) return { kind: 'refused', code: 'stripe_card_refused' };
  // A refused connection too: the SDK tries twice and shows only its last failure, the first may have had the effect.
  return effect === 'write'
    ? { kind: 'unknown_outcome', code: 'stripe_no_answer' }
    : { kind: 'unavailable', code: 'stripe_unavailable' };
}

/** Types, codes and the request id that Stripe's dashboard finds; never its text, which may repeat what a person typed. */
function describe(error: InstanceType<typeof Stripe.errors.StripeError>): string {
  const parts = [error.type, error.statusCode, error.code, error.param, error.requestId];
  return `Stripe: ${parts.filter((part) => part !== undefined).join(' ')}`;
}
