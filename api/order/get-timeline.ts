import { z } from 'zod';
import { isStaff } from '../../domain/access/role';
import { isStaffMail } from '../../domain/mail/mail-kind';
import { readTimeline, type OrderEvent } from '../../db/order/order-timeline-read-model';
import { instantField } from '../http/fields';
import { defineRoute } from '../http/route';
import { orderRefParams } from './order-schemas';
import { requireOrder } from '../shared/require-order';

const eventSchema = z
  .strictObject({
    at: instantField,
    what: z.string().describe('A word for programs; the portal translates it'),
    actor: z
      .strictObject({ userId: z.string().nullable(), name: z.string().nullable() })
      .nullable()
      .describe('null: no person, the order moved by itself'),
    data: z.record(z.string(), z.unknown()).nullable().describe('Staff only: ids, amounts and codes'),
  })
  .meta({ id: 'OrderEvent' });

export const getTimeline = defineRoute({
  method: 'GET',
  path: '/v1/orders/:order/timeline',
  access: 'order.view',
  tag: 'Orders',
  summary: 'What happened to an order, oldest first',
  notFound: 'order_not_found',
  request: { params: orderRefParams },
  responses: { 200: { description: 'At most the 500 newest', body: z.strictObject({ items: z.array(eventSchema) }) } },
  async handler({ params, scope, caller }, deps) {
    const order = await requireOrder(deps, scope, params.order);
    const events = await readTimeline(deps.db, order.orderId);
    const items = isStaff(caller.actor) ? events.map(toStaffAnswer) : events.filter(isForPartners).map(toPartnerAnswer);
    return { status: 200, body: { items } };
  },
});

/** Parking and what staff did about it stay inside the house. */
const INSIDE = new Set([
  'parked',
  'unparked',
  'resumed',
  'resume_asked',
  'look_again_asked',
  'task_opened',
  'mail_failed',
  'stray_money',
  'dispute_opened',
  'dispute_claimed',
  'dispute_won',
  'dispute_lost',
  'dispute_closed',
  'provider_refund_failed',
  'receipt_reported',
  'report_confirmed',
  'report_declined',
  'receipt_reversed',
  'refund_asked',
  'refund_approved',
  'refund_rejected',
  'refund_taken_back',
  'refund_withdrawn',
  'refund_refused',
  'refund_transferred',
  'return_stuck',
  'correction_asked',
  'correction_refused',
]);

function isForPartners({ what, data }: OrderEvent): boolean {
  if (what === 'reminded') return String(data['what']).startsWith('buyer:');
  if (what === 'mail_bounced') return !isStaffMail(String(data['kind']));
  return !INSIDE.has(what);
}

function toPartnerAnswer({ at, what, actor }: OrderEvent) {
  return { at, what, actor: actor === null ? null : { userId: null, name: actor.name }, data: null };
}

function toStaffAnswer({ at, what, actor, data }: OrderEvent) {
  return { at, what, actor, data };
}
