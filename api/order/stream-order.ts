import { readOrder } from '../../db/order/order-read-model';
import { AppError } from '../http/app-error';
import { eventStream } from '../http/event-stream';
import { createOpenStreams } from '../http/open-streams';
import { defineRoute } from '../http/route';
import { orderRefParams } from './order-schemas';
import { requireOrder } from '../shared/require-order';
import { toOrderAnswer } from './to-order-answer';

const RETRY_SECONDS = 5;
const openStreams = createOpenStreams();

export const streamOrder = defineRoute({
  method: 'GET',
  path: '/v1/orders/:order/events',
  access: 'order.view',
  tag: 'Orders',
  summary: 'Live state of an order as server-sent events',
  notFound: 'order_not_found',
  errors: ['too_many_streams'],
  request: { params: orderRefParams },
  responses: {
    200: {
      description: 'An event `order` with the whole order on connect and after every change; comments keep it alive',
      contentType: 'text/event-stream',
    },
  },
  async handler({ params, scope, caller, meta }, deps) {
    const { orderId } = await requireOrder(deps, scope, params.order);
    const giveBack = openStreams.take(caller.actor.userId);
    if (giveBack === null) throw new AppError('too_many_streams', { retryAfterSeconds: RETRY_SECONDS });
    const content = eventStream({
      async read() {
        const order = await readOrder(deps.db, scope, orderId);
        if (order === null) return null;
        return { event: 'order', id: String(order.rowVersion), data: toOrderAnswer(order, caller, deps) };
      },
      subscribe: (changed) => deps.orderChanges.subscribe(orderId, changed),
      stopping: deps.stopping,
      onProblem: (error) => meta.log.warn({ err: error }, 'a live view ended'),
      onEnd: giveBack,
    });
    return { status: 200, headers: { 'X-Accel-Buffering': 'no' }, content };
  },
});
