import { can } from '../../domain/access/can';
import type { CheckoutMethod } from '../../domain/catalogue/catalogue';
import { money, type Money } from '../../domain/money/money';
import { canCancel } from '../../domain/order/can-cancel';
import { openMinor } from '../../domain/order/order-money';
import type { PaymentMethod } from '../../domain/order/order-kind';
import type { OrderState } from '../../domain/order/order-state';
import { isClosed } from '../../domain/order/order-transitions';
import { PART_PAID } from '../../domain/order/parked-step';
import { canPayNow, changeMethodProblem, hasMoney, type WaysFacts } from '../../domain/order/order-ways';
import { waitingFor, type Waiting } from '../../domain/order/waiting-for';
import type { AttemptState, OrderDetail } from '../../db/order/order-read-model';
import type { Caller } from '../http/caller';
import { methodsFor, type OfferDeps } from '../shared/methods-for';

/** What of an order decides what it waits for and what can be done about it; lists and pages know as much. */
export interface OrderStanding {
  readonly state: OrderState;
  readonly method: PaymentMethod;
  readonly sellerId: string;
  readonly gross: Money;
  readonly isPaid: boolean;
  readonly receivedMinor: number;
  readonly shortfallMinor: number;
  /** Of the newest attempt to pay at a provider. */
  readonly attemptState: AttemptState | null;
  readonly parked: { readonly step: string; readonly reason: string } | null;
}

export function standingOf(order: OrderDetail): OrderStanding {
  return {
    ...order,
    gross: order.totals.gross,
    isPaid: order.facts.paidAt !== null,
    attemptState: order.attempt?.state ?? null,
  };
}

export function waysFactsOf(order: OrderStanding): WaysFacts {
  return { ...order, hasPendingMoney: order.attemptState === 'capturing' };
}

interface Ways {
  readonly canPayNow: boolean;
  readonly canCancel: boolean;
  readonly changeableTo: CheckoutMethod[];
}

/** What this reader can do now. The order's workflow decides again: somebody may pay in between. */
export function waysOf(order: OrderStanding, { actor }: Caller, deps: OfferDeps): Ways {
  const facts = waysFactsOf(order);
  const mayCancel = can(actor, 'order.cancel') !== 'none' || can(actor, 'order.cancelUnpaid') !== 'none';
  const mayChange = can(actor, 'order.changeMethod') !== 'none' && changeMethodProblem(facts) === null;
  return {
    canPayNow: can(actor, 'order.pay') !== 'none' && canPayNow(facts),
    canCancel: mayCancel && canCancel(order.state, { ...facts, hasMoney: hasMoney(facts) }).ok,
    changeableTo: mayChange ? otherMethods(order, deps) : [],
  };
}

/** Offered to the order's seller, currency and total, and not the one in force. */
export function otherMethods(order: OrderStanding, deps: OfferDeps): CheckoutMethod[] {
  return methodsFor(deps, order.sellerId, order.gross)
    .filter(({ method, problem }) => problem === null && method !== order.method)
    .map(({ method }) => method);
}

/** Still to be paid; zero once the order is paid or has ended. */
export function openOf({ gross, receivedMinor, shortfallMinor, isPaid, state }: OrderStanding): Money {
  const isOver = isPaid || isClosed(state);
  return money(isOver ? 0 : openMinor({ total: gross, receivedMinor, shortfallMinor }), gross.currency);
}

export function checkoutStateOf({ attemptState, method, state }: OrderStanding): AttemptState | 'none' {
  if (attemptState !== null) return attemptState;
  const isOnline = method === 'card' || method === 'paypal';
  return isOnline && state === 'awaiting_payment' ? 'opening' : 'none';
}

const STAFF_TOLD: Waiting = { what: 'our staff, who have been told and look into it', whoActs: 'purser' };
/** A partner is told what is missing: it is the partner's bank that can still send it. */
const REST_AWAITED: Waiting = {
  what: 'the rest of the bank transfer, or the account manager’s decision about it',
  whoActs: 'account_manager',
};

/** @param step of the fulfilment that runs now, null when none does */
export function waitingOf(order: OrderStanding, step: string | null, seesInside: boolean): Waiting {
  const { state, method, parked } = order;
  if (!seesInside && parked !== null) return parked.step === PART_PAID ? REST_AWAITED : STAFF_TOLD;
  const whoActs = parked?.step === PART_PAID ? 'account_manager' : 'ops';
  const { hasPendingMoney } = waysFactsOf(order);
  return waitingFor({ state, method, step, hasPendingMoney, parked: parked === null ? null : { ...parked, whoActs } });
}
