import type Stripe from 'stripe';
import type { Table } from '../../store/durable-store';
import { newId } from '../new-id';
import type { EventRow } from '../records';
import { STRIPE_API_VERSION } from '../stripe-version';
import type { StripeState } from '../stripe-state';

/** Only what an endpoint of ours is registered for; Stripe's other events would be noise in every history. */
export type EventType =
  | 'checkout.session.completed'
  | 'checkout.session.expired'
  | 'payment_intent.succeeded'
  | 'payment_intent.payment_failed'
  | 'payment_intent.requires_action'
  | 'payment_intent.canceled'
  | 'setup_intent.succeeded'
  | 'setup_intent.setup_failed'
  | 'refund.created'
  | 'refund.updated'
  | 'refund.failed'
  | 'charge.refunded'
  | 'charge.dispute.created'
  | 'charge.dispute.closed'
  | 'charge.dispute.funds_withdrawn'
  | 'charge.dispute.funds_reinstated'
  | 'payment_method.detached';

/** `held` waits for a release by hand, `lost` was swallowed by a fault, `given-up` ran out of attempts. */
export interface DeliveryRow {
  readonly id: string;
  readonly state: 'pending' | 'held' | 'delivered' | 'lost' | 'given-up';
  readonly attempts: number;
  /** HTTP status of the last attempt, or the reason why there was none. */
  readonly last: string | null;
}

/** Stripe keeps events for 30 days; a long benchmark must not fill the memory either. */
const KEPT_SECONDS = 30 * 86_400;
const KEPT_EVENTS = 20_000;

/** Writes each event and its delivery in the same change as its cause. */
export class EventLog {
  readonly deliveries: Table<DeliveryRow>;
  private fresh: string[] = [];
  private cause: string | null = null;

  constructor(private readonly state: StripeState) {
    this.deliveries = state.store.table('deliveries');
  }

  /** Names the idempotency key of the running API call in the events it causes. */
  during<T>(idempotencyKey: string | null, work: () => T): T {
    this.cause = idempotencyKey;
    try {
      return work();
    } finally {
      this.cause = null;
    }
  }

  emit(type: EventType, object: object): void {
    const row: EventRow = {
      id: newId('evt'),
      created: this.state.clock.nowSeconds(),
      type,
      object,
      idempotencyKey: this.cause,
    };
    this.prune();
    this.state.events.put(row.id, row);
    this.deliveries.put(row.id, { id: row.id, state: 'pending', attempts: 0, last: null });
    this.fresh.push(row.id);
  }

  /** Events written since the last call, for the sender to take over once they are on disk. */
  takeFresh(): string[] {
    const fresh = this.fresh;
    this.fresh = [];
    return fresh;
  }

  private prune(): void {
    const oldest = this.state.events.oldest();
    if (oldest === undefined || this.deliveries.get(oldest.id)?.state === 'pending') return;
    const tooOld = oldest.created < this.state.clock.nowSeconds() - KEPT_SECONDS;
    if (!tooOld && this.state.events.size < KEPT_EVENTS) return;
    this.state.events.remove(oldest.id);
    this.deliveries.remove(oldest.id);
  }
}

export type EventObject = Omit<Stripe.EventBase, 'type' | 'data'> & { type: string; data: { object: object } };

export function eventObject(row: EventRow, delivery: DeliveryRow | undefined): EventObject {
  const waiting = delivery?.state === 'pending' || delivery?.state === 'held';
  return {
    id: row.id,
    object: 'event',
    api_version: STRIPE_API_VERSION,
    created: row.created,
    data: { object: row.object },
    livemode: false,
    pending_webhooks: waiting ? 1 : 0,
    request: { id: null, idempotency_key: row.idempotencyKey },
    type: row.type,
  };
}
