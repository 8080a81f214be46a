import { defineRoute } from '../http/route';
import { orderRefParams, orderSchema } from './order-schemas';
import { requireOrder } from '../shared/require-order';
import { toOrderAnswer } from './to-order-answer';

export const getOrder = defineRoute({
  method: 'GET',
  path: '/v1/orders/:order',
  access: 'order.view',
  tag: 'Orders',
  summary: 'One order, by id or number',
  notFound: 'order_not_found',
  request: { params: orderRefParams },
  responses: { 200: { description: 'The order as it stands now', body: orderSchema } },
  async handler({ params, scope, caller }, deps) {
    const order = await requireOrder(deps, scope, params.order);
    return { status: 200, body: toOrderAnswer(order, caller, deps) };
  },
});
