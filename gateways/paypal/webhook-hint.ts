import { z } from 'zod';
import type { WebhookHint } from '../shared/payment-provider';
import { GatewayFailure } from '../shared/provider-failure';
import { isPayPalId, readCustomId } from './paypal-ids';

/**
 * PAYMENT.CAPTURE.REFUNDED and .REVERSED are left out: money that goes back starts with our own call, which is looked up
 * by its id, and nothing yet takes up what somebody does at PayPal itself.
 */
const TYPES = new Set([
  'CHECKOUT.ORDER.APPROVED',
  'PAYMENT.CAPTURE.COMPLETED',
  'PAYMENT.CAPTURE.PENDING',
  'PAYMENT.CAPTURE.DENIED',
]);

const event = z.object({ id: z.string().regex(/^[A-Za-z0-9_-]{1,100}$/), event_type: z.string().max(100) });

const customId = z.string().max(127).optional().catch(undefined);
const subject = z.object({
  resource: z.object({
    id: z.string().refine(isPayPalId),
    custom_id: customId,
    purchase_units: z
      .array(z.object({ custom_id: customId }))
      .optional()
      .catch(undefined),
    supplementary_data: z
      .object({ related_ids: z.object({ order_id: z.string().refine(isPayPalId) }) })
      .optional()
      .catch(undefined),
  }),
});

/** `null` for an event of a type that starts nothing here. @throws GatewayFailure `refused` for one that names no object */
export function readHint(rawBody: Buffer): WebhookHint | null {
  const body = parseJson(rawBody);
  const named = event.safeParse(body);
  if (!named.success) throw unreadable();
  const { id: eventId, event_type: eventType } = named.data;
  if (!TYPES.has(eventType)) return null;
  const about = subject.safeParse(body);
  if (!about.success) throw unreadable();
  const { resource } = about.data;
  const { orderId } = readCustomId(resource.custom_id ?? resource.purchase_units?.[0]?.custom_id);
  // The order rather than its capture: our tables know it, so nothing has to be asked for, and its hints are one.
  return { eventId, eventType, objectId: resource.supplementary_data?.related_ids.order_id ?? resource.id, orderId };
}

function parseJson(rawBody: Buffer): unknown {
  try {
    return JSON.parse(rawBody.toString('utf8'));
  } catch {
    return null;
  }
}

function unreadable(): GatewayFailure {
  return new GatewayFailure('refused', 'webhook_malformed', 'PayPal webhook refused: it is no event of a known form');
}
