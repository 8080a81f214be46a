import type { Instant } from '../../domain/time/iso-date';
import type { Db } from '../shared/connection';

/** The order's fact: when its invoice first reached a mail server. */
export async function markOrderMailed(trx: Db, orderId: string, at: Instant): Promise<void> {
  await trx<{ order_id: string; mailed_at: Instant | null; row_version: number }>('orders')
    .where({ order_id: orderId })
    .whereNull('mailed_at')
    .update({ mailed_at: at, row_version: trx.raw('row_version + 1') });
}
