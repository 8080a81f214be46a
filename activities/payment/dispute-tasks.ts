import type { Dispute } from '../../db/payment/disputes';
import type { Db } from '../../db/shared/connection';
import { closeDisputeTasks, isLossDecided } from '../../db/task/close-dispute-tasks';
import { openTask } from '../../db/task/open-task';
import type { KnownPayment } from './known-payment';

/** A question, a claim and an appeal each want an answer of their own. */
export async function askForAnswer(trx: Db, payment: KnownPayment, dispute: Dispute): Promise<void> {
  const { order, at } = payment;
  const { disputeId, provider, state, respondBy } = dispute;
  const reason = 'The dispute has gone on to its next stage.';
  await closeDisputeTasks(trx, { orderId: order.orderId, disputeId, kind: 'dispute_opened', reason, at });
  const what = state === 'inquiry' ? 'asks about' : 'disputes';
  const until = respondBy === null ? '' : ` until ${respondBy.slice(0, 10)}`;
  await openTask(trx, {
    ...aboutOrder(payment, dispute),
    dedupeKey: `dispute_opened:${disputeId}:${state}:${at}`,
    kind: 'dispute_opened',
    subject: `The payer ${what} a payment of ${order.orderNo}; answer at ${provider}${until}`,
    dueAt: respondBy,
  });
}

export async function disputeEnded(trx: Db, { order, at }: KnownPayment, dispute: Dispute): Promise<void> {
  const { disputeId, state } = dispute;
  const reason = `The dispute has ended: ${state}.`;
  await closeDisputeTasks(trx, { orderId: order.orderId, disputeId, kind: 'dispute_opened', reason, at });
}

/** The money of the order has gone; what becomes of invoice and capacity is a person's choice. */
export async function askForDecision(trx: Db, payment: KnownPayment, dispute: Dispute): Promise<void> {
  await openTask(trx, {
    ...aboutOrder(payment, dispute),
    dedupeKey: `dispute_lost:${dispute.disputeId}:${payment.at}`,
    kind: 'dispute_lost',
    subject: `The dispute about ${payment.order.orderNo} is lost; decide on credit note and capacity`,
  });
}

/** An appeal: the loss is not final any more. */
export async function lossIsOpenAgain(trx: Db, { order, at }: KnownPayment, { disputeId }: Dispute): Promise<void> {
  const reason = 'The lost dispute has been opened again.';
  await closeDisputeTasks(trx, { orderId: order.orderId, disputeId, kind: 'dispute_lost', reason, at });
}

/** What a person decided for a loss that an appeal has undone may be wrong now. */
export async function askAboutDecidedLoss(trx: Db, payment: KnownPayment, dispute: Dispute): Promise<void> {
  const { order, at } = payment;
  const { disputeId } = dispute;
  if (!(await isLossDecided(trx, { orderId: order.orderId, disputeId }))) return;
  await openTask(trx, {
    ...aboutOrder(payment, dispute),
    dedupeKey: `dispute_came_back:${disputeId}:${at}`,
    kind: 'provider_difference',
    subject: `The lost dispute about ${order.orderNo} was won after all; look at what was decided for the loss`,
  });
}

function aboutOrder({ order, at }: KnownPayment, dispute: Dispute) {
  const { orderId, partnerId, companyId, state, total } = order;
  const { disputeId, provider, providerDisputeId, captureId, amountMinor, currency, reason, respondBy } = dispute;
  return {
    evidence: {
      disputeId,
      provider,
      providerDisputeId,
      captureId,
      amountMinor,
      currency,
      reason,
      respondBy,
      total,
      state,
    },
    partnerId,
    orderId,
    companyId,
    at,
  };
}
