import { z } from 'zod';
import type { OrderDetail } from '../../db/order/order-read-model';
import type { MethodWish } from '../../db/shared/person-requests';
import { changeMethodProblem } from '../../domain/order/order-ways';
import type { Caller } from '../http/caller';
import { defineRoute } from '../http/route';
import { carryOut } from '../shared/ask-order';
import type { OfferDeps } from '../shared/methods-for';
import { requestRefusal } from '../shared/request-refusal';
import { requireOrder, stateFor } from '../shared/require-order';
import { methodWishFields, orderRefParams, orderSchema } from './order-schemas';
import { otherMethods, standingOf, waysFactsOf } from './order-standing';
import { toOrderAnswer } from './to-order-answer';
import { invalidWish, methodWishProblems } from './wish-problems';

const body = z
  .strictObject({ method: z.enum(['card', 'paypal', 'offline']), ...methodWishFields })
  .meta({ id: 'MethodChange' });

export const changeMethod = defineRoute({
  method: 'POST',
  path: '/v1/orders/:order/change-method',
  access: 'order.changeMethod',
  tag: 'Orders',
  summary: 'Pay an unpaid order in another way; an open payment page is closed first',
  notFound: 'order_not_found',
  errors: [
    'wrong_state',
    'money_received',
    'money_announced',
    'receipt_on_order',
    'order_busy',
    'workflows_unavailable',
  ],
  idempotent: true,
  request: { params: orderRefParams, body },
  responses: {
    200: { description: 'The order with its new method; `checkout` may still be `opening`', body: orderSchema },
  },
  async handler({ params, body: asked, scope, caller, meta }, deps) {
    const order = await requireOrder(deps, scope, params.order);
    const wish: MethodWish = {
      method: asked.method,
      autoRenew: asked.autoRenew,
      consent: asked.consent === undefined ? null : { textVersion: asked.consent.textVersion },
      piNumber: asked.piNumber ?? null,
    };
    const { orderId } = order;
    const refuseEarly = (): void => refuseAtSight(order, wish, { caller, deps });
    const now = await carryOut(deps, scope, { kind: 'change_method', orderId, body: wish, caller, meta, refuseEarly });
    return { status: 200, body: toOrderAnswer(now, caller, deps) };
  },
});

/** What can be said before the workflow is asked. Nothing of the PI register: its rules are checked under the order's lock. */
function refuseAtSight(
  order: OrderDetail,
  wish: MethodWish,
  { caller, deps }: { readonly caller: Caller; readonly deps: OfferDeps }
): void {
  const standing = standingOf(order);
  const problem = changeMethodProblem(waysFactsOf(standing));
  if (problem !== null) throw requestRefusal(problem, stateFor(order, caller));
  const problems = methodWishProblems(wish);
  if (problems.length > 0) throw invalidWish(problems);
  if (wish.method === order.method) throw requestRefusal('method_unchanged', order.state);
  if (!otherMethods(standing, deps).includes(wish.method)) throw requestRefusal('method_not_offered', order.state);
}
