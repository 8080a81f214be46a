import { claimKey, forgetKey, letGoOfKey, storeAnswer, type IdempotentRequest } from '../../db/shared/idempotency-keys';
import type { FieldProblem } from '../../domain/field-problem';
import type { ApiDeps } from './api-deps';
import { AppError, invalidInput } from './app-error';
import { hashBody } from './hash-body';
import type { AnyReply, Route } from './route';

/** Visible ASCII, 8 to 128 characters: a UUID or the caller's own business key. */
const KEY_FORM = /^[\x21-\x7e]{8,128}$/;
/** No handler runs longer; after it the process that held the key is taken for dead. */
const ABANDONED_AFTER_MS = 60_000;

/** @throws AppError 422 that names the header. */
export function readIdempotencyKey(header: string | undefined): string {
  if (header !== undefined && KEY_FORM.test(header)) return header;
  const problem: FieldProblem =
    header === undefined
      ? {
          field: 'header.idempotency-key',
          code: 'required',
          message: 'is missing; send a fresh UUID with each new request, and the same one when you repeat it',
        }
      : {
          field: 'header.idempotency-key',
          code: 'invalid_format',
          message: 'must be 8 to 128 visible ASCII characters',
        };
  throw invalidInput([problem]);
}

export interface IdempotentCall {
  readonly route: Route;
  readonly callerId: string;
  readonly key: string;
  readonly params: unknown;
  readonly body: unknown;
}

/**
 * Runs the handler once per key. Answers of 2xx are stored. A refusal frees the key, since nothing was done. After anything
 * else it is not known what was done: the same request may come again, and what it did with `doOnce` it does not do twice.
 */
export async function withIdempotency(
  deps: ApiDeps,
  call: IdempotentCall,
  run: (key: IdempotentRequest) => Promise<AnyReply>
): Promise<AnyReply> {
  const request: IdempotentRequest = {
    callerId: call.callerId,
    key: call.key,
    route: `${call.route.method} ${call.route.path}`,
    bodyHash: hashBody({ params: call.params, body: call.body }),
  };
  const at = deps.clock.now();
  const abandonedBefore = new Date(Date.parse(at) - ABANDONED_AFTER_MS).toISOString();
  const claim = await claimKey(deps.db, request, { at, abandonedBefore });
  switch (claim.outcome) {
    case 'repeat':
      return { ...claim.answer, headers: { 'Idempotent-Replayed': 'true' } };
    case 'in_flight':
      throw new AppError('idempotency_in_flight', { retryAfterSeconds: 1 });
    case 'reused':
      throw new AppError('idempotency_key_reused');
    case 'first':
      return runFirst(deps, request, run);
  }
}

async function runFirst(
  deps: ApiDeps,
  request: IdempotentRequest,
  run: (key: IdempotentRequest) => Promise<AnyReply>
): Promise<AnyReply> {
  let reply: AnyReply;
  try {
    reply = await run(request);
  } catch (error) {
    const release = isDecided(error) ? forgetKey(deps.db, request) : letGoOfKey(deps.db, request, deps.clock.now());
    await release.catch((failure: unknown) => {
      deps.log.warn({ err: failure }, 'an idempotency key could not be released; it frees itself after a minute');
    });
    throw error;
  }
  await storeAnswer(deps.db, request, { status: Number(reply.status), body: reply.body });
  return reply;
}

/** Told no, whereas 429 and 5xx leave open what becomes of the request. */
function isDecided(error: unknown): boolean {
  return error instanceof AppError && error.status < 500 && error.status !== 429;
}
