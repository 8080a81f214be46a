import { assertNever } from '../../domain/assert';
import { moneyOutcome, type MoneyEvent } from '../../domain/order/money-outcome';
import { checkSettlement, type SettlementCheck } from '../../domain/payment/check-settlement';
import { isProviderName } from '../../domain/payment/provider-name';
import { methodOfProvider } from '../../domain/payment/provider-of-method';
import type { Instant } from '../../domain/time/iso-date';
import { writeAudit } from '../../db/audit/write-audit';
import { beginCapture, closeAttempt, endCapture, noteProblem, type PaymentAttempt } from '../../db/payment/attempts';
import {
  findCapture,
  hasWinner,
  insertCapture,
  keepsOther,
  promoteCapture,
  type Capture,
} from '../../db/payment/captures';
import { isReturned, noteReturnByOthers } from '../../db/payment/refunds';
import { storeSavedMethod } from '../../db/payment/saved-methods';
import type { Db } from '../../db/shared/connection';
import { addOrderEvent } from '../../db/shared/order-events';
import { lockOrder, moveOrder, type OrderFactsRow } from '../../db/shared/order-facts';
import { inTransaction } from '../../db/shared/transaction';
import { closeTask } from '../../db/task/close-task';
import type { CheckoutView } from '../../gateways/shared/payment-provider';
import type { SettleResult } from '../../workflows/contracts/order-steps';
import { TryLater } from '../shared/final-failure';
import type { PaymentDeps } from './payment-deps';
import { strayTaskKey, takeStray } from './take-stray';

export type PaidView = Extract<CheckoutView, { state: 'paid' }>;

/** Takes over what the provider said of an attempt's page; the same view twice changes nothing more. */
export async function recordView(
  deps: PaymentDeps,
  attempt: PaymentAttempt,
  view: CheckoutView,
  at: Instant
): Promise<SettleResult> {
  switch (view.state) {
    case 'open':
      await recordUnpaid(deps, attempt, view.lastProblem, at);
      return { outcome: 'open' };
    case 'approved':
      // Nothing has moved: looking takes no money, and unpaid is all that is known.
      return { outcome: 'open' };
    case 'processing':
      await inTransaction(deps.db, (trx) => beginCapture(trx, attempt));
      return { outcome: 'processing' };
    case 'expired':
      await recordUnpaid(deps, attempt, view.lastProblem, at);
      await recordEnd(deps, attempt, at);
      return { outcome: 'closed' };
    case 'paid':
      return recordPayment(deps, attempt, view, at);
    default:
      return assertNever(view);
  }
}

/** The buyer can try again on the same page; the timeline shows that it was declined. */
async function recordUnpaid(
  { db }: PaymentDeps,
  attempt: PaymentAttempt,
  problem: string | null,
  at: Instant
): Promise<void> {
  const isNews = problem !== null && problem !== attempt.lastProblem;
  if (!isNews && attempt.state !== 'capturing') return;
  await inTransaction(db, async (trx) => {
    if (attempt.state === 'capturing') await endCapture(trx, attempt);
    if (!isNews || !(await noteProblem(trx, attempt, problem))) return;
    const { orderId, attemptNo } = attempt;
    await addOrderEvent(trx, { orderId, at, what: 'payment_declined', data: { attemptNo, reason: problem } });
  });
}

async function recordEnd({ db }: PaymentDeps, attempt: PaymentAttempt, at: Instant): Promise<void> {
  await inTransaction(db, async (trx) => {
    const ended = at >= attempt.expiresAt ? 'expired' : 'voided';
    if (!(await closeAttempt(trx, attempt, ended, at))) return;
    const { orderId, attemptNo } = attempt;
    await addOrderEvent(trx, { orderId, at, what: 'checkout_closed', data: { attemptNo, as: ended } });
  });
}

/** A watch goes on while its order is parked; what it found counts when the order waits for money again. */
const PARKED_WAIT_MS = 30_000;

/** One transaction under the order's lock: capture, attempt, saved method and state, or nothing. */
async function recordPayment(
  deps: PaymentDeps,
  attempt: PaymentAttempt,
  view: PaidView,
  at: Instant
): Promise<SettleResult> {
  const { result, counts } = await inTransaction(deps.db, (trx) => takeMoney(trx, { attempt, view, at }));
  if (counts === 'now') return result;
  // Ops sees it by now. Taken for strange it would park the order a second time at its resume.
  throw new TryLater('order_is_parked', 'the money counts once a person has resumed the order', PARKED_WAIT_MS);
}

interface SeenPayment {
  readonly attempt: PaymentAttempt;
  readonly view: PaidView;
  readonly at: Instant;
}

interface Taken {
  readonly result: SettleResult;
  readonly counts: 'now' | 'once_resumed';
}

