import type { Db } from '../shared/connection';

/**
 * User ids of everybody who had a hand in the bank money that an order has now: recorded or allocated a live receipt, reported
 * or confirmed it, or closed the shortfall. None of them approves it (product §1).
 */
export async function readHandsOnMoney(db: Db, orderId: string): Promise<ReadonlySet<string>> {
  return (await readHandsOnMoneyOf(db, [orderId])).get(orderId) ?? new Set();
}

/** The same for each of many orders, in one statement; an order with no bank money is left out. */
export async function readHandsOnMoneyOf(
  db: Db,
  orderIds: readonly string[]
): Promise<ReadonlyMap<string, ReadonlySet<string>>> {
  const found = await db.raw<{ rows: { order_id: string; user_id: string | null }[] }>(
    `with live as (
       select a.order_id, a.receipt_id, a.allocated_by, r.recorded_by
         from receipt_allocations a join receipts r on r.receipt_id = a.receipt_id
        where a.order_id = any(:orderIds) and a.reversed_at is null
     ), reports as (
       select order_id, reported_by, decided_by from receipt_reports
        where order_id = any(:orderIds) and state <> 'declined'
       union all
       select live.order_id, r.reported_by, r.decided_by from receipt_reports r join live on live.receipt_id = r.receipt_id
     )
     select order_id, allocated_by as user_id from live
     union select order_id, recorded_by from live
     union select order_id, reported_by from reports
     union select order_id, decided_by from reports
     union select o.order_id, p.actor_id from person_requests p join orders o on o.order_id = p.subject_id
      where p.subject_id = any(:orderIds) and p.kind = 'close_shortfall' and p.outcome ->> 'outcome' = 'done'
        and o.shortfall_minor > 0`,
    { orderIds: [...orderIds] }
  );
  const hands = new Map<string, Set<string>>();
  for (const { order_id: orderId, user_id: userId } of found.rows) {
    if (userId !== null) hands.set(orderId, (hands.get(orderId) ?? new Set()).add(userId));
  }
  return hands;
}
