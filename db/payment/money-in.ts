import type { Db } from '../shared/connection';

/** Whether a provider's page may still take money for the order. */
export async function hasLiveAttempt(db: Db, orderId: string): Promise<boolean> {
  const row = await db('payment_attempts')
    .where({ order_id: orderId })
    .whereIn('state', ['opening', 'open', 'capturing'])
    .first<{ attempt_no: number } | undefined>('attempt_no');
  return row !== undefined;
}

/** The attempt whose money is being taken, or is announced; null for none. */
export async function findCapturingAttempt(db: Db, orderId: string): Promise<number | null> {
  const row = await db('payment_attempts')
    .where({ order_id: orderId, state: 'capturing' })
    .first<{ attempt_no: number } | undefined>('attempt_no');
  return row?.attempt_no ?? null;
}
