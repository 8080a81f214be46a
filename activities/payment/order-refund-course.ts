import { REFUND_STEP } from '../../domain/order/parked-step';
import type { Instant } from '../../domain/time/iso-date';
import { lockOrderRefund, moveOrderRefund, type OrderRefund } from '../../db/payment/order-refunds';
import { listRefundsOf } from '../../db/payment/refunds';
import type { Db } from '../../db/shared/connection';
import { addOrderEvent } from '../../db/shared/order-events';
import { lockOrder, moveOrder, readOrderFacts } from '../../db/shared/order-facts';
import { openTask } from '../../db/task/open-task';

/** Under the order's lock: once every payment of the refund is back, its credit note follows. */
export async function noteMoneyBack(trx: Db, orderRefundId: string, at: Instant): Promise<void> {
  const refund = await lockOrderRefund(trx, orderRefundId);
  if (refund.state !== 'sending') return;
  const tries = await listRefundsOf(trx, orderRefundId);
  const open = tries.filter(({ state }) => state !== 'done' && state !== 'stuck');
  if (open.length === 0) await moveOrderRefund(trx, refund, 'returned', { at, returned_at: at });
}

/**
 * Under the order's lock: what cannot go on by itself stands in front of a person, who tries again, records a transfer or
 * withdraws the refund. An order that had not begun to be refunded stays as it is; the task says what is the matter.
 */
export async function parkOrderRefund(trx: Db, orderRefundId: string, problem: string, at: Instant): Promise<void> {
  const refund = await lockOrderRefund(trx, orderRefundId);
  if (refund.state === 'parked') return;
  await moveOrderRefund(trx, refund, 'parked', { at, problem });
  const order = await lockOrder(trx, refund.orderId);
  if (order.state === 'refunding') {
    const parking = { parked_at: at, parked_step: REFUND_STEP, parked_reason: problem };
    await moveOrder(trx, order, 'needs_attention', parking);
  }
  const { orderId } = refund;
  await addOrderEvent(trx, { orderId, at, what: 'parked', data: { step: REFUND_STEP, reason: problem } });
  await askPerson(trx, refund, problem, at);
}

async function askPerson(trx: Db, refund: OrderRefund, problem: string, at: Instant): Promise<void> {
  const { orderId, orderRefundId, amountMinor, currency, partnerId } = refund;
  const { orderNo } = await readOrderFacts(trx, orderId);
  await openTask(trx, {
    dedupeKey: `order_parked:${orderRefundId}:${at}`,
    kind: 'order_parked',
    subject: `${orderNo} stopped at ${REFUND_STEP}: ${problem}`,
    evidence: {
      refundId: orderRefundId,
      step: REFUND_STEP,
      reason: problem,
      from: refund.state,
      amountMinor,
      currency,
      waysOut: ['resume the order', 'record the transfer', 'withdraw the refund'],
    },
    partnerId,
    orderId,
    at,
  });
}
