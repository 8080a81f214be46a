import { assertNever } from '../../domain/assert';
import { mailDedupeKey } from '../../domain/mail/mail-kind';
import type { Instant } from '../../domain/time/iso-date';
import { writeAudit } from '../../db/audit/write-audit';
import { enqueueMail } from '../../db/mail/enqueue-mail';
import { lockRefund, NO_ANSWER, setRefund, type Refund } from '../../db/payment/refunds';
import type { Db } from '../../db/shared/connection';
import { addOrderEvent } from '../../db/shared/order-events';
import { lockOrder, readOrderFacts } from '../../db/shared/order-facts';
import { inTransaction } from '../../db/shared/transaction';
import { openTask } from '../../db/task/open-task';
import type { PaymentProvider, RefundView } from '../../gateways/shared/payment-provider';
import type { RefundInput, RefundStepResult } from '../../workflows/contracts/aftercare-steps';
import { FinalFailure } from '../shared/final-failure';
import { providerOf } from '../shared/provider-of';
import { noteMoneyBack, parkOrderRefund } from './order-refund-course';
import type { PaymentDeps } from './payment-deps';

/**
 * Sends money back once. Its row says `sending` before the provider is asked, so every try after the first looks at the
 * provider's list before it acts: keys are forgotten after a day, and a blind repeat would pay twice.
 */
export const sendRefund =
  (deps: PaymentDeps) =>
  async ({ orderId, refundId, at, isLate = false }: RefundInput): Promise<RefundStepResult> => {
    const { refund, isFirst } = await inTransaction(deps.db, (trx) => begin(trx, { orderId, refundId, at }));
    if (refund.state === 'done' || refund.state === 'stuck') return { outcome: refund.state };
    const provider = providerOf(deps, refund.provider);
    const known = isFirst ? null : await findOurs(provider, refund);
    if (known !== null) return conclude(deps, refund, { view: known, at });
    if (isLate && !isFirst) throw new FinalFailure('refund_not_found', 'it may have been asked for, and is not there');
    const sent = await provider.refund({
      captureId: refund.captureId,
      refundId,
      amount: { amountMinor: refund.amountMinor, currency: refund.currency },
      idempotencyKey: `refund:${refundId}`,
    });
    if (sent.outcome === 'made') return conclude(deps, refund, { view: sent.refund, at });
    return refused(deps, { provider, refund, code: sent.code, at });
  };

/** What the provider would not do or say in all its time, a person has to. */
export const reportStuckRefund =
  (deps: PaymentDeps) =>
  ({ orderId, refundId, at }: RefundInput): Promise<void> =>
    inTransaction(deps.db, async (trx) => {
      const refund = await lockWithOrder(trx, { orderId, refundId });
      if (refund.state !== 'done' && refund.state !== 'stuck') await markStuck(trx, refund, NO_ANSWER, at);
    });

/** The order first, as everywhere. */
async function lockWithOrder(
  trx: Db,
  { orderId, refundId }: Pick<RefundInput, 'orderId' | 'refundId'>
): Promise<Refund> {
  await lockOrder(trx, orderId);
  return lockRefund(trx, refundId);
}

async function begin(
  trx: Db,
  { orderId, refundId, at }: RefundInput
): Promise<{ readonly refund: Refund; readonly isFirst: boolean }> {
  const refund = await lockWithOrder(trx, { orderId, refundId });
  const isFirst = refund.state === 'wanted';
  if (isFirst) await setRefund(trx, refundId, { state: 'sending', sentAt: at });
  return { refund, isFirst };
}

async function findOurs(provider: PaymentProvider, { captureId, refundId }: Refund): Promise<RefundView | null> {
  const all = await provider.listRefunds(captureId);
  return all.find((refund) => refund.refundId === refundId) ?? null;
}

interface Seen {
  readonly view: RefundView;
  readonly at: Instant;
}

async function conclude(deps: PaymentDeps, refund: Refund, { view, at }: Seen): Promise<RefundStepResult> {
  const { refundId } = refund;
  return inTransaction(deps.db, async (trx) => {
    const now = await lockWithOrder(trx, refund);
    if (now.state === 'done' || now.state === 'stuck') return { outcome: now.state };
    switch (view.state) {
      case 'pending':
        await setRefund(trx, refundId, { state: 'pending', providerRefundId: view.providerRefundId });
        return { outcome: 'pending' };
      case 'failed':
        await markStuck(trx, refund, 'refund_failed', at);
        return { outcome: 'stuck' };
      case 'done':
        await markDone(trx, refund, view.providerRefundId, at);
        return { outcome: 'done' };
      default:
        return assertNever(view.state);
    }
  });
}

