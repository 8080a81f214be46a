import { z } from 'zod';
import type { OrderDetail } from '../../db/order/order-read-model';
import { shortfallProblem } from '../../domain/order/shortfall-problem';
import type { ApiDeps } from '../http/api-deps';
import type { Caller } from '../http/caller';
import { reasonField } from '../http/fields';
import { defineRoute } from '../http/route';
import { carryOut } from '../shared/ask-order';
import { requestRefusal } from '../shared/request-refusal';
import { requireOrder, stateFor, wrongState } from '../shared/require-order';
import { orderRefParams, orderSchema } from './order-schemas';
import { PART_PAID } from '../../domain/order/parked-step';
import { toOrderAnswer } from './to-order-answer';

const request = { params: orderRefParams, body: z.strictObject({ reason: reasonField }) };

export const closeShortfall = defineRoute({
  method: 'POST',
  path: '/v1/orders/:order/close-shortfall',
  access: 'receipt.closeShortfall',
  tag: 'Offline payments',
  summary: 'Take the little that is missing for bank charges; the invoice stays whole',
  notFound: 'order_not_found',
  errors: ['wrong_state', 'shortfall_none', 'shortfall_too_large', 'order_busy', 'workflows_unavailable'],
  idempotent: true,
  request,
  responses: { 200: { description: 'The order, which goes on', body: orderSchema } },
  async handler({ params, body, scope, caller, meta }, deps) {
    const order = await requireOrder(deps, scope, params.order);
    const { orderId } = order;
    const refuseEarly = (): void => refuseOtherShortfall(order, caller, deps);
    const now = await carryOut(deps, scope, { kind: 'close_shortfall', orderId, body, caller, meta, refuseEarly });
    return { status: 200, body: toOrderAnswer(now, caller, deps) };
  },
});

export const returnAndCancel = defineRoute({
  method: 'POST',
  path: '/v1/orders/:order/return-and-cancel',
  access: 'receipt.reverse',
  tag: 'Offline payments',
  summary: 'End a part-paid order; its money waits to be sent back by finance',
  notFound: 'order_not_found',
  errors: ['wrong_state', 'order_busy', 'workflows_unavailable'],
  idempotent: true,
  request,
  responses: { 200: { description: 'Cancelled; the returns are listed with their receipts', body: orderSchema } },
  async handler({ params, body, scope, caller, meta }, deps) {
    const order = await requireOrder(deps, scope, params.order);
    const { orderId } = order;
    const refuseEarly = (): void => {
      if (order.parked?.step !== PART_PAID) throw wrongState(order, caller, NOT_PARKED);
    };
    const now = await carryOut(deps, scope, { kind: 'return_and_cancel', orderId, body, caller, meta, refuseEarly });
    return { status: 200, body: toOrderAnswer(now, caller, deps) };
  },
});

const NOT_PARKED =
  'Only an order that is part-paid and past its deadline ends this way. Until then withdraw the allocation from its receipt.';

function refuseOtherShortfall(order: OrderDetail, caller: Caller, { catalogue }: ApiDeps): void {
  if (order.state !== 'awaiting_payment' && order.parked?.step !== PART_PAID) throw wrongState(order, caller);
  const problem = shortfallProblem({ ...order, total: order.totals.gross }, catalogue.policies);
  if (problem !== null) throw requestRefusal(problem, stateFor(order, caller));
}
