import type { Db } from '../shared/connection';

/**
 * User ids of everybody who had a hand in the bank money that an order has now: recorded or allocated a live receipt, reported
 * or confirmed it, or closed the shortfall. None of them approves it (product §1).
 */
export async function readHandsOnMoney(db: Db, orderId: string): Promise<ReadonlySet<string>> {
  const found = await db.raw<{ rows: { user_id: string | null }[] }>(
    `with live as (
       select a.receipt_id, a.allocated_by, r.recorded_by
         from receipt_allocations a join receipts r on r.receipt_id = a.receipt_id
        where a.order_id = :orderId and a.reversed_at is null
     ), reports as (
       select reported_by, decided_by from receipt_reports
        where (order_id = :orderId and state <> 'declined') or receipt_id in (select receipt_id from live)
     )
     select allocated_by as user_id from live
     union select recorded_by from live
     union select reported_by from reports
     union select decided_by from reports
     union select p.actor_id from person_requests p join orders o on o.order_id = p.subject_id
      where p.subject_id = :orderId and p.kind = 'close_shortfall' and p.outcome ->> 'outcome' = 'done'
        and o.shortfall_minor > 0`,
    { orderId }
  );
  return new Set(found.rows.flatMap(({ user_id: userId }) => (userId === null ? [] : [userId])));
}
