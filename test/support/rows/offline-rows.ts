import type { Db } from '../../../db/shared/connection';
import { lockOrder, type OrderFactsRow } from '../../../db/shared/order-facts';
import { insertOrder } from './order-rows';
import type { PartnerRows } from './partner-rows';

/** Thirty days after the rows' day. */
export const OFFLINE_DEADLINE = '2026-12-23T08:00:00.000Z';

let count = 0;

/** An order over 119.00 USD that waits for a bank transfer; columns of it can be replaced. */
export async function insertOfflineOrder(
  db: Db,
  partner: PartnerRows,
  columns: Readonly<Record<string, unknown>> = {}
): Promise<string> {
  count += 1;
  const orderNo = `ORD-2026-${String(600_000 + count)}`;
  const orderId = await insertOrder(db, partner, { method: 'offline', orderNo });
  await db('orders')
    .where({ order_id: orderId })
    .update({ deadline_at: OFFLINE_DEADLINE, ...columns });
  return orderId;
}

export function orderFacts(db: Db, orderId: string): Promise<OrderFactsRow> {
  return db.transaction((trx) => lockOrder(trx, orderId));
}
