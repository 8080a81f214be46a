import type { Instant } from '../../domain/time/iso-date';
import type { Db } from '../shared/connection';

export interface OrderPlace {
  readonly orderId: string;
  /** The order's last timeline entry of the span. */
  readonly eventId: number;
}

/** Orders whose timeline grew in the span, each once, in the order of their last entry there. */
export async function listChangedOrders(
  db: Db,
  span: { readonly afterEventId: number; readonly untilEventId: number; readonly limit: number }
): Promise<OrderPlace[]> {
  const { afterEventId, untilEventId, limit } = span;
  const found = await db.raw<{ rows: OrderPlace[] }>(
    `select e.order_id as "orderId", e.event_id as "eventId" from order_events e
      where e.event_id > ? and e.event_id <= ?
        and not exists (
          select from order_events l
           where l.order_id = e.order_id and l.event_id > e.event_id and l.event_id <= ?)
      order by e.event_id limit ?`,
    [afterEventId, untilEventId, untilEventId, limit]
  );
  return found.rows;
}

export interface HeldOrderPlace {
  readonly orderId: string;
  readonly state: string;
  readonly deadlineAt: Instant;
}

/**
 * Open orders for which something should have happened by now: unpaid past their deadline, or in anybody's hands. An order
 * that waits for its money is nobody's concern before that, and the largest part of the open ones.
 */
export async function listHeldOrders(
  db: Db,
  query: { readonly after: HeldOrderPlace | null; readonly deadlineBefore: Instant; readonly limit: number }
): Promise<HeldOrderPlace[]> {
  const { after, deadlineBefore, limit } = query;
  const found = await db.raw<{ rows: HeldOrderPlace[] }>(
    `select order_id as "orderId", state, deadline_at as "deadlineAt" from orders
      where closed_at is null and (state <> 'awaiting_payment' or deadline_at < ?)
        and (state, deadline_at, order_id) > (?, ?::timestamptz, ?)
      order by state, deadline_at, order_id limit ?`,
    [deadlineBefore, after?.state ?? '', after?.deadlineAt ?? '2000-01-01T00:00:00.000Z', after?.orderId ?? '', limit]
  );
  return found.rows;
}
