import { z } from 'zod';
import type { OrderDetail } from '../../db/order/order-read-model';
import type { Caller } from '../http/caller';
import { reasonField } from '../http/fields';
import { defineRoute } from '../http/route';
import { carryOut } from '../shared/ask-order';
import { requireOrder, wrongState } from '../shared/require-order';
import { orderRefParams, orderSchema } from './order-schemas';
import { toOrderAnswer } from './to-order-answer';

const NOT_ASKED = 'Nobody has been asked to approve this order, or it was decided already. Read it again.';

export const approveOrder = defineRoute({
  method: 'POST',
  path: '/v1/orders/:order/approve',
  access: 'receipt.approve',
  tag: 'Offline payments',
  summary: 'Approve the bank money of a large order, as a second person',
  notFound: 'order_not_found',
  errors: ['own_record', 'wrong_state', 'order_busy', 'workflows_unavailable'],
  idempotent: true,
  request: { params: orderRefParams, body: z.strictObject({}).optional() },
  responses: { 200: { description: 'Approved; the order is being fulfilled', body: orderSchema } },
  async handler({ params, scope, caller, meta }, deps) {
    const order = await requireOrder(deps, scope, params.order);
    const { orderId } = order;
    const refuseEarly = (): void => requireAsked(order, caller);
    const now = await carryOut(deps, scope, { kind: 'approve_order', orderId, body: {}, caller, meta, refuseEarly });
    return { status: 200, body: toOrderAnswer(now, caller, deps) };
  },
});

export const rejectOrder = defineRoute({
  method: 'POST',
  path: '/v1/orders/:order/reject',
  access: 'receipt.approve',
  tag: 'Offline payments',
  summary: 'Reject the bank money of a large order: its receipts are reversed and it waits again',
  notFound: 'order_not_found',
  errors: ['own_record', 'wrong_state', 'order_busy', 'workflows_unavailable'],
  idempotent: true,
  request: { params: orderRefParams, body: z.strictObject({ reason: reasonField }) },
  responses: { 200: { description: 'Rejected; the order waits for its money again', body: orderSchema } },
  async handler({ params, body, scope, caller, meta }, deps) {
    const order = await requireOrder(deps, scope, params.order);
    const { orderId } = order;
    const refuseEarly = (): void => requireAsked(order, caller);
    const now = await carryOut(deps, scope, { kind: 'reject_order', orderId, body, caller, meta, refuseEarly });
    return { status: 200, body: toOrderAnswer(now, caller, deps) };
  },
});

function requireAsked(order: OrderDetail, caller: Caller): void {
  if (order.state !== 'awaiting_approval') throw wrongState(order, caller, NOT_ASKED);
}
