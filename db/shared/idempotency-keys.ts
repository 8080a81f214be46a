import type { Instant } from '../../domain/time/iso-date';
import type { Db } from './connection';

export interface IdempotentRequest {
  readonly callerId: string;
  readonly key: string;
  /** Method and path form. */
  readonly route: string;
  readonly bodyHash: string;
}

export interface StoredAnswer {
  readonly status: number;
  readonly body: unknown;
}

export type Claim =
  | { readonly outcome: 'first' }
  | { readonly outcome: 'repeat'; readonly answer: StoredAnswer }
  | { readonly outcome: 'in_flight' }
  | { readonly outcome: 'reused' };

interface KeyRow {
  readonly route: string;
  readonly body_hash: string;
  readonly status: number | null;
  readonly response: unknown;
}

/**
 * Claims the key for this request. A claim older than `abandonedBefore` without an answer belongs to a process that died;
 * it is taken over by exactly one caller.
 */
export async function claimKey(
  db: Db,
  request: IdempotentRequest,
  times: { readonly at: Instant; readonly abandonedBefore: Instant }
): Promise<Claim> {
  const fresh = await db('idempotency_keys')
    .insert({ ...keyOf(request), route: request.route, body_hash: request.bodyHash, created_at: times.at })
    .onConflict(['caller_id', 'idempotency_key'])
    .ignore()
    .returning('caller_id');
  if (fresh.length === 1) return { outcome: 'first' };
  const row = await db('idempotency_keys').where(keyOf(request)).first<KeyRow | undefined>();
  if (row === undefined) return { outcome: 'in_flight' };
  if (row.route !== request.route || row.body_hash !== request.bodyHash) return { outcome: 'reused' };
  if (row.status !== null) return { outcome: 'repeat', answer: { status: row.status, body: row.response } };
  const taken = await db('idempotency_keys')
    .where({ ...keyOf(request), status: null })
    .where('created_at', '<', times.abandonedBefore)
    .update({ created_at: times.at });
  return { outcome: taken === 1 ? 'first' : 'in_flight' };
}

export async function storeAnswer(db: Db, request: IdempotentRequest, answer: StoredAnswer): Promise<void> {
  await db('idempotency_keys')
    .where(keyOf(request))
    .update({ status: answer.status, response: JSON.stringify(answer.body ?? null) });
}

/** Nothing was done: the key may be used again, also with another body. */
export async function releaseKey(db: Db, request: IdempotentRequest): Promise<void> {
  await db('idempotency_keys')
    .where({ ...keyOf(request), status: null })
    .delete();
}

function keyOf(request: IdempotentRequest): { caller_id: string; idempotency_key: string } {
  return { caller_id: request.callerId, idempotency_key: request.key };
}
