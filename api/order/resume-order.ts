import { z } from 'zod';
import type { OrderDetail } from '../../db/order/order-read-model';
import { addOutbox } from '../../db/outbox/add-outbox';
import { findOpenOrderRefund, moveOrderRefund } from '../../db/payment/order-refunds';
import { lockOrder } from '../../db/shared/order-facts';
import type { PartnerScope } from '../../db/shared/partner-scope';
import { inTransaction } from '../../db/shared/transaction';
import { isClosed } from '../../domain/order/order-transitions';
import type { ApiDeps } from '../http/api-deps';
import type { Caller } from '../http/caller';
import { defineRoute, type RequestMeta } from '../http/route';
import { storeWish, storeWishIn } from '../shared/store-wish';
import { orderRefParams } from './order-schemas';
import { PART_PAID, REFUND_STEP } from '../../domain/order/parked-step';
import { requireOrder, wrongState } from '../shared/require-order';

const accepted = {
  202: {
    description: 'Handed to the order; its timeline tells what came of it',
    body: z.strictObject({ requestId: z.string().describe('Names this wish in the audit log') }),
  },
};

export const resumeOrder = defineRoute({
  method: 'POST',
  path: '/v1/orders/:order/resume',
  access: 'order.resume',
  tag: 'Orders',
  summary: 'Try the step again at which an order is parked',
  notFound: 'order_not_found',
  errors: ['wrong_state', 'workflows_unavailable'],
  request: { params: orderRefParams, body: z.strictObject({}).optional() },
  responses: accepted,
  async handler({ params, scope, caller, meta }, deps) {
    const order = await requireOrder(deps, scope, params.order);
    // A refund that could not even begin is parked by itself; its order stands where it stood.
    const isRefund = order.parked === null || order.parked.step === REFUND_STEP;
    if (isRefund && (await findOpenOrderRefund(deps.db, order.orderId))?.state === 'parked')
      return { status: 202, body: await retryRefund(deps, order, caller, meta) };
    if (order.parked === null)
      throw wrongState(order, caller, 'This order is not parked, so there is nothing to resume.');
    // Its deadline has passed and stays so: trying again would park it at the same place.
    if (order.parked.step === PART_PAID) throw wrongState(order, caller, PART_PAID_WAYS);
    if (order.parked.step === REFUND_STEP) throw wrongState(order, caller, UNDER_WAY);
    const requestId = await signal(deps, { orderId: order.orderId, scope, caller, meta, kind: 'resume_order' });
    return { status: 202, body: { requestId } };
  },
});

export const lookAgain = defineRoute({
  method: 'POST',
  path: '/v1/orders/:order/look-again',
  access: 'order.lookAgain',
  tag: 'Orders',
  summary: 'Ask the payment provider about an order now',
  notFound: 'order_not_found',
  errors: ['wrong_state', 'workflows_unavailable'],
  request: { params: orderRefParams, body: z.strictObject({}).optional() },
  responses: accepted,
  async handler({ params, scope, caller, meta }, deps) {
    const order = await requireOrder(deps, scope, params.order);
    if (isClosed(order.state))
      throw wrongState(order, caller, 'This order has ended, so nobody waits for the provider any more.');
    const requestId = await signal(deps, { orderId: order.orderId, scope, caller, meta, kind: 'look_again' });
    return { status: 202, body: { requestId } };
  },
});

const PART_PAID_WAYS =
  'This order is part-paid and past its deadline. The account manager prolongs it, closes the shortfall, ' +
  'or returns the money and cancels it.';

/** The order's own workflow has ended; its aftercare takes the refund up again where it stopped. */
async function retryRefund(deps: ApiDeps, order: OrderDetail, caller: Caller, meta: RequestMeta) {
  const { orderId } = order;
  return inTransaction(deps.db, async (trx) => {
    await lockOrder(trx, orderId);
    const refund = await findOpenOrderRefund(trx, orderId);
    if (refund?.state !== 'parked') throw wrongState(order, caller, UNDER_WAY);
    await moveOrderRefund(trx, refund, 'wanted', { at: meta.at, problem: null });
    const requestId = await storeWishIn(trx, { kind: 'resume_order', orderId, caller, meta, ...RESUME_ASKED });
    const dedupeKey = `refunds_wanted:${requestId}`;
    await addOutbox(trx, { topic: 'refunds_wanted', dedupeKey, payload: { orderId }, at: meta.at });
    return { requestId };
  });
}

const UNDER_WAY = 'The refund of this order is under way again. Read it once more.';
const RESUME_ASKED = { what: 'order.resume_asked', event: 'resume_asked' } as const;

interface Wish {
  readonly orderId: string;
  readonly scope: PartnerScope;
  readonly caller: Caller;
  readonly meta: RequestMeta;
  readonly kind: 'resume_order' | 'look_again';
}

async function signal(deps: ApiDeps, { orderId, scope, caller, meta, kind }: Wish): Promise<string> {
  const word = kind === 'resume_order' ? 'resume_asked' : 'look_again_asked';
  const { requestId } = await storeWish(deps, { kind, orderId, caller, meta, what: `order.${word}`, event: word });
  const { workflows } = deps;
  const message = { requestId };
  const taken = await (kind === 'resume_order'
    ? workflows.resume(orderId, message)
    : workflows.lookAgain(orderId, message));
  if (!taken) throw wrongState(await requireOrder(deps, scope, orderId), caller);
  return requestId;
}
