import { assertNever } from '../../domain/assert';
import type { Instant } from '../../domain/time/iso-date';
import { addOutbox } from '../../db/outbox/add-outbox';
import { hasOpenDispute } from '../../db/payment/disputes';
import { lockOrderRefund, moveOrderRefund, type OrderRefund } from '../../db/payment/order-refunds';
import { hasGoneOtherwise, listKeptCaptures, readPaidAndGone, type KeptCapture } from '../../db/payment/paid-and-gone';
import { readInvoiceOfOrder } from '../../db/invoice/invoice-row';
import {
  listRefundsOf,
  NO_ANSWER,
  setRefund,
  wantPersonRefund,
  type Refund,
  type RefundTrouble,
} from '../../db/payment/refunds';
import type { Db } from '../../db/shared/connection';
import { addOrderEvent } from '../../db/shared/order-events';
import { lockOrder, moveOrder, type OrderFactsRow } from '../../db/shared/order-facts';
import { inTransaction } from '../../db/shared/transaction';
import { closeOrderTasks } from '../../db/task/close-order-tasks';
import { openTask } from '../../db/task/open-task';
import type { BeginRefundResult, OrderRefundInput } from '../../workflows/contracts/aftercare-steps';
import { UNPARKED } from '../shared/end-order';
import type { StepDeps } from '../shared/step-deps';
import { noteMoneyBack, parkOrderRefund } from './order-refund-course';

/**
 * A refund that was asked for, and approved where it had to be, takes hold of its order: from here on the order is being
 * refunded, and an order that was parked leaves its own course. What has changed since it was asked for refuses it whole.
 */
export const beginRefund =
  (deps: StepDeps) =>
  ({ orderId, orderRefundId, at }: OrderRefundInput): Promise<BeginRefundResult> =>
    inTransaction(deps.db, async (trx) => {
      const order = await lockOrder(trx, orderId);
      const refund = await lockOrderRefund(trx, orderRefundId);
      if (refund.state !== 'wanted') return { outcome: refund.state === 'refused' ? 'refused' : 'begun' };
      const problem = await problemOf(trx, order, refund);
      if (problem !== null) {
        // One that had its order before may have moved money: it stays in front of a person.
        if (refund.backTo === null) await refuse(trx, order, refund, { problem, at });
        else await parkOrderRefund(trx, orderRefundId, problem, at);
        return { outcome: 'refused' };
      }
      await takeHold(trx, order, refund, at);
      await sendOff(trx, order, refund, at);
      return { outcome: 'begun' };
    });

/** The same questions as at the asking, days later perhaps; null when nothing stands in the way. */
async function problemOf(trx: Db, order: OrderFactsRow, refund: OrderRefund): Promise<string | null> {
  // Its money is back; only what follows failed.
  if (refund.returnedAt !== null) return null;
  if (refund.basis === 'refund' && (await hasOpenDispute(trx, order.orderId))) return 'payment_disputed';
  if (refund.backTo === null) {
    if (!['completed', 'partially_refunded', 'needs_attention'].includes(order.state)) return 'wrong_state';
    const invoice = await readInvoiceOfOrder(trx, order.orderId);
    if ((invoice?.invoiceId ?? null) !== refund.invoiceId) return 'invoice_changed';
  }
  return (await hasGoneOtherwise(trx, refund)) ? 'money_gone_meanwhile' : null;
}

interface Refusal {
  readonly problem: string;
  readonly at: Instant;
}

/** Whoever asked was told that it is under way: a person hears that it is not. */
async function refuse(trx: Db, order: OrderFactsRow, refund: OrderRefund, { problem, at }: Refusal): Promise<void> {
  const { orderId, orderNo, partnerId } = order;
  const { orderRefundId: refundId, amountMinor, currency } = refund;
  await moveOrderRefund(trx, refund, 'refused', { at, problem });
  await addOrderEvent(trx, { orderId, at, what: 'refund_refused', data: { refundId, problem } });
  await openTask(trx, {
    dedupeKey: `refund_refused:${refundId}`,
    kind: 'refund_refused',
    subject: `A refund of ${orderNo} did not begin (${problem}): look at the order and decide anew`,
    evidence: { refundId, problem, amountMinor, currency, state: order.state },
    partnerId,
    orderId,
    at,
  });
}

