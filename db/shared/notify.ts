import type { Db } from './connection';

export const CHANNELS = {
  order: 'purser_order',
  inbox: 'purser_inbox',
  outbox: 'purser_outbox',
  clock: 'purser_clock',
} as const;

/**
 * Tells at the commit that what `id` names has changed: listeners read the state themselves. One for each thing that changed:
 * Postgres folds equal ones of a transaction, so events of one order wake its views once. A transaction that changes several
 * orders (a reversed receipt that paid them) names each, because a view listens to its own order alone; it costs no more, since
 * the lock that NOTIFY takes over all databases is taken once for a commit, whatever the number of ids.
 */
export async function notify(db: Db, channel: (typeof CHANNELS)[keyof typeof CHANNELS], id: string): Promise<void> {
  await db.raw('select pg_notify(?, ?)', [channel, id]);
}
