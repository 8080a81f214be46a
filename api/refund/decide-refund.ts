import { z } from 'zod';
import { writeAudit } from '../../db/audit/write-audit';
import {
  lockOrderRefund,
  moveOrderRefund,
  type OrderRefund,
  type OrderRefundChange,
} from '../../db/payment/order-refunds';
import { hasGoneOtherwise } from '../../db/payment/paid-and-gone';
import { listRefundsOf, NO_ANSWER } from '../../db/payment/refunds';
import type { Db } from '../../db/shared/connection';
import { doOnce } from '../../db/shared/do-once';
import { addOrderEvent } from '../../db/shared/order-events';
import { lockOrder } from '../../db/shared/order-facts';
import type { PartnerScope } from '../../db/shared/partner-scope';
import { closeOrderTasks } from '../../db/task/close-order-tasks';
import { closeTask } from '../../db/task/close-task';
import { mayApprove } from '../../domain/access/can';
import { isRefundClosed, type RefundState } from '../../domain/payment/refund-state';
import { todayIn } from '../../domain/time/time-zone';
import type { ApiDeps } from '../http/api-deps';
import { AppError, invalidInput } from '../http/app-error';
import type { Caller } from '../http/caller';
import { dateField, lineField, reasonField } from '../http/fields';
import { defineRoute, type RequestMeta } from '../http/route';
import { wakeAftercare } from './ask-refund';
import { refundParams as params, refundSchema, toRefundAnswer, type RefundAnswer } from './refund-schemas';
import { requireRefund } from './require-refund';

export const approveRefund = defineRoute({
  method: 'POST',
  path: '/v1/refunds/:refund/approve',
  access: 'refund.approve',
  tag: 'Refunds',
  summary: 'Approve a refund above the limit, as a second person',
  notFound: 'refund_not_found',
  errors: ['own_record', 'wrong_state'],
  idempotent: true,
  request: { params, body: z.strictObject({}).optional() },
  responses: { 200: { description: 'Approved; the money goes back', body: refundSchema } },
  async handler({ params: { refund }, scope, caller, meta }, deps) {
    const body = await decide(deps, { refundId: refund, scope, caller, meta }, (_trx, before) => {
      refuseUnless(before, ['awaiting_approval'], NOT_ASKED);
      requireSecond(caller, before);
      return {
        to: 'wanted',
        what: 'refund_approved',
        change: { decided_by: caller.actor.userId, decided_at: meta.at },
      };
    });
    return { status: 200, body };
  },
});

export const rejectRefund = defineRoute({
  method: 'POST',
  path: '/v1/refunds/:refund/reject',
  access: 'refund.approve',
  tag: 'Refunds',
  summary: 'Do not approve a refund above the limit; the order stays as it is',
  notFound: 'refund_not_found',
  errors: ['own_record', 'wrong_state'],
  idempotent: true,
  request: { params, body: z.strictObject({ reason: reasonField }) },
  responses: { 200: { description: 'Rejected', body: refundSchema } },
  async handler({ params: { refund }, body: { reason }, scope, caller, meta }, deps) {
    const body = await decide(deps, { refundId: refund, scope, caller, meta }, (_trx, before) => {
      refuseUnless(before, ['awaiting_approval'], NOT_ASKED);
      requireSecond(caller, before);
      const change = { decided_by: caller.actor.userId, decided_at: meta.at, decide_reason: reason };
      return { to: 'rejected', what: 'refund_rejected', change };
    });
    return { status: 200, body };
  },
});

export const withdrawRefund = defineRoute({
  method: 'POST',
  path: '/v1/refunds/:refund/withdraw',
  access: 'refund.start',
  tag: 'Refunds',
  summary: 'Take a refund back of which no money has moved; the order stands where it stood before',
  notFound: 'refund_not_found',
  errors: ['wrong_state'],
  idempotent: true,
  request: { params, body: z.strictObject({ reason: reasonField }) },
  responses: { 200: { description: 'Withdrawn', body: refundSchema } },
  async handler({ params: { refund }, body: { reason }, scope, caller, meta }, deps) {
    const body = await decide(deps, { refundId: refund, scope, caller, meta }, async (trx, before) => {
      refuseUnless(before, ['awaiting_approval', 'awaiting_transfer', 'parked'], MOVING);
      if (before.backTo === 'needs_attention') throw new AppError('wrong_state', { detail: OWN_COURSE_OVER });
      if (before.returnedAt !== null) throw new AppError('wrong_state', { detail: MOVED });
      await refuseMovedMoney(trx, before);
      const change = { decided_by: caller.actor.userId, decided_at: meta.at, decide_reason: reason };
      return { to: 'withdrawn', what: 'refund_taken_back', change };
    });
    return { status: 200, body };
  },
});