async function takeHold(trx: Db, order: OrderFactsRow, refund: OrderRefund, at: Instant): Promise<void> {
  const { orderId, state } = order;
  if (state === 'refunding') return;
  const leaves = order.closedAt === null;
  await moveOrder(trx, order, 'refunding', { ...UNPARKED, ...(leaves ? { closed_at: at } : {}) });
  if (state === 'needs_attention') {
    await closeOrderTasks(trx, { orderId, kind: 'order_parked', by: refund.wantedBy, at, reason: 'refunded' });
  }
  if (!leaves) return;
  const dedupeKey = `order_left:${refund.orderRefundId}`;
  await addOutbox(trx, { topic: 'order_left', dedupeKey, payload: { orderId }, at });
}

async function sendOff(trx: Db, order: OrderFactsRow, refund: OrderRefund, at: Instant): Promise<void> {
  const { orderId, orderRefundId, amountMinor, currency, channel } = refund;
  const backTo = { at, back_to: refund.backTo ?? order.state };
  if (refund.returnedAt !== null) return moveOrderRefund(trx, refund, 'returned', backTo);
  await addOrderEvent(trx, { orderId, at, what: 'refund_begun', data: { channel, amountMinor, currency } });
  switch (channel) {
    case 'provider':
      await moveOrderRefund(trx, refund, 'sending', backTo);
      await wantShares(trx, refund, at);
      return noteMoneyBack(trx, orderRefundId, at);
    case 'transfer':
      await moveOrderRefund(trx, refund, 'awaiting_transfer', backTo);
      return askForTransfer(trx, order, refund, at);
    case 'none':
      return moveOrderRefund(trx, refund, 'returned', { ...backTo, returned_at: at });
    default:
      return assertNever(channel);
  }
}

/**
 * What has not come back yet is sent. A try whose end nobody knows is taken up again, since its money may have moved; one that
 * the provider refused is over, and a new one goes under a new id.
 */
async function wantShares(trx: Db, refund: OrderRefund, at: Instant): Promise<void> {
  const { orderId, orderRefundId } = refund;
  const tries = await listRefundsOf(trx, orderRefundId);
  if (tries.length === 0) {
    for (const { capture, minor } of await sharesOf(trx, refund)) {
      await wantPersonRefund(trx, { orderRefundId, orderId, capture, amountMinor: minor, at });
    }
    return;
  }
  const latest = [...new Map(tries.map((one) => [one.captureRowId, one])).values()];
  for (const one of latest.filter(({ state }) => state === 'stuck')) {
    if (one.problem === NO_ANSWER) await setRefund(trx, one.refundId, { state: 'sending' });
    else
      await wantPersonRefund(trx, {
        orderRefundId,
        orderId,
        capture: captureOf(one),
        amountMinor: one.amountMinor,
        at,
      });
  }
}

function captureOf({ captureRowId, provider, captureId, amountMinor, currency }: Refund & RefundTrouble): KeptCapture {
  return { captureId: captureRowId, provider, providerCaptureId: captureId, amountMinor, currency };
}

/** The payment that the order is fulfilled for, or the ones that a person was asked about. */
async function sharesOf(
  trx: Db,
  { orderId, amountMinor }: OrderRefund
): Promise<readonly { readonly capture: KeptCapture; readonly minor: number }[]> {
  const { capture } = await readPaidAndGone(trx, orderId);
  if (capture !== null) return [{ capture, minor: amountMinor }];
  const kept = await listKeptCaptures(trx, orderId);
  return kept.map((one) => ({ capture: one, minor: one.amountMinor }));
}

async function askForTransfer(trx: Db, order: OrderFactsRow, refund: OrderRefund, at: Instant): Promise<void> {
  const { orderId, orderNo, partnerId } = order;
  const { orderRefundId, amountMinor, currency, reason } = refund;
  await openTask(trx, {
    dedupeKey: `refund_to_transfer:${orderRefundId}:${at}`,
    kind: 'refund_to_transfer',
    subject: `Send back what ${orderNo} was paid by bank, and record the transfer`,
    evidence: { refundId: orderRefundId, amountMinor, currency, reason },
    partnerId,
    orderId,
    at,
  });
}
