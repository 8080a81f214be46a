import type Stripe from 'stripe';
import { EventOutbox, type DeliveryRow } from '../../webhooks/event-outbox';
import { newId } from '../new-id';
import type { EventRow } from '../records';
import { STRIPE_API_VERSION } from '../stripe-version';

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
  | 'charge.dispute.updated'
  | 'charge.dispute.closed'
  | 'charge.dispute.funds_withdrawn'
  | 'charge.dispute.funds_reinstated'
  | 'payment_method.detached';

/** Names the idempotency key of the running API call in the events it causes. */
export class EventLog extends EventOutbox<EventRow> {
  private cause: string | null = null;

  during<T>(idempotencyKey: string | null, work: () => T): T {
    this.cause = idempotencyKey;
    try {
      return work();
    } finally {
      this.cause = null;
    }
  }

  emit(type: EventType, object: object): void {
    this.add({ id: newId('evt'), created: this.clock.nowSeconds(), type, object, idempotencyKey: this.cause });
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
