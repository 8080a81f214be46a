import { ApiError, ArgumentsValidationError } from '@paypal/paypal-server-sdk';
import { z } from 'zod';
import { type FailureKind, GatewayFailure } from '../shared/provider-failure';
import { retryAfterMs } from '../shared/retry-after-ms';

/** `write`: a call that may have had its effect although no answer came. */
export type Effect = 'read' | 'write';

/** Runs one call and turns whatever the SDK throws into a `GatewayFailure`; programming errors pass unchanged. */
export async function callPayPal<T>(effect: Effect, call: () => Promise<T>): Promise<T> {
  try {
    return await call();
  } catch (error) {
    throw toGatewayFailure(error, effect);
  }
}

export function isNotFound(error: unknown): boolean {
  return error instanceof GatewayFailure && error.code === 'paypal_not_found';
}

/** PayPal's own word for what it refused, such as `INSTRUMENT_DECLINED`; null when the error is no refusal. */
export function issueOf(error: unknown): string | null {
  if (!(error instanceof ApiError) || error.statusCode < 400 || error.statusCode >= 500) return null;
  const parsed = errorBody.safeParse(parseJson(error.body));
  return parsed.success ? (parsed.data.details?.[0]?.issue ?? parsed.data.name ?? null) : null;
}

/** Anything that is no word of the API's small alphabet is dropped: it could repeat what a person typed. */
const word = z
  .string()
  .regex(/^[A-Z0-9_]{1,80}$/)
  .optional()
  .catch(undefined);
const errorBody = z.object({
  name: word,
  details: z
    .array(z.object({ issue: word }))
    .optional()
    .catch(undefined),
});

/** The SDK leaves `result` undefined for some statuses, the body is there always. */
function parseJson(body: unknown): unknown {
  try {
    return typeof body === 'string' ? JSON.parse(body) : null;
  } catch {
    return null;
  }
}

function toGatewayFailure(error: unknown, effect: Effect): unknown {
  if (error instanceof GatewayFailure) return error;
  if (error instanceof ArgumentsValidationError || error instanceof RangeError) return error;
  // A network error, an answer that is cut off, and one of the wrong shape: whether the call had its effect is not known.
  if (!(error instanceof ApiError)) return noAnswer(effect, `PayPal: ${nameOf(error)}`);
  const { kind, code } = classify(error, effect);
  const wait = retryAfterMs(error.headers['retry-after']);
  return new GatewayFailure(kind, code, describe(error), wait === null ? {} : { retryAfterMs: wait });
}

const REFUSED_BY_STATUS: Readonly<Record<number, string>> = {
  401: 'paypal_key_refused',
  403: 'paypal_not_permitted',
  404: 'paypal_not_found',
};

function classify(error: ApiError<unknown>, effect: Effect): { kind: FailureKind; code: string } {
  const { statusCode } = error;
  if (statusCode === 429) return { kind: 'unavailable', code: 'paypal_rate_limited' };
  const known = REFUSED_BY_STATUS[statusCode];
  if (known !== undefined) return { kind: 'refused', code: known };
  // 409: the same request is being worked on at this moment, so it may have its effect yet.
  if (statusCode < 400 || statusCode >= 500 || statusCode === 409) return noAnswer(effect, '');
  const issue = issueOf(error);
  if (issue === 'ORDER_COMPLETION_IN_PROGRESS') return { kind: 'unavailable', code: 'paypal_busy' };
  if (issue === 'DUPLICATE_REQUEST_ID' || issue === 'PAYPAL_REQUEST_ID_PREVIOUSLY_USED') {
    return { kind: 'refused', code: 'paypal_key_reused' };
  }
  // The token call: it answers 400 for keys of the wrong form.
  if (isTokenCall(error)) return { kind: 'refused', code: 'paypal_key_refused' };
  return { kind: 'refused', code: 'paypal_invalid_request' };
}

function isTokenCall({ request }: ApiError<unknown>): boolean {
  return new URL(request.url).pathname === '/v1/oauth2/token';
}

function noAnswer(effect: Effect, message: string): GatewayFailure {
  return effect === 'write'
    ? new GatewayFailure('unknown_outcome', 'paypal_no_answer', message)
    : new GatewayFailure('unavailable', 'paypal_unavailable', message);
}

/** Status, word and the id that PayPal's support finds; never its text, which may repeat what a person typed. */
function describe(error: ApiError<unknown>): string {
  const debugId = error.headers['paypal-debug-id'];
  const parts = [error.statusCode, issueOf(error), /^[a-z0-9]{1,40}$/i.test(debugId ?? '') ? debugId : null];
  return `PayPal: ${parts.filter((part) => part !== null).join(' ')}`;
}

/** An error of the HTTP library holds the request with its token; only its name may leave here. */
function nameOf(error: unknown): string {
  return error instanceof Error ? error.name : 'unknown error';
}
