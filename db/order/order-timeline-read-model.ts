import type { Instant } from '../../domain/time/iso-date';
import type { Db } from '../shared/connection';

export interface OrderEvent {
  readonly eventId: number;
  readonly at: Instant;
  readonly what: string;
  /** null: no person, the order moved by itself. */
  readonly actor: { readonly userId: string; readonly name: string | null } | null;
  readonly data: Readonly<Record<string, unknown>>;
}

interface Row {
  event_id: number;
  at: string;
  what: string;
  actor_id: string | null;
  actor_name: string | null;
  data: Record<string, unknown>;
}

/** An order has a few dozen events; more than this is an order in trouble, whose newest are what matters. */
const MAX_EVENTS = 500;

/** What happened to the order, oldest first. The caller has checked that the reader may see it. */
export async function readTimeline(db: Db, orderId: string): Promise<OrderEvent[]> {
  const rows = await db('order_events as e')
    .leftJoin('users', 'users.user_id', 'e.actor_id')
    .where('e.order_id', orderId)
    .orderBy('e.event_id', 'desc')
    .limit(MAX_EVENTS)
    .select<Row[]>('e.event_id', 'e.at', 'e.what', 'e.actor_id', 'users.name as actor_name', 'e.data');
  return rows.reverse().map((row) => ({
    eventId: row.event_id,
    at: row.at,
    what: row.what,
    actor: row.actor_id === null ? null : { userId: row.actor_id, name: row.actor_name },
    data: row.data,
  }));
}
