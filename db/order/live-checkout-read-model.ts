import { isProviderName, type ProviderName } from '../../domain/payment/provider-name';
import type { Db } from '../shared/connection';

export interface LiveCheckout {
  readonly provider: ProviderName;
  readonly checkoutId: string;
}

/** The provider's checkout of the order's live attempt; null when none is open. */
export async function findLiveCheckout(db: Db, orderId: string): Promise<LiveCheckout | null> {
  const row = await db('payment_attempts')
    .where({ order_id: orderId })
    .whereIn('state', ['opening', 'open'])
    .whereNotNull('provider_object_id')
    .first<{ provider: string; provider_object_id: string } | undefined>('provider', 'provider_object_id');
  if (row === undefined || !isProviderName(row.provider)) return null;
  return { provider: row.provider, checkoutId: row.provider_object_id };
}
