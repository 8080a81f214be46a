import type { Knex } from 'knex';
import type { Db } from './connection';
import type { IdempotentRequest } from './idempotency-keys';
import { inTransaction } from './transaction';

export interface Done<T> {
  readonly result: T;
  /** It was done before under this key, and nothing was done now. */
  readonly isRepeat: boolean;
}

/**
 * Does an act once per idempotency key, in one transaction with the note that it was done: whoever repeats the request, after
 * an answer that got lost or a process that died, gets the first result. Two runs of one key at once wait for each other.
 * @param key null where the route demands none; then the act is simply done
 * @param name tells the acts of one request apart, and is the same in a repeat
 * @param act gives plain JSON; when it throws, nothing is noted
 */
export async function doOnce<T>(
  db: Knex,
  key: IdempotentRequest | null,
  name: string,
  act: (trx: Db) => Promise<T>
): Promise<Done<T>> {
  return inTransaction(db, async (trx) => {
    if (key === null) return { result: await act(trx), isRepeat: false };
    const row = (): Knex.QueryBuilder =>
      trx('idempotency_keys').where({
        caller_id: key.callerId,
        idempotency_key: key.key,
        route: key.route,
        body_hash: key.bodyHash,
      });
    const claim = await row().forUpdate().first<{ acts: Record<string, T> } | undefined>('acts');
    const known = claim?.acts[name];
    if (known !== undefined) return { result: known, isRepeat: true };
    const result = await act(trx);
    await row().update({ acts: trx.raw('acts || ?::jsonb', [JSON.stringify({ [name]: result })]) });
    return { result, isRepeat: false };
  });
}