interface Refusal {
  readonly provider: PaymentProvider;
  readonly refund: Refund;
  readonly code: string;
  readonly at: Instant;
}

/**
 * Somebody may have sent a stray payment back at the provider; otherwise a person finds out why it does not go. What a person
 * asked for is never taken for done by what others have sent.
 */
async function refused({ db }: PaymentDeps, { provider, refund, code, at }: Refusal): Promise<RefundStepResult> {
  const isOfPerson = refund.orderRefundId !== null;
  const returnedMinor = isOfPerson ? 0 : await sentBackMinor(provider, refund);
  return inTransaction(db, async (trx) => {
    const now = await lockWithOrder(trx, refund);
    if (now.state === 'done' || now.state === 'stuck') return { outcome: now.state };
    if (returnedMinor < refund.amountMinor) {
      await markStuck(trx, refund, code, at);
      return { outcome: 'stuck' };
    }
    await markDone(trx, refund, null, at);
    return { outcome: 'done' };
  });
}

async function sentBackMinor(provider: PaymentProvider, { captureId }: Refund): Promise<number> {
  const all = await provider.listRefunds(captureId);
  return all.filter(({ state }) => state !== 'failed').reduce((sum, { amount }) => sum + amount.amountMinor, 0);
}

/** Under the order's lock. `providerRefundId` is null for money that others have sent. */
export async function markDone(trx: Db, refund: Refund, providerRefundId: string | null, at: Instant): Promise<void> {
  const { refundId, orderId, amountMinor, currency } = refund;
  await setRefund(trx, refundId, {
    state: 'done',
    decidedAt: at,
    ...(providerRefundId === null ? { problem: 'returned_at_the_provider' } : { providerRefundId }),
  });
  await addOrderEvent(trx, { orderId, at, what: 'money_returned', data: { amountMinor, currency } });
  await writeAudit(trx, {
    at,
    source: { actorKind: 'provider', actorId: refund.provider, ip: null, requestId: null },
    what: 'money.returned',
    subject: { type: 'order', id: orderId },
    data: { refundId, captureId: refund.captureId, amountMinor, currency },
  });
  if (refund.tellsBuyer) await tellBuyer(trx, refund, at);
  if (refund.orderRefundId !== null) await noteMoneyBack(trx, refund.orderRefundId, at);
}

async function tellBuyer(trx: Db, refund: Refund, at: Instant): Promise<void> {
  const { orderId, refundId, provider, amountMinor, currency } = refund;
  const { billing, orderNo, companyId, partnerId } = await readOrderFacts(trx, orderId);
  const name = `${billing.firstName} ${billing.lastName}`.trim();
  await enqueueMail(trx, {
    kind: 'late_money_returned',
    dedupeKey: mailDedupeKey('late_money_returned', orderId, refundId),
    recipient: { name, address: billing.email },
    locale: billing.locale,
    data: {
      recipientName: name,
      orderNo,
      companyId,
      amount: { amountMinor, currency },
      provider,
      returnedAt: at,
    },
    partnerId,
    orderId,
    at,
  });
}

/** Of the one task in which a return that does not go is shown to a person. */
export function stuckTaskKey(refundId: string): string {
  return `refund_stuck:${refundId}`;
}

async function markStuck(trx: Db, refund: Refund, problem: string, at: Instant): Promise<void> {
  const { refundId, orderId, provider, captureId, amountMinor, currency } = refund;
  await setRefund(trx, refundId, { state: 'stuck', problem, decidedAt: at });
  if (refund.orderRefundId !== null) return parkOrderRefund(trx, refund.orderRefundId, problem, at);
  const { orderNo, partnerId, state } = await readOrderFacts(trx, orderId);
  await addOrderEvent(trx, { orderId, at, what: 'return_stuck', data: { problem, amountMinor, currency } });
  await openTask(trx, {
    dedupeKey: stuckTaskKey(refundId),
    kind: 'refund_stuck',
    subject: `${provider} does not send back money that ${orderNo} did not want (${problem})`,
    evidence: { refundId, provider, captureId, amountMinor, currency, problem, state },
    partnerId,
    orderId,
    at,
  });
}
