import { z } from 'zod';
import type { OrderDetail } from '../../db/order/order-read-model';
import { openMinor, shortfallTolerance } from '../../domain/order/order-money';
import type { ApiDeps } from '../http/api-deps';
import type { Caller } from '../http/caller';
import { defineRoute } from '../http/route';
import { carryOut } from '../shared/ask-order';
import { requestRefusal } from '../shared/request-refusal';
import { requireOrder, stateFor, wrongState } from '../shared/require-order';
import { orderRefParams, orderSchema, reasonField } from './order-schemas';
import { PART_PAID } from './order-standing';
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
    refuseOtherThanPartPaid(order, caller);
    refuseLargeShortfall(order, caller, deps);
    const { orderId } = order;
    const now = await carryOut(deps, scope, { kind: 'close_shortfall', orderId, body, caller, meta });
    return { status: 200, body: toOrderAnswer(now, caller, deps.catalogue) };
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
    refuseOtherThanPartPaid(order, caller);
    const { orderId } = order;
    const now = await carryOut(deps, scope, { kind: 'return_and_cancel', orderId, body, caller, meta });
    return { status: 200, body: toOrderAnswer(now, caller, deps.catalogue) };
  },
});

function refuseOtherThanPartPaid(order: OrderDetail, caller: Caller): void {
  const isWaiting = order.state === 'awaiting_payment' || order.parked?.step === PART_PAID;
  if (!isWaiting || order.facts.paidAt !== null) throw wrongState(order, caller);
  if (order.receivedMinor === 0) {
    throw wrongState(order, caller, 'No bank money has come for this order; it can be cancelled as it is.');
  }
}

function refuseLargeShortfall(order: OrderDetail, caller: Caller, { catalogue }: ApiDeps): void {
  const { gross } = order.totals;
  const missing = openMinor({ ...order, total: gross });
  const state = stateFor(order, caller);
  if (missing === 0) throw requestRefusal('shortfall_none', state);
  if (missing > shortfallTolerance(gross.currency, catalogue.policies))
    throw requestRefusal('shortfall_too_large', state);
}
