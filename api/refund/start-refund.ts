import { z } from 'zod';
import { doOnce } from '../../db/shared/do-once';
import { idField, lineField, paidMinorField, reasonField } from '../http/fields';
import { defineRoute } from '../http/route';
import { requireOrder } from '../shared/require-order';
import { askRefund } from './ask-refund';
import { capacityField, refundSchema, toRefundAnswer } from './refund-schemas';
import { requireRefund } from './require-refund';

const orderParams = z.strictObject({ order: z.union([idField, lineField(24).regex(/^ORD-\d{4}-\d{6,12}$/)]) });

const lineNo = z.int().min(1).max(1_000).describe('As on the invoice');
const lineSchema = z.union([
  z.strictObject({ lineNo, quantity: z.int().min(1).max(1_000_000), capacity: capacityField }),
  z.strictObject({ lineNo, netMinor: paidMinorField, capacity: capacityField }),
]);

const basisSchema = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('lost_dispute'), disputeId: idField }),
  z.strictObject({ kind: z.literal('returned_at_provider'), refundId: idField }),
]);

export const refundWishSchema = z
  .strictObject({
    reason: reasonField,
    basis: basisSchema
      .optional()
      .describe('The money has gone already, by a lost dispute or at the provider: only credit note and capacity'),
    lines: z
      .array(lineSchema)
      .min(1)
      .max(100)
      .optional()
      .describe('With quantity or net amount each; left out: everything that is left'),
    capacity: capacityField.optional().describe('For every line, where `lines` are left out'),
  })
  .meta({ id: 'RefundWish' });

export type RefundWish = z.output<typeof refundWishSchema>;

export const startRefund = defineRoute({
  method: 'POST',
  path: '/v1/orders/:order/refunds',
  access: 'refund.start',
  tag: 'Refunds',
  summary: 'Send money of an order back, by line or as a whole; above the limit finance approves',
  notFound: 'order_not_found',
  errors: ['wrong_state', 'refund_open', 'payment_disputed', 'nothing_to_refund'],
  idempotent: true,
  request: { params: orderParams, body: refundWishSchema },
  responses: { 201: { description: 'Under way, or waiting for approval', body: refundSchema } },
  async handler({ params, body, scope, caller, meta }, deps) {
    const { orderId } = await requireOrder(deps, scope, params.order);
    const asking = { orderId, wish: body, caller, meta };
    const { result: refundId } = await doOnce(deps.db, meta.underKey, 'refund', (trx) => askRefund(trx, deps, asking));
    return { status: 201, body: toRefundAnswer(await requireRefund(deps, scope, refundId)) };
  },
});