export const recordRefundTransfer = defineRoute({
  method: 'POST',
  path: '/v1/refunds/:refund/transfer',
  access: 'refund.recordTransfer',
  tag: 'Refunds',
  summary: 'Record the bank transfer that finishes an offline refund, or one that the provider refused',
  notFound: 'refund_not_found',
  errors: ['own_record', 'wrong_state', 'nothing_to_refund'],
  idempotent: true,
  request: { params, body: z.strictObject({ transferredOn: dateField, bankReference: lineField(140) }) },
  responses: { 200: { description: 'Sent back; the credit note follows', body: refundSchema } },
  async handler({ params: { refund }, body: { transferredOn, bankReference }, scope, caller, meta }, deps) {
    const body = await decide(deps, { refundId: refund, scope, caller, meta }, async (trx, before) => {
      refuseUnless(before, ['awaiting_transfer', 'parked'], NO_TRANSFER);
      if (before.backTo === null || before.returnedAt !== null)
        throw new AppError('wrong_state', { detail: NO_TRANSFER });
      if (await hasGoneOtherwise(trx, before)) throw new AppError('nothing_to_refund', { detail: GONE_OTHERWISE });
      requireSecond(caller, before);
      refuseFuture(transferredOn, meta);
      const transfer = {
        transferred_on: transferredOn,
        bank_reference: bankReference,
        transferred_by: caller.actor.userId,
      };
      const change = { channel: 'transfer' as const, ...transfer, returned_at: meta.at };
      return { to: 'returned', what: 'refund_transferred', change };
    });
    return { status: 200, body };
  },
});

const NOT_ASKED = 'Nobody is asked to approve this refund, or it was decided already. Read it again.';
const MOVING = 'This refund has come to its end, or its money is moving. Read it again.';
const MOVED =
  'Money of this refund has moved or may have. Try it again, or record a transfer once you know how it ended.';
const OWN_COURSE_OVER =
  'The order was parked and has left its own course for this refund, so there is nothing that it could go back to. Finish the refund.';
const NO_TRANSFER = 'This refund waits for no transfer: it has come to its end, or the provider is sending the money.';
const OWN = 'You asked for this refund yourself. Somebody else with the right has to decide it.';

function refuseUnless({ state }: OrderRefund, states: readonly RefundState[], detail: string): void {
  if (!states.includes(state)) throw new AppError('wrong_state', { detail, extra: { currentState: state } });
}

function requireSecond({ actor }: Caller, { wantedBy }: OrderRefund): void {
  if (!mayApprove(actor.userId, wantedBy)) throw new AppError('own_record', { detail: OWN });
}

const GONE_OTHERWISE =
  'With this transfer more would go back than was paid: a part went another way since. Withdraw the refund and decide anew.';

async function refuseMovedMoney(trx: Db, { orderRefundId }: OrderRefund): Promise<void> {
  const tries = await listRefundsOf(trx, orderRefundId);
  const isOver = tries.every(({ state, problem }) => state === 'stuck' && problem !== NO_ANSWER);
  if (!isOver) throw new AppError('wrong_state', { detail: MOVED });
}

/** "In the future" is what is so everywhere: the bank that sends the money may be ahead of us. */
function refuseFuture(day: string, { at }: RequestMeta): void {
  if (day <= todayIn('Pacific/Kiritimati', at)) return;
  const message = 'is in the future; record the transfer once the bank has made it';
  throw invalidInput([{ field: 'transferredOn', code: 'in_future', message }]);
}

const MONEY_TASKS = ['refund_to_transfer', 'order_parked'] as const;

interface Deciding {
  readonly refundId: string;
  readonly scope: PartnerScope;
  readonly caller: Caller;
  readonly meta: RequestMeta;
}

interface Decision {
  readonly to: RefundState;
  /** For the timeline. */
  readonly what: string;
  readonly change: OrderRefundChange;
}

/** Under the locks of order and refund; what follows for the order is done by its aftercare. */
async function decide(
  deps: ApiDeps,
  { refundId, scope, caller, meta }: Deciding,
  choose: (trx: Db, before: OrderRefund) => Decision | Promise<Decision>
): Promise<RefundAnswer> {
  const { order } = await requireRefund(deps, scope, refundId);
  await doOnce(deps.db, meta.underKey, 'refund_decision', async (trx) => {
    await lockOrder(trx, order.orderId);
    const before = await lockOrderRefund(trx, refundId);
    await record(trx, before, await choose(trx, before), { caller, meta });
    return refundId;
  });
  return toRefundAnswer(await requireRefund(deps, scope, refundId));
}

async function record(
  trx: Db,
  before: OrderRefund,
  { to, what, change }: Decision,
  { caller, meta }: Pick<Deciding, 'caller' | 'meta'>
): Promise<void> {
  const { orderId, orderRefundId, backTo } = before;
  const { at, source } = meta;
  const actorId = caller.actor.userId;
  const data = { refundId: orderRefundId, amountMinor: before.amountMinor, currency: before.currency };
  await moveOrderRefund(trx, before, to, { at, ...change });
  await addOrderEvent(trx, { orderId, at, what, actorId, data });
  const { decide_reason: reason = null, bank_reference: bankReference = null } = change;
  await writeAudit(trx, {
    at,
    source,
    what: `refund.${to}`,
    subject: { type: 'order', id: orderId },
    data: { ...data, reason, bankReference },
  });
  const task = { dedupeKey: `refund_to_approve:${orderRefundId}` };
  await closeTask(trx, { task, state: 'done', by: actorId, at });
  // What asks for it again would have the money sent twice.
  for (const kind of before.state === 'parked' || to === 'returned' ? MONEY_TASKS : [])
    await closeOrderTasks(trx, { orderId, kind, by: actorId, at, reason: what });
  if (!isRefundClosed(to) || backTo !== null) await wakeAftercare(trx, before, at);
}
