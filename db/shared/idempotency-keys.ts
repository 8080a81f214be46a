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
 * Claims the key for this request. A claim without an answer that was let go, or is older than `abandonedBefore` (its process
 * died), is taken over by exactly one caller, with the acts that were done under it.
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
    .where((free) => void free.where('created_at', '<', times.abandonedBefore).orWhereNotNull('released_at'))
    .update({ created_at: times.at, released_at: null });
  return { outcome: taken === 1 ? 'first' : 'in_flight' };
}

export async function storeAnswer(db: Db, request: IdempotentRequest, answer: StoredAnswer): Promise<void> {
  await db('idempotency_keys')
    .where(keyOf(request))
    .update({ status: answer.status, response: JSON.stringify(answer.body ?? null) });
}

/** It was decided that nothing is done: the key may be used again, also with another body, and is asked anew. */
export async function forgetKey(db: Db, request: IdempotentRequest): Promise<void> {
  await db('idempotency_keys')
    .where({ ...keyOf(request), status: null })
    .delete();
}

/**
 * It is not known what was done: the same request may come again at once, and goes on with the acts of this one. Where there
 * are none, nothing was done.
 */
export async function letGoOfKey(db: Db, request: IdempotentRequest, at: Instant): Promise<void> {
  const unanswered = { ...keyOf(request), status: null };
  const forgotten = await db('idempotency_keys').where(unanswered).whereRaw(`acts = '{}'`).delete();
  if (forgotten === 0) await db('idempotency_keys').where(unanswered).update({ released_at: at });
}

function keyOf(request: IdempotentRequest): { caller_id: string; idempotency_key: string } {
  return { caller_id: request.callerId, idempotency_key: request.key };
}
