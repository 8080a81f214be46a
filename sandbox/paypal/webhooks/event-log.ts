import { EventOutbox } from '../../webhooks/event-outbox';
import { paypalId } from '../paypal-id';
import type { EventRow } from '../records';
import { isoSeconds } from '../objects/links';

/** Only what an endpoint of ours is registered for, with what PayPal says of each. */
const EVENTS = {
  'CHECKOUT.ORDER.APPROVED': { resource: 'checkout-order', summary: 'An order has been approved by buyer' },
  'PAYMENT.CAPTURE.COMPLETED': { resource: 'capture', summary: 'Payment completed' },
  'PAYMENT.CAPTURE.PENDING': { resource: 'capture', summary: 'Payment pending' },
  'PAYMENT.CAPTURE.DENIED': { resource: 'capture', summary: 'Payment denied' },
  'PAYMENT.CAPTURE.REFUNDED': { resource: 'refund', summary: 'A capture payment was refunded' },
  'PAYMENT.CAPTURE.REVERSED': { resource: 'refund', summary: 'A capture payment was reversed' },
  'VAULT.PAYMENT-TOKEN.CREATED': { resource: 'payment_token', summary: 'A payment token has been created' },
  'VAULT.PAYMENT-TOKEN.DELETED': { resource: 'payment_token', summary: 'A payment token has been deleted' },
  'CUSTOMER.DISPUTE.CREATED': { resource: 'dispute', summary: 'A new dispute opened' },
  'CUSTOMER.DISPUTE.UPDATED': { resource: 'dispute', summary: 'A dispute was updated' },
  'CUSTOMER.DISPUTE.RESOLVED': { resource: 'dispute', summary: 'A dispute was resolved' },
} as const satisfies Record<string, { resource: string; summary: string }>;

export type EventType = keyof typeof EVENTS;

const VERSIONS: Readonly<Record<string, string>> = { payment_token: '3.0', dispute: '1.0' };

export class EventLog extends EventOutbox<EventRow> {
  emit(type: EventType, resource: object): void {
    this.add({ id: `WH-${paypalId()}-${paypalId()}`, created: this.clock.nowSeconds(), type, resource });
  }
}

export function eventObject(row: EventRow): object {
  const known = Object.entries(EVENTS).find(([type]) => type === row.type)?.[1];
  const resourceType = known?.resource ?? 'unknown';
  return {
    id: row.id,
    event_version: '1.0',
    create_time: isoSeconds(row.created * 1000),
    resource_type: resourceType,
    resource_version: VERSIONS[resourceType] ?? '2.0',
    event_type: row.type,
    summary: known?.summary ?? '',
    resource: row.resource,
    links: [],
  };
}
