import { createHmac } from 'node:crypto';
import type { DeliveryRow } from '../../webhooks/event-outbox';
import type { WebhookMessage } from '../../webhooks/webhook-sender';
import type { EventRow } from '../records';
import { eventObject } from './event-log';

/** The value of `Stripe-Signature`. `atSeconds` is real time: receivers compare it with their own wall clock. */
export function signPayload(payload: string, secret: string, atSeconds: number): string {
  const digest = createHmac('sha256', secret).update(`${atSeconds}.${payload}`, 'utf8').digest('hex');
  return `t=${atSeconds},v1=${digest}`;
}

export function signedEvent(secret: string): (row: EventRow, delivery: DeliveryRow | undefined) => WebhookMessage {
  return (row, delivery) => {
    const payload = JSON.stringify(eventObject(row, delivery), null, 2);
    const signature = signPayload(payload, secret, Math.floor(Date.now() / 1000));
    return { payload, headers: { 'stripe-signature': signature, 'user-agent': 'Stripe/1.0 (sandbox)' } };
  };
}
