import { assertNever } from '../../domain/assert';
import { moneyOutcome } from '../../domain/order/money-outcome';
import { writeAudit } from '../../db/audit/write-audit';
import { addOutbox } from '../../db/outbox/add-outbox';
import { recordDispute, type Dispute } from '../../db/payment/disputes';
import type { Db } from '../../db/shared/connection';
import { addOrderEvent } from '../../db/shared/order-events';
import type { DisputeView } from '../../gateways/shared/payment-provider';
import { switchOffAutoRenewOf } from '../shared/switch-off-auto-renew';
import { askAboutDecidedLoss, askForAnswer, disputeEnded, lossIsOpenAgain } from './dispute-tasks';
import { noteAtProvider, type KnownPayment } from './known-payment';
import { loseMoney } from './lose-money';

/** Takes over how the payment's disputes stand now; true when something of it was news. */
export async function noteDisputes(trx: Db, payment: KnownPayment, views: readonly DisputeView[]): Promise<boolean> {
  let news = false;
  for (const view of views) {
    const { order, capture, at } = payment;
    const { orderId, partnerId } = order;
    const { provider, captureId } = capture;
    const { amount, ...told } = view;
    const seen = { ...told, ...amount, provider, orderId, partnerId, captureId };
    const { before, now } = await recordDispute(trx, seen, at);
    if (before === null) await noteOpened(trx, payment, now);
    if (before?.state === now.state) continue;
    await noteStanding(trx, payment, { before, now });
    news = true;
  }
  return news;
}

/** The first sight, which can be of one that was decided meanwhile. */
async function noteOpened(trx: Db, payment: KnownPayment, dispute: Dispute): Promise<void> {
  const outcome = moneyOutcome(payment.order.state, 'provider_dispute');
  const data = { ...factsOf(dispute), outcome };
  await noteAtProvider(trx, payment, { event: 'dispute_opened', audit: 'money.dispute_opened', data });
  if (outcome === 'record_and_stop_auto_renew') await stopAutoRenew(trx, payment, dispute);
}

interface Turn {
  readonly before: Dispute | null;
  readonly now: Dispute;
}

async function noteStanding(trx: Db, payment: KnownPayment, { before, now }: Turn): Promise<void> {
  const { state } = now;
  switch (state) {
    case 'inquiry':
    case 'open':
      if (before !== null) {
        const data = factsOf(now);
        await noteAtProvider(trx, payment, { event: 'dispute_claimed', audit: 'money.dispute_claimed', data });
      }
      await lossIsOpenAgain(trx, payment, now);
      // Somebody has to answer by a date, whatever state the order is in.
      return askForAnswer(trx, payment, now);
    case 'won':
    case 'closed': {
      await noteAtProvider(trx, payment, {
        event: `dispute_${state}`,
        audit: `money.dispute_${state}`,
        data: factsOf(now),
      });
      await lossIsOpenAgain(trx, payment, now);
      await disputeEnded(trx, payment, now);
      return askAboutDecidedLoss(trx, payment, now);
    }
    case 'lost': {
      await noteAtProvider(trx, payment, { event: 'dispute_lost', audit: 'money.dispute_lost', data: factsOf(now) });
      await disputeEnded(trx, payment, now);
      return loseMoney(trx, payment, now);
    }
    default:
      return assertNever(state);
  }
}

function factsOf({ disputeId, amountMinor, currency, reason, state, respondBy }: Dispute) {
  return { disputeId, amountMinor, currency, reason, disputeState: state, respondBy };
}

/** Nobody is charged again while they say that they did not want the last charge. */
async function stopAutoRenew(trx: Db, { order, at }: KnownPayment, { disputeId }: Dispute): Promise<void> {
  const { orderId, companyId } = order;
  if (!(await switchOffAutoRenewOf(trx, companyId, at))) return;
  await addOrderEvent(trx, { orderId, at, what: 'auto_renew_stopped', data: { disputeId } });
  await writeAudit(trx, {
    at,
    source: { actorKind: 'system', actorId: null, ip: null, requestId: null },
    what: 'subscription.auto_renew',
    subject: { type: 'company', id: companyId },
    data: { asked: 'off', outcome: 'off', orderId, disputeId },
  });
  const dedupeKey = `subscription_changed:disputed:${disputeId}`;
  await addOutbox(trx, { topic: 'subscription_changed', dedupeKey, payload: { companyId }, at });
}
