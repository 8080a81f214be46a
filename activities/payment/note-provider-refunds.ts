import { moneyOutcome } from '../../domain/order/money-outcome';
import {
  adoptRefund,
  listRefundsOfPayment,
  noteReturnByOthers,
  setRefund,
  type RefundOfPayment,
} from '../../db/payment/refunds';
import {
  bindToDispute,
  insertProviderRefund,
  setProviderRefund,
  type ProviderRefundState,
} from '../../db/payment/provider-refunds';
import type { Db } from '../../db/shared/connection';
import { closeTask } from '../../db/task/close-task';
import { openTask } from '../../db/task/open-task';
import type { RefundView } from '../../gateways/shared/payment-provider';
import { adoptReturn } from './adopt-return';
import { noteAtProvider, providerRefundTaskKey, type KnownPayment } from './known-payment';
import { lostDisputeBehind } from './lose-money';
import { strayTaskKey } from './take-stray';

/** Takes over what the provider lists, ours and others'; true when something of it was news. */
export async function noteProviderRefunds(
  trx: Db,
  payment: KnownPayment,
  views: readonly RefundView[]
): Promise<boolean> {
  const { provider, captureId } = payment.capture;
  const read = () => listRefundsOfPayment(trx, provider, captureId);
  let known = await read();
  let news = false;
  for (const view of views) {
    if (!(await noteRefund(trx, payment, { view, known }))) continue;
    news = true;
    known = await read();
  }
  if (news) await noteWholeReturn(trx, payment, known);
  return news;
}

interface Seen {
  readonly view: RefundView;
  readonly known: readonly RefundOfPayment[];
}

async function noteRefund(trx: Db, payment: KnownPayment, { view, known }: Seen): Promise<boolean> {
  const row = known.find(
    ({ refundId, providerRefundId }) => refundId === view.refundId || providerRefundId === view.providerRefundId
  );
  if (row === undefined) return noteNew(trx, payment, { view, known });
  if (row.cause === 'provider') return noteChange(trx, payment, { view, row });
  if (row.state === 'stuck' && row.problem !== FAILED_AFTER_DONE && view.state === 'done') {
    await adoptReturn(trx, payment, row, view.providerRefundId);
    return true;
  }
  // What is on its way is followed by whoever sent it; only after its end nobody looks any more.
  if (row.state !== 'done' || view.state !== 'failed') return false;
  await noteLateFailure(trx, payment, row);
  return true;
}

async function noteNew(trx: Db, payment: KnownPayment, { view, known }: Seen): Promise<boolean> {
  const { order, capture, at } = payment;
  const { providerRefundId, amount, state, madeAt } = view;
  if (state === 'failed' || amount.amountMinor === 0) return false;
  if (await adopted(trx, { view, known })) return true;
  const { orderId } = order;
  const { provider, captureId } = capture;
  const taken = { captureId, ...amount, state, madeAt: madeAt ?? at };
  const refundId = await insertProviderRefund(trx, { ...taken, orderId, provider, providerRefundId, at });
  const disputeId = await lostDisputeBehind(trx, orderId, taken);
  if (disputeId !== null) {
    await bindToDispute(trx, refundId, disputeId);
    return true;
  }
  const outcome = moneyOutcome(order.state, 'provider_refund');
  const data = { refundId, ...amount, refundState: state, outcome, ofOrder: capture.winning };
  await noteAtProvider(trx, payment, { event: 'refunded_at_provider', audit: 'money.refunded_at_provider', data });
  // The order was fulfilled for this money, or somebody is about to approve it: what that means is a person's decision.
  if (capture.winning || outcome === 'record_and_alert') await askPerson(trx, payment, { refundId, view });
  return true;
}

/** A return of ours that ended because somebody was faster: this is the money that went. */
async function adopted(trx: Db, { view, known }: Seen): Promise<boolean> {
  const ended = known.find(
    ({ state, problem, providerRefundId, amountMinor }) =>
      state === 'done' &&
      problem === 'returned_at_the_provider' &&
      providerRefundId === null &&
      amountMinor === view.amount.amountMinor
  );
  if (ended === undefined) return false;
  await adoptRefund(trx, ended.refundId, view.providerRefundId);
  return true;
}

