import { z } from 'zod';
import type { WebhookHint } from '../shared/payment-provider';
import { GatewayFailure } from '../shared/provider-failure';
import { idBehindUpLink, isPayPalId, readCustomId } from './paypal-ids';

const PAGE_TYPES = new Set([
  'CHECKOUT.ORDER.APPROVED',
  'PAYMENT.CAPTURE.COMPLETED',
  'PAYMENT.CAPTURE.PENDING',
  'PAYMENT.CAPTURE.DENIED',
]);
const REFUND_TYPES = new Set(['PAYMENT.CAPTURE.REFUNDED', 'PAYMENT.CAPTURE.REVERSED']);
const DISPUTE_TYPES = new Set(['CUSTOMER.DISPUTE.CREATED', 'CUSTOMER.DISPUTE.UPDATED', 'CUSTOMER.DISPUTE.RESOLVED']);

const event = z.object({ id: z.string().regex(/^[A-Za-z0-9_-]{1,100}$/), event_type: z.string().max(100) });

const id = z.string().refine(isPayPalId);
const customId = z.string().max(127).optional().catch(undefined);
const subject = z.object({
  resource: z.object({
    id,
    custom_id: customId,
    purchase_units: z
      .array(z.object({ custom_id: customId }))
      .optional()
      .catch(undefined),
    supplementary_data: z
      .object({ related_ids: z.object({ order_id: id }) })
      .optional()
      .catch(undefined),
  }),
});

const link = z.object({ href: z.string().max(500), rel: z.string().max(50) });
const refund = z.object({ resource: z.object({ id, links: z.array(link).max(20).default([]) }) });
const dispute = z.object({
  resource: z.object({ disputed_transactions: z.tuple([z.object({ seller_transaction_id: id })]).rest(z.unknown()) }),
});

/** `null` for an event of a type that starts nothing here. @throws GatewayFailure `refused` for one that names no object */
export function readHint(rawBody: Buffer): WebhookHint | null {
  const body = parseJson(rawBody);
  const told = event.safeParse(body);
  if (!told.success) throw unreadable();
  const { id: eventId, event_type: eventType } = told.data;
  const named = { eventId, eventType };
  if (PAGE_TYPES.has(eventType)) return { ...named, about: 'page', ...pageIn(body) };
  const payment = { ...named, about: 'payment', orderId: null } as const;
  if (REFUND_TYPES.has(eventType)) return { ...payment, objectId: captureOfRefund(body) };
  if (DISPUTE_TYPES.has(eventType)) return { ...payment, objectId: disputedCapture(body) };
  return null;
}

function pageIn(body: unknown): { readonly objectId: string; readonly orderId: string | null } {
  const about = subject.safeParse(body);
  if (!about.success) throw unreadable();
  const { resource } = about.data;
  const { orderId } = readCustomId(resource.custom_id ?? resource.purchase_units?.[0]?.custom_id);
  // The order rather than its capture: our tables know it, so nothing has to be asked for, and its hints are one.
  return { objectId: resource.supplementary_data?.related_ids.order_id ?? resource.id, orderId };
}

/** The refund itself where it does not say whose it is: PayPal can be asked. */
function captureOfRefund(body: unknown): string {
  const about = refund.safeParse(body);
  if (!about.success) throw unreadable();
  const { id: refundId, links } = about.data.resource;
  return idBehindUpLink(links, 'captures') ?? refundId;
}

function disputedCapture(body: unknown): string {
  const about = dispute.safeParse(body);
  if (!about.success) throw unreadable();
  return about.data.resource.disputed_transactions[0].seller_transaction_id;
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
