import type { Instant } from '../../domain/time/iso-date';
import { lockOrderRefund, moveOrderRefund, type OrderRefund } from '../../db/payment/order-refunds';
import { listRefundsOf, type RefundOfPayment } from '../../db/payment/refunds';
import type { Db } from '../../db/shared/connection';
import { closeOrderTasks } from '../../db/task/close-order-tasks';
import { closeTask } from '../../db/task/close-task';
import { openTask } from '../../db/task/open-task';
import type { KnownPayment } from './known-payment';
import { markDone, stuckTaskKey } from './send-refund';

/**
 * The provider has made a return of ours that was given up, as after a day without an answer: the money has gone. Whoever waits
 * for it goes on; where it was sent by another way meanwhile, a person asks the customer.
 */
export async function adoptReturn(
  trx: Db,
  payment: KnownPayment,
  row: RefundOfPayment,
  providerRefundId: string
): Promise<void> {
  const { at } = payment;
  await markDone(trx, row, providerRefundId, at);
  const task = { dedupeKey: stuckTaskKey(row.refundId) };
  await closeTask(trx, { task, state: 'done', reason: 'The provider has sent it back.', by: 'system', at });
  if (row.orderRefundId === null) return;
  const refund = await lockOrderRefund(trx, row.orderRefundId);
  if (refund.channel === 'transfer' || ENDED.has(refund.state))
    await askAboutBoth(trx, payment, { refund, row, providerRefundId });
  else if (refund.state === 'parked') await goOn(trx, refund, at);
}

/** Nothing of the refund waits for this money any more. */
const ENDED: ReadonlySet<OrderRefund['state']> = new Set(['returned', 'done', 'rejected', 'withdrawn', 'refused']);

async function goOn(trx: Db, refund: OrderRefund, at: Instant): Promise<void> {
  const { orderRefundId, orderId } = refund;
  const tries = await listRefundsOf(trx, orderRefundId);
  const back = new Set(tries.filter(({ state }) => state === 'done').map(({ captureRowId }) => captureRowId));
  if (tries.some(({ captureRowId }) => !back.has(captureRowId))) return;
  await moveOrderRefund(trx, refund, 'returned', { at, returned_at: at });
  const reason = 'The provider has sent the money back after all.';
  await closeOrderTasks(trx, { orderId, kind: 'order_parked', by: 'system', at, reason });
}

interface Both {
  readonly refund: OrderRefund;
  readonly row: RefundOfPayment;
  readonly providerRefundId: string;
}

async function askAboutBoth(
  trx: Db,
  { order, capture, at }: KnownPayment,
  { refund, row, providerRefundId }: Both
): Promise<void> {
  const { orderId, orderNo, partnerId } = order;
  const { refundId, amountMinor, currency } = row;
  const { orderRefundId, channel, state } = refund;
  const { provider, captureId } = capture;
  await openTask(trx, {
    dedupeKey: `refund_returned_late:${refundId}`,
    kind: 'refund_stuck',
    subject: `${provider} has sent money of ${orderNo} back after its refund had ended otherwise: the customer may have it twice`,
    evidence: {
      refundId,
      orderRefundId,
      refundState: state,
      channel,
      provider,
      providerRefundId,
      captureId,
      amountMinor,
      currency,
    },
    partnerId,
    orderId,
    at,
  });
}