async function askPerson(
  trx: Db,
  { order, capture, at }: KnownPayment,
  { refundId, view }: { refundId: string; view: RefundView }
): Promise<void> {
  const { orderId, orderNo, partnerId, state, total } = order;
  const { provider, captureId } = capture;
  const { providerRefundId, amount } = view;
  await openTask(trx, {
    dedupeKey: providerRefundTaskKey(refundId),
    kind: 'provider_refund',
    subject: `Somebody sent money of ${orderNo} back at ${provider}; decide on credit note and capacity`,
    evidence: { refundId, provider, providerRefundId, captureId, ...amount, total, state },
    partnerId,
    orderId,
    at,
  });
}

async function noteChange(
  trx: Db,
  payment: KnownPayment,
  { view, row }: { readonly view: RefundView; readonly row: RefundOfPayment }
): Promise<boolean> {
  const { refundId, amountMinor, currency } = row;
  if (row.state === view.state || row.state === 'failed') return false;
  await setProviderRefund(trx, refundId, view.state satisfies ProviderRefundState, payment.at);
  if (view.state !== 'failed') return true;
  const data = { refundId, amountMinor, currency };
  await noteAtProvider(trx, payment, { event: 'provider_refund_failed', audit: 'money.provider_refund_failed', data });
  const reason = 'The refund failed at the provider: the money is still here.';
  const task = { dedupeKey: providerRefundTaskKey(refundId) };
  const wasOpen = await closeTask(trx, { task, state: 'done', reason, by: 'system', at: payment.at });
  // Somebody may have made a credit note for money that is still here.
  if (!wasOpen && payment.capture.winning) await reportDifference(trx, payment, { refundId, what: reason });
  return true;
}

async function reportDifference(
  trx: Db,
  { order, capture, at }: KnownPayment,
  { refundId, what }: { refundId: string; what: string }
): Promise<void> {
  const { orderId, orderNo, partnerId } = order;
  await openTask(trx, {
    dedupeKey: `refund_failed_late:${refundId}`,
    kind: 'provider_difference',
    subject: `${orderNo}: ${what} Look at what was decided since`,
    evidence: { refundId, provider: capture.provider, captureId: capture.captureId },
    partnerId,
    orderId,
    at,
  });
}

const FAILED_AFTER_DONE = 'failed_after_done';

/** A bank can send a refund back days after the provider called it done (Stripe `refund.failed`). */
async function noteLateFailure(trx: Db, payment: KnownPayment, row: RefundOfPayment): Promise<void> {
  const { order, capture, at } = payment;
  const { refundId, amountMinor, currency, providerRefundId } = row;
  const { orderId, orderNo, partnerId, state } = order;
  const problem = FAILED_AFTER_DONE;
  await setRefund(trx, refundId, { state: 'stuck', problem, decidedAt: at });
  const data = { refundId, problem, amountMinor, currency };
  await noteAtProvider(trx, payment, { event: 'return_stuck', audit: 'money.return_failed', data });
  const { provider, captureId } = capture;
  await openTask(trx, {
    dedupeKey: `refund_failed_late:${refundId}`,
    kind: 'refund_stuck',
    subject: `Money of ${orderNo} that ${provider} had sent back has come back to us; find another way to return it`,
    evidence: { refundId, provider, providerRefundId, captureId, amountMinor, currency, problem, state },
    partnerId,
    orderId,
    at,
  });
}

/** Nothing is left of a payment that was shown to a person. */
async function noteWholeReturn(
  trx: Db,
  { capture, at }: KnownPayment,
  rows: readonly RefundOfPayment[]
): Promise<void> {
  if (capture.winning) return;
  const isOurs = rows.some(({ cause }) => cause === 'stray');
  const sentMinor = rows
    .filter(({ cause, state }) => cause === 'provider' && state !== 'failed')
    .reduce((sum, { amountMinor }) => sum + amountMinor, 0);
  if (isOurs || sentMinor < capture.amountMinor) return;
  await noteReturnByOthers(trx, capture, { problem: 'returned_at_the_provider', at });
  const task = { dedupeKey: strayTaskKey(capture) };
  await closeTask(trx, { task, state: 'done', reason: 'The money was sent back.', by: 'system', at });
}
