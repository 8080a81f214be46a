import { z } from 'zod';
import type { OrderDetail } from '../../db/order/order-read-model';
import { invalidInput } from '../http/app-error';
import type { Caller } from '../http/caller';
import { instantField, reasonField } from '../http/fields';
import { defineRoute } from '../http/route';
import { carryOut } from '../shared/ask-order';
import { requestRefusal } from '../shared/request-refusal';
import { requireOrder, stateFor, wrongState } from '../shared/require-order';
import { orderRefParams, orderSchema } from './order-schemas';
import { PART_PAID } from '../../domain/order/parked-step';
import { toOrderAnswer } from './to-order-answer';

const NOT_LATER = 'must be later than the deadline in force and than now';

export const prolongOrder = defineRoute({
  method: 'POST',
  path: '/v1/orders/:order/prolong',
  access: 'order.prolong',
  tag: 'Offline payments',
  summary: 'Give an unpaid order more time, once; a part-paid one as often as it takes',
  notFound: 'order_not_found',
  errors: [
    'wrong_state',
    'prolonged_before',
    'money_received',
    'money_announced',
    'order_busy',
    'workflows_unavailable',
  ],
  idempotent: true,
  request: {
    params: orderRefParams,
    body: z.strictObject({ until: instantField.describe('The new deadline'), reason: reasonField }),
  },
  responses: { 200: { description: 'The order with its new deadline', body: orderSchema } },
  async handler({ params, body, scope, caller, meta }, deps) {
    const order = await requireOrder(deps, scope, params.order);
    const { orderId } = order;
    const until = Date.parse(body.until);
    const { prolongationsMax } = deps.catalogue.policies;
    const refuseEarly = (): void => {
      refuseState(order, caller, prolongationsMax);
      if (until > Date.parse(order.deadlineAt) && until > Date.parse(meta.at)) return;
      throw invalidInput([{ field: 'until', code: 'not_later', message: NOT_LATER }]);
    };
    const wish = { until: new Date(until).toISOString(), reason: body.reason };
    const now = await carryOut(deps, scope, { kind: 'prolong_order', orderId, body: wish, caller, meta, refuseEarly });
    return { status: 200, body: toOrderAnswer(now, caller, deps) };
  },
});

function refuseState(order: OrderDetail, caller: Caller, prolongationsMax: number): void {
  const isPartPaid = order.parked?.step === PART_PAID;
  if (order.state !== 'awaiting_payment' && !isPartPaid) throw wrongState(order, caller);
  if (!isPartPaid && order.prolongedCount >= prolongationsMax) {
    throw requestRefusal('prolonged_before', stateFor(order, caller));
  }
}
