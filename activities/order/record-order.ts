import { offeredMethods } from '../../domain/catalogue/offered-methods';
import type { OrderWish } from '../../domain/order/order-wish';
import type { Money } from '../../domain/money/money';
import { quotedDeadline } from '../../domain/order/quoted-deadline';
import type { Quote } from '../../domain/quote/quote';
import { addMs } from '../../domain/time/calendar';
import type { Instant } from '../../domain/time/iso-date';
import { writeAudit } from '../../db/audit/write-audit';
import { insertOrder, lockIntake, readRecordedNo, refuseRequest, type OrderIntake } from '../../db/order/record-order';
import { addOrderEvent } from '../../db/shared/order-events';
import { lockOrder } from '../../db/shared/order-facts';
import type { Db } from '../../db/shared/connection';
import { inTransaction } from '../../db/shared/transaction';
import type { PlaceRefusal } from '../../workflows/contracts/order-contract';
import { PLACE_REFUSALS } from '../../workflows/contracts/order-contract';
import type { OrderTiming, RecordResult, StepInput } from '../../workflows/contracts/order-steps';
import { queueInstructions } from '../shared/queue-instructions';
import { writeStanding } from '../shared/standing';
import type { StepDeps } from '../shared/step-deps';

/** Methods that have a provider behind them; the catalogue may offer more than are built. */
export type PayableMethods = readonly OrderWish['method'][];

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
      const checked = check(intake, at, deps);
      if ('code' in checked) {
        await refuseRequest(trx, orderId, checked.code);
        return { outcome: 'refused', code: checked.code };
      }
      return insert(trx, { ...checked, orderId, buyerId: intake.request.callerId, at }, deps);
    });

async function decidedBefore(
  trx: Db,
  { orderId, at }: StepInput,
  { request, quote }: OrderIntake,
  deps: RecordOrderDeps
): Promise<RecordResult | null> {
  if (request.state === 'received') return null;
  if (request.state === 'withdrawn') return { outcome: 'refused', code: 'request_withdrawn' };
  if (request.state === 'refused') return { outcome: 'refused', code: asRefusal(request.refusalCode) };
  const orderNo = await readRecordedNo(trx, orderId);
  if (orderNo === null || quote === null) return { outcome: 'refused', code: 'quote_not_found' };
  return recorded(trx, { orderId, orderNo, amount: quote.totals.gross, at }, deps);
}

function asRefusal(code: string | null): PlaceRefusal {
  return PLACE_REFUSALS.find((known) => known === code) ?? 'request_withdrawn';
}

interface Checked {
  readonly quote: Quote;
  readonly wish: OrderWish;
  readonly companyTimeZone: string;
}

/** The rules under the locks; the API has checked them before, and the world may have moved since. */
function check(intake: OrderIntake, at: Instant, deps: RecordOrderDeps): Checked | { readonly code: PlaceRefusal } {
  const { request, quote, subscription } = intake;
  if (addMs(request.createdAt, deps.policies.orderRequestMs) < at) return { code: 'request_too_old' };
  if (request.wish === null || quote === null) return { code: 'quote_not_found' };
  if (quote.partnerId !== request.callerPartnerId) return { code: 'quote_not_found' };
  if (quote.consumedByOrderId !== null) return { code: 'quote_used' };
  if (quote.expiresAt <= at) return { code: 'quote_expired' };
  if (subscription === null || subscription.partnerId !== quote.partnerId) return { code: 'company_not_yours' };
  if (subscription.version !== quote.subscriptionVersion) return { code: 'quote_outdated' };
  if (quote.kind !== 'purchase_service' && intake.openTermOrderId !== null) return { code: 'open_order_changes_term' };
  if (!isOffered(quote, request.wish, deps)) return { code: 'method_not_offered' };
  if (!autoRenewIsPossible(request.wish)) return { code: 'auto_renew_not_possible' };
  return { quote, wish: request.wish, companyTimeZone: subscription.timeZone };
}

function isOffered(quote: Quote, { method }: OrderWish, { catalogue, payableMethods }: RecordOrderDeps): boolean {
  if (!payableMethods.includes(method)) return false;
  const choice = offeredMethods(catalogue, quote.sellerId, quote.totals.gross).find((offer) => offer.method === method);
  return choice !== undefined && choice.problem === null;
}

/** Enabling needs recorded consent and a method that can be charged again. */
function autoRenewIsPossible({ autoRenew, consent, method }: OrderWish): boolean {
  return autoRenew !== 'enable' || (consent !== null && (method === 'card' || method === 'paypal'));
}

interface ToInsert extends Checked {
  readonly orderId: string;
  readonly buyerId: string;
  readonly at: Instant;
}

async function insert(trx: Db, order: ToInsert, deps: RecordOrderDeps): Promise<RecordResult> {
  const { orderId, quote, wish, buyerId, at } = order;
  const { companyTimeZone } = order;
  const deadlineAt = quotedDeadline(quote, { method: wish.method, placedAt: at, companyTimeZone }, deps.catalogue);
  const orderNo = await insertOrder(trx, { orderId, quote, wish, buyerId, placedAt: at, deadlineAt });
  const amount = quote.totals.gross;
  await addOrderEvent(trx, { orderId, at, what: 'placed', actorId: buyerId, data: { orderNo, method: wish.method } });
  await writeAudit(trx, {
    at,
    source: { actorKind: 'user', actorId: buyerId, ip: null, requestId: null },
    what: 'order.placed',
    subject: { type: 'order', id: orderId },
    data: { orderNo, quoteId: quote.quoteId, companyId: quote.companyId, ...amount, termsVersion: wish.termsVersion },
  });
  const result = await recorded(trx, { orderId, orderNo, amount, at }, deps);
  // Last: the number of its proforma is drawn in there.
  if (wish.method === 'offline') await queueInstructions(trx, deps, await lockOrder(trx, orderId), at);
  return result;
}

interface Recorded {
  readonly orderId: string;
  readonly orderNo: string;
  readonly amount: Money;
  readonly at: Instant;
}

async function recorded(
  trx: Db,
  { orderId, orderNo, amount, at }: Recorded,
  deps: RecordOrderDeps
): Promise<RecordResult> {
  const standing = await writeStanding(trx, orderId, { policies: deps.policies, at });
  return { outcome: 'recorded', orderNo, amount, standing, timing: timingOf(deps) };
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
