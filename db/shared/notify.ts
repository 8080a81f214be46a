import type { Db } from './connection';

export const CHANNELS = {
  order: 'purser_order',
  inbox: 'purser_inbox',
  outbox: 'purser_outbox',
  clock: 'purser_clock',
} as const;

/** At most one per transaction, carrying an id: listeners read the state themselves. */
export async function notify(db: Db, channel: (typeof CHANNELS)[keyof typeof CHANNELS], id: string): Promise<void> {
  await db.raw('select pg_notify(?, ?)', [channel, id]);
}
