import type { OrderWish } from '../../domain/order/order-wish';
import { placingProblem } from '../../domain/order/placing-problem';
import { quotedDeadline } from '../../domain/order/quoted-deadline';
import type { PayableMethods } from '../../domain/payment/method-problem';
import type { Quote } from '../../domain/quote/quote';
import { addMs } from '../../domain/time/calendar';
import type { Instant } from '../../domain/time/iso-date';
import { writeAudit } from '../../db/audit/write-audit';
import { insertOrder, lockIntake, readRecordedNo, refuseRequest, type OrderIntake } from '../../db/order/record-order';
import { addOrderEvent } from '../../db/shared/order-events';
import type { Db } from '../../db/shared/connection';
import { inTransaction } from '../../db/shared/transaction';
import { brokenUniqueRule } from '../../db/shared/unique-rule';
import type { PlaceRefusal } from '../../workflows/contracts/order-contract';
import { PLACE_REFUSALS } from '../../workflows/contracts/order-contract';
import type { OrderTiming, RecordResult, StepInput } from '../../workflows/contracts/order-steps';
import { choosePi, ONE_ORDER_PER_PI, type ChosenPi } from '../../db/order/choose-pi';
import { offlineBegins } from '../shared/offline-begins';
import { writeStanding } from '../shared/standing';
import type { StepDeps } from '../shared/step-deps';

export interface RecordOrderDeps extends StepDeps {
  readonly payableMethods: PayableMethods;
}

/**
 * Writes the order once, in the transaction that consumes its quote and decides its request; a refusal leaves no order row.
 * A repeat gives the answer of the first time.
 */
export const recordOrder =
  (deps: RecordOrderDeps) =>
  ({ orderId, at }: StepInput): Promise<RecordResult> =>
    inTransaction(deps.db, async (trx) => {
      const intake = await lockIntake(trx, orderId);
      if (intake === null) return { outcome: 'refused', code: 'request_withdrawn' };
      const decided = await decidedBefore(trx, { orderId, at }, intake, deps);
      if (decided !== null) return decided;
      const checked = await check(trx, intake, at, deps);
      const code =
        'code' in checked ? checked.code : await insert(trx, toInsert(checked, intake, { orderId, at }), deps);
      if (code === null) return answerRecorded(trx, { orderId, at }, intake, deps);
      await refuseRequest(trx, orderId, code);
      return { outcome: 'refused', code };
    });

async function decidedBefore(
  trx: Db,
  input: StepInput,
  intake: OrderIntake,
  deps: RecordOrderDeps
): Promise<RecordResult | null> {
  const { request } = intake;
  if (request.state === 'received') return null;
  if (request.state === 'withdrawn') return { outcome: 'refused', code: 'request_withdrawn' };
  if (request.state === 'refused') return { outcome: 'refused', code: asRefusal(request.refusalCode) };
  return answerRecorded(trx, input, intake, deps);
}

function asRefusal(code: string | null): PlaceRefusal {
  return PLACE_REFUSALS.find((known) => known === code) ?? 'request_withdrawn';
}

interface Checked {
  readonly quote: Quote;
  readonly wish: OrderWish;
  readonly companyTimeZone: string;
  readonly pi: ChosenPi | null;
}

/** The rules under the locks; the API has checked them before, and the world may have moved since. */
async function check(
  trx: Db,
  intake: OrderIntake,
  at: Instant,
  deps: RecordOrderDeps
): Promise<Checked | { readonly code: PlaceRefusal }> {
  const { request, quote, subscription } = intake;
  if (addMs(request.createdAt, deps.policies.orderRequestMs) < at) return { code: 'request_too_old' };
  if (request.wish === null || quote === null) return { code: 'quote_not_found' };
  if (quote.partnerId !== request.callerPartnerId) return { code: 'quote_not_found' };
  const { wish } = request;
  const isQuoteUsed = quote.consumedByOrderId !== null;
  const hasOpenTermOrder = intake.openTermOrderId !== null;
  const problem = placingProblem({ wish, quote, isQuoteUsed, subscription, hasOpenTermOrder, at }, deps);
  if (problem !== null || subscription === null) return { code: problem ?? 'company_not_yours' };
  const { partnerId, sellerId, totals } = quote;
  const chosen = await choosePi(trx, deps.catalogue, { ...wish, partnerId, sellerId, total: totals.gross, at });
  if (!chosen.ok) return { code: chosen.code };
  return { quote, wish, companyTimeZone: subscription.timeZone, pi: chosen.pi };
}

interface ToInsert extends Checked {
  readonly orderId: string;
  readonly buyerId: string;
  readonly at: Instant;
}

function toInsert(checked: Checked, { request }: OrderIntake, { orderId, at }: StepInput): ToInsert {
  return { ...checked, orderId, buyerId: request.callerId, at };
}

/** What only the database can know: another order that is being written in this very moment. */
const RULES = { [ONE_ORDER_PER_PI]: 'pi_used', orders_one_open_term: 'open_order_changes_term' } as const;
const RULE_NAMES = [ONE_ORDER_PER_PI, 'orders_one_open_term'] as const;

/** null: written. */
async function insert(trx: Db, order: ToInsert, deps: RecordOrderDeps): Promise<PlaceRefusal | null> {
  const { orderId, quote, wish, buyerId, pi, at, companyTimeZone } = order;
  const deadlineAt = quotedDeadline(quote, { method: wish.method, placedAt: at, companyTimeZone }, deps.catalogue);
  const isFree = quote.totals.gross.amountMinor === 0;
  const row = { orderId, quote, wish, buyerId, placedAt: at, deadlineAt, pi, paidAt: isFree ? at : null };
  const broken = await brokenUniqueRule(trx, RULE_NAMES, (savepoint) => insertOrder(savepoint, row));
  if (broken !== null) return RULES[broken];
  await notePlaced(trx, order);
  if (wish.method === 'offline') await offlineBegins(trx, deps, { orderId, pi, at });
  return null;
}

async function notePlaced(trx: Db, { orderId, quote, wish, buyerId, at }: ToInsert): Promise<void> {
  const orderNo = await readRecordedNo(trx, orderId);
  const { quoteId, companyId, totals } = quote;
  await addOrderEvent(trx, { orderId, at, what: 'placed', actorId: buyerId, data: { orderNo, method: wish.method } });
  await writeAudit(trx, {
    at,
    source: { actorKind: 'user', actorId: buyerId, ip: null, requestId: null },
    what: 'order.placed',
    subject: { type: 'order', id: orderId },
    data: { orderNo, quoteId, companyId, ...totals.gross, termsVersion: wish.termsVersion },
  });
}

async function answerRecorded(
  trx: Db,
  { orderId, at }: StepInput,
  { quote }: OrderIntake,
  deps: RecordOrderDeps
): Promise<RecordResult> {
  const orderNo = await readRecordedNo(trx, orderId);
  if (orderNo === null || quote === null) return { outcome: 'refused', code: 'quote_not_found' };
  const standing = await writeStanding(trx, orderId, { policies: deps.policies, at });
  return { outcome: 'recorded', orderNo, amount: quote.totals.gross, standing, timing: timingOf(deps) };
}

function timingOf({ policies }: RecordOrderDeps): OrderTiming {
  return {
    attemptLifeMs: policies.checkoutAttemptMs,
    lookUpAfterMs: policies.lookUpAfterOpeningMs,
    openingMs: policies.checkoutOpeningMs,
    moneyStepMs: { stripe: policies.moneyStepMs.stripe, paypal: policies.moneyStepMs.paypalOrder },
    mailMs: policies.mailRetryMs,
  };
}
