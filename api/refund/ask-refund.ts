import { uuidv7 } from 'uuidv7';
import type { Policies } from '../../domain/policies/policies';
import type { Instant } from '../../domain/time/iso-date';
import { isCurrency } from '../../domain/money/money';
import { writeAudit } from '../../db/audit/write-audit';
import { addOutbox } from '../../db/outbox/add-outbox';
import { insertOrderRefund, type NewOrderRefund } from '../../db/payment/order-refunds';
import type { Db } from '../../db/shared/connection';
import { addOrderEvent } from '../../db/shared/order-events';
import { lockOrder, type OrderFactsRow } from '../../db/shared/order-facts';
import { openTask } from '../../db/task/open-task';
import type { ApiDeps } from '../http/api-deps';
import type { Caller } from '../http/caller';
import type { RequestMeta } from '../http/route';
import { planRefund } from './plan-refund';
import type { RefundWish } from './start-refund';

export interface AskingRefund {
  readonly orderId: string;
  readonly wish: RefundWish;
  readonly caller: Caller;
  readonly meta: Pick<RequestMeta, 'at' | 'source'>;
}

/**
 * Writes the refund down under the order's lock, as the order and its money are in this moment; its aftercare carries it out,
 * at once or after the approval. Returns the refund's id. @throws AppError with the reason against it
 */
export async function askRefund(trx: Db, deps: Pick<ApiDeps, 'catalogue'>, asking: AskingRefund): Promise<string> {
  const { caller, meta, wish } = asking;
  const order = await lockOrder(trx, asking.orderId);
  const { refundedMinor, ...planned } = await planRefund(trx, order, asking);
  const needsApproval = isAboveLimit(deps.catalogue.policies, { ...planned, refundedMinor });
  const refund: NewOrderRefund = {
    ...planned,
    orderRefundId: uuidv7(),
    orderId: order.orderId,
    partnerId: order.partnerId,
    reason: wish.reason,
    state: needsApproval ? 'awaiting_approval' : 'wanted',
    wantedBy: caller.actor.userId,
    at: meta.at,
  };
  await insertOrderRefund(trx, refund);
  await note(trx, refund, meta);
  if (needsApproval) await askFinance(trx, order, refund);
  else await wakeAftercare(trx, refund, meta.at);
  return refund.orderRefundId;
}

type Weighed = Pick<NewOrderRefund, 'basis' | 'amountMinor' | 'currency'> & { readonly refundedMinor: number };

/**
 * All that goes back of one order is weighed together: a sum above the limit is not made smaller by parts. Money in a currency
 * that has no limit is always looked at twice.
 */
function isAboveLimit(
  { secondApprovalAboveMinor }: Policies,
  { basis, amountMinor, currency, refundedMinor }: Weighed
): boolean {
  if (basis !== 'refund') return false;
  return !isCurrency(currency) || refundedMinor + amountMinor > secondApprovalAboveMinor[currency];
}

/** In the transaction of the one decision that it tells of: no two of them are the same message. */
export async function wakeAftercare(trx: Db, { orderId }: Pick<NewOrderRefund, 'orderId'>, at: Instant): Promise<void> {
  const dedupeKey = `refunds_wanted:${uuidv7()}`;
  await addOutbox(trx, { topic: 'refunds_wanted', dedupeKey, payload: { orderId }, at });
}

async function note(trx: Db, refund: NewOrderRefund, { at, source }: AskingRefund['meta']): Promise<void> {
  const { orderId, orderRefundId, amountMinor, grossMinor, currency, basis, channel, state, wantedBy } = refund;
  const data = { refundId: orderRefundId, amountMinor, grossMinor, currency, basis, channel, state };
  await addOrderEvent(trx, { orderId, at, what: 'refund_asked', actorId: wantedBy, data });
  await writeAudit(trx, {
    at,
    source,
    what: 'refund.asked',
    subject: { type: 'order', id: orderId },
    data: { ...data, reason: refund.reason },
  });
}

async function askFinance(trx: Db, { orderNo }: OrderFactsRow, refund: NewOrderRefund): Promise<void> {
  const { orderId, orderRefundId, partnerId, amountMinor, currency, reason, at, wantedBy } = refund;
  await openTask(trx, {
    dedupeKey: `refund_to_approve:${orderRefundId}`,
    kind: 'refund_to_approve',
    subject: `A refund of ${orderNo} above the limit is to be approved`,
    evidence: { refundId: orderRefundId, amountMinor, currency, reason },
    partnerId,
    orderId,
    at,
    openedBy: wantedBy,
  });
}
