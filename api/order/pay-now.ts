import { z } from 'zod';
import { defineRoute } from '../http/route';
import { storeWish } from '../shared/store-wish';
import { orderRefParams, orderSchema } from './order-schemas';
import { requireOrder, wrongState } from '../shared/require-order';
import { toOrderAnswer } from './to-order-answer';

export const payNow = defineRoute({
  method: 'POST',
  path: '/v1/orders/:order/pay-now',
  access: 'order.pay',
  tag: 'Orders',
  summary: 'Open a payment page, or get the one that is open',
  notFound: 'order_not_found',
  errors: ['wrong_state', 'order_busy', 'workflows_unavailable'],
  idempotent: true,
  request: { params: orderRefParams, body: z.strictObject({}).optional() },
  responses: { 200: { description: 'The order with its payment page in `checkout`', body: orderSchema } },
  async handler({ params, scope, caller, meta }, deps) {
    const order = await requireOrder(deps, scope, params.order);
    if (order.state !== 'awaiting_payment') throw wrongState(order, caller);
    const { orderId } = order;
    const { requestId } = await storeWish(deps, {
      kind: 'pay_now',
      orderId,
      caller,
      meta,
      what: 'order.pay_now_asked',
    });
    const result = await deps.workflows.payNow(orderId, { requestId });
    const now = await requireOrder(deps, scope, orderId);
    if (result.outcome !== 'open' && result.outcome !== 'opening') throw wrongState(now, caller);
    return { status: 200, body: toOrderAnswer(now, caller, deps) };
  },
});
