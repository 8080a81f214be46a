import type { Db } from './connection';

/** An event of the order with at least these data is on its timeline already. */
export async function hasOrderEvent(
  db: Db,
  { orderId, what, data }: { readonly orderId: string; readonly what: string; readonly data: object }
): Promise<boolean> {
  const row: unknown = await db('order_events')
    .where({ order_id: orderId, what })
    .whereRaw('data @> ?::jsonb', [JSON.stringify(data)])
    .first('event_id');
  return row !== undefined;
}