async function takeMoney(trx: Db, seen: SeenPayment): Promise<Taken> {
  const { attempt, view, at } = seen;
  const order = await lockOrder(trx, attempt.orderId);
  const known = await findCapture(trx, attempt.provider, view.captureId);
  if (known?.winning === true) return { result: { outcome: 'paid' }, counts: 'now' };
  if (await hasGoneBack(trx, attempt, view)) return { result: await noteReturned(trx, order, seen), counts: 'now' };
  const leftMinor = view.amount.amountMinor - view.refundedMinor;
  const check = checkSettlement(
    { orderId: order.orderId, amount: order.total },
    { ...view.amount, amountMinor: leftMinor, orderId: view.orderId }
  );
  const event = await eventOf(trx, order, { check, captureId: view.captureId });
  const outcome = moneyOutcome(order.state, event);
  const capture = toCapture(attempt, view, outcome === 'fulfil');
  if (known === null) await insertCapture(trx, capture, at);
  await closeAttempt(trx, attempt, 'paid', at);
  if (capture.winning) {
    if (known !== null) await promote(trx, capture, at);
    await fulfilmentBegins(trx, order, { capture, view, at });
    return { result: { outcome: 'paid' }, counts: 'now' };
  }
  const isParkedBefore = event === 'right_money' && order.state === 'needs_attention';
  const stray = { capture, leftMinor, check, event, outcome, isKnown: known !== null, at };
  return { result: await takeStray(trx, order, stray), counts: isParkedBefore ? 'once_resumed' : 'now' };
}

/** The order is fulfilled for money that was shown to a person before: there is nothing left to decide. */
async function promote(trx: Db, capture: Capture, at: Instant): Promise<void> {
  await promoteCapture(trx, capture);
  const task = { dedupeKey: strayTaskKey(capture) };
  await closeTask(trx, { task, state: 'done', reason: 'The order is fulfilled for this money.', by: 'system', at });
}

/** Wholly: by a return of ours, however far it has come, or by hand at the provider. */
async function hasGoneBack(trx: Db, attempt: PaymentAttempt, view: PaidView): Promise<boolean> {
  return view.refundedMinor >= view.amount.amountMinor || (await isReturned(trx, attempt.provider, view.captureId));
}

/** Money that was sent back fulfils nothing, whatever the order waits for now; the page has brought what it could. */
async function noteReturned(
  trx: Db,
  { orderId, paidAt }: OrderFactsRow,
  { attempt, view, at }: SeenPayment
): Promise<SettleResult> {
  if (!(await isReturned(trx, attempt.provider, view.captureId))) {
    const capture = toCapture(attempt, view, false);
    if ((await findCapture(trx, attempt.provider, view.captureId)) === null) await insertCapture(trx, capture, at);
    await noteReturnByOthers(trx, capture, { problem: 'returned_at_the_provider', at });
    const { amountMinor, currency } = capture;
    await addOrderEvent(trx, { orderId, at, what: 'money_returned', data: { amountMinor, currency } });
    const task = { dedupeKey: strayTaskKey(capture) };
    await closeTask(trx, { task, state: 'done', reason: 'The money was sent back.', by: 'system', at });
  }
  await closeAttempt(trx, attempt, 'paid', at);
  return { outcome: paidAt === null ? 'returned' : 'paid' };
}

async function eventOf(
  trx: Db,
  order: OrderFactsRow,
  { check, captureId }: { readonly check: SettlementCheck; readonly captureId: string }
): Promise<MoneyEvent> {
  if (await hasWinner(trx, order.orderId)) return 'other_capture';
  // Bank money came first: whoever paid at a provider besides gets it back.
  if (order.receivedMinor > 0) return 'beside_bank_money';
  // A person decides about the first; a second beside it would be one more to decide about.
  if (order.state === 'needs_attention' && (await keepsOther(trx, order.orderId, captureId))) return 'other_capture';
  return check === 'right' ? 'right_money' : 'wrong_money';
}

function toCapture(attempt: PaymentAttempt, view: PaidView, winning: boolean): Capture {
  return {
    provider: attempt.provider,
    captureId: view.captureId,
    orderId: attempt.orderId,
    attemptNo: attempt.attemptNo,
    amountMinor: view.amount.amountMinor,
    currency: view.amount.currency.toUpperCase(),
    winning,
  };
}

async function fulfilmentBegins(
  trx: Db,
  order: OrderFactsRow,
  { capture, view, at }: { readonly capture: Capture; readonly view: PaidView; readonly at: Instant }
): Promise<void> {
  const { orderId, partnerId, companyId, consent } = order;
  // A page that was paid although another method had been chosen since: invoice and order name what was paid with.
  const paidOnPage = order.method !== 'saved' && isProviderName(capture.provider);
  const method = paidOnPage ? methodOfProvider(capture.provider) : order.method;
  await moveOrder(trx, order, 'fulfilling', { paid_at: at, method });
  if (view.savedMethod !== null && consent !== null && order.autoRenew === 'enable') {
    await storeSavedMethod(trx, {
      ...view.savedMethod,
      partnerId,
      companyId,
      orderId,
      provider: capture.provider,
      consent,
      at,
    });
  }
  await addOrderEvent(trx, { orderId, at, what: 'paid', data: { attemptNo: capture.attemptNo, ...order.total } });
  await writeAudit(trx, {
    at,
    source: { actorKind: 'provider', actorId: capture.provider, ip: null, requestId: null },
    what: 'order.paid',
    subject: { type: 'order', id: orderId },
    data: { captureId: capture.captureId, ...order.total },
  });
}
