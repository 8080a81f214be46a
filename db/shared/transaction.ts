import type { Knex } from 'knex';

/** One transaction; it must not stay open across a network call. */
export function inTransaction<T>(db: Knex, work: (trx: Knex.Transaction) => Promise<T>): Promise<T> {
  return db.transaction(work);
}
