import type { Db } from '../shared/connection';

/** The provider's checkout of the order's live attempt; null when none is open. */
export async function findLiveCheckout(db: Db, orderId: string): Promise<string | null> {
  const row = await db('payment_attempts')
    .where({ order_id: orderId })
    .whereIn('state', ['opening', 'open'])
    .whereNotNull('provider_object_id')
    .first<{ provider_object_id: string } | undefined>('provider_object_id');
  return row?.provider_object_id ?? null;
}
