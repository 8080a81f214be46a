import { readDisputesOfOrder, type Dispute } from '../../db/payment/disputes';
import { bindToDispute, readProviderRefunds, type ProviderRefund } from '../../db/payment/provider-refunds';
import { listRefundsOfPayment, noteReturnByOthers, setRefund, type RefundOfPayment } from '../../db/payment/refunds';
import type { Db } from '../../db/shared/connection';
import { closeTask } from '../../db/task/close-task';
import { askForDecision } from './dispute-tasks';
import { providerRefundTaskKey, type KnownPayment } from './known-payment';
import { strayTaskKey } from './take-stray';

/** The money is gone, once: PayPal shows it as a refund besides, Stripe does not. */
export async function loseMoney(trx: Db, payment: KnownPayment, dispute: Dispute): Promise<void> {
  await bindReversal(trx, payment, dispute);
  if (payment.capture.winning) return askForDecision(trx, payment, dispute);
  await endReturns(trx, payment, dispute);
}

/** One that was seen before the verdict looked like somebody's refund. */
async function bindReversal(trx: Db, { order, at }: KnownPayment, dispute: Dispute): Promise<void> {
  const refunds = await readProviderRefunds(trx, order.orderId);
  if (refunds.some(({ disputeId }) => disputeId === dispute.disputeId)) return;
  const reversal = refunds.find((refund) => refund.disputeId === null && isReversalOf(refund, dispute));
  if (reversal === undefined) return;
  await bindToDispute(trx, reversal.refundId, dispute.disputeId);
  const task = { dedupeKey: providerRefundTaskKey(reversal.refundId) };
  const reason = 'The provider took the money for the lost dispute.';
  await closeTask(trx, { task, state: 'done', reason, by: 'system', at });
}

export type TakenMoney = Pick<ProviderRefund, 'captureId' | 'amountMinor' | 'currency' | 'madeAt' | 'state'>;

/** The lost dispute by which the provider took this money; null: somebody sent it back. */
export async function lostDisputeBehind(trx: Db, orderId: string, taken: TakenMoney): Promise<string | null> {
  const lost = (await readDisputesOfOrder(trx, orderId)).filter(
    (dispute) => dispute.state === 'lost' && isReversalOf(taken, dispute)
  );
  if (lost.length === 0) return null;
  const bound = (await readProviderRefunds(trx, orderId)).map(({ disputeId }) => disputeId);
  return lost.find(({ disputeId }) => !bound.includes(disputeId))?.disputeId ?? null;
}

function isReversalOf(taken: TakenMoney, { captureId, amountMinor, currency, openedAt }: Dispute): boolean {
  if (taken.captureId !== captureId || taken.state === 'failed') return false;
  return taken.amountMinor === amountMinor && taken.currency === currency && taken.madeAt >= openedAt;
}

const UNDER_WAY: readonly RefundOfPayment['state'][] = ['wanted', 'sending', 'stuck'];

/** Money that nobody waited for has gone back by the dispute: what we would have sent must not follow it. */
async function endReturns(trx: Db, { capture, at }: KnownPayment, { amountMinor }: Dispute): Promise<void> {
  const rows = await listRefundsOfPayment(trx, capture.provider, capture.captureId);
  const returns = rows.filter(({ cause }) => cause === 'stray');
  const reason = 'The money went back by a lost dispute.';
  for (const row of returns.filter(({ state }) => UNDER_WAY.includes(state))) {
    if (row.amountMinor > amountMinor) continue;
    await setRefund(trx, row.refundId, { state: 'done', problem: 'lost_dispute', decidedAt: at });
    const task = { dedupeKey: `refund_stuck:${row.refundId}` };
    await closeTask(trx, { task, state: 'done', reason, by: 'system', at });
  }
  if (returns.length > 0 || amountMinor < capture.amountMinor) return;
  await noteReturnByOthers(trx, capture, { problem: 'lost_dispute', at });
  await closeTask(trx, { task: { dedupeKey: strayTaskKey(capture) }, state: 'done', reason, by: 'system', at });
}
