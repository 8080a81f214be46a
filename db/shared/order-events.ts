import type { Instant } from '../../domain/time/iso-date';
import type { Db } from './connection';
import { CHANNELS, notify } from './notify';

export interface NewOrderEvent {
  readonly orderId: string;
  readonly at: Instant;
  /** A past participle that the timeline translates: `invoiced`, `mailed`. */
  readonly what: string;
  /** Null when no person did it. */
  readonly actorId?: string | null;
  /** Ids, amounts, codes; nothing that a person typed. */
  readonly data?: Readonly<Record<string, unknown>>;
}

/** Appends to the order's timeline, in the transaction of the change, and wakes the order's live views at its commit. */
export async function addOrderEvent(trx: Db, event: NewOrderEvent): Promise<void> {
  await trx('order_events').insert({
    order_id: event.orderId,
    at: event.at,
    what: event.what,
    actor_id: event.actorId ?? null,
    data: JSON.stringify(event.data ?? {}),
  });
  await notify(trx, CHANNELS.order, event.orderId);
}
