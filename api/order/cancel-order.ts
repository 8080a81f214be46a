import { z } from 'zod';
import { canCancel } from '../../domain/order/can-cancel';
import { hasMoney } from '../../domain/order/order-ways';
import type { OrderDetail } from '../../db/order/order-read-model';
import type { Caller } from '../http/caller';
import { defineRoute } from '../http/route';
import { storeWish } from '../shared/store-wish';
import { orderRefParams, orderSchema } from './order-schemas';
import { standingOf, waysFactsOf } from './order-standing';
import { requireOrder, wrongState } from '../shared/require-order';
import { toOrderAnswer } from './to-order-answer';

export const cancelOrder = defineRoute({
  method: 'POST',
  path: '/v1/orders/:order/cancel',
  access: ['order.cancel', 'order.cancelUnpaid'],
  tag: 'Orders',
  summary: 'Cancel an order that has not been paid',
  notFound: 'order_not_found',
  errors: ['wrong_state', 'order_busy', 'workflows_unavailable'],
  request: { params: orderRefParams, body: z.strictObject({}).optional() },
  responses: { 200: { description: 'Cancelled, now or before', body: orderSchema } },
  async handler({ params, scope, caller, meta }, deps) {
    const order = await requireOrder(deps, scope, params.order);
    if (order.state === 'cancelled') return { status: 200, body: toOrderAnswer(order, caller, deps) };
    refuseWhenTooLate(order, caller);
    const { orderId } = order;
    const { requestId } = await storeWish(deps, {
      kind: 'cancel_order',
      orderId,
      caller,
      meta,
      what: 'order.cancel_asked',
    });
    const result = await deps.workflows.cancel(orderId, { requestId });
    const now = await requireOrder(deps, scope, orderId);
    if (result.outcome !== 'cancelled' && now.state !== 'cancelled') {
      throw wrongState(
        now,
        caller,
        'Money was there first, or the order had ended. Read the order again; paid ones can be refunded.'
      );
    }
    return { status: 200, body: toOrderAnswer(now, caller, deps) };
  },
});

/** The workflow decides the race with a payment; what can never be cancelled does not get that far. */
function refuseWhenTooLate(order: OrderDetail, caller: Caller): void {
  const facts = waysFactsOf(standingOf(order));
  const answer = canCancel(order.state, { ...facts, hasMoney: hasMoney(facts) });
  if (!answer.ok) throw wrongState(order, caller, answer.message);
}
