import type { z } from 'zod';
import { can } from '../../domain/access/can';
import { isStaff } from '../../domain/access/role';
import { money } from '../../domain/money/money';
import type { OrderListItem } from '../../db/order/order-list-read-model';
import type { OrderDetail } from '../../db/order/order-read-model';
import type { Caller } from '../http/caller';
import { toLineAnswer } from '../http/price-schemas';
import type { OfferDeps } from '../shared/methods-for';
import { stateFor } from '../shared/require-order';
import type { OrderAnswer, orderListItemSchema } from './order-schemas';
import { checkoutStateOf, openOf, standingOf, waitingOf, waysFactsOf, waysOf } from './order-standing';

/** The order as this reader may see it: partners and distributors are not shown where our own house has trouble. */
export function toOrderAnswer(order: OrderDetail, caller: Caller, deps: OfferDeps): OrderAnswer {
  const seesInside = isStaff(caller.actor);
  const waiting = waitingOf(standingOf(order), stepOf(order), seesInside);
  return {
    orderId: order.orderId,
    orderNo: order.orderNo,
    state: stateFor(order, caller),
    kind: order.kind,
    method: order.method,
    partner: order.partner,
    company: order.company,
    buyer: order.buyer,
    quoteId: order.quoteId,
    lines: order.lines.map((line) => toLineAnswer(line, caller.locale)),
    taxLines: order.taxLines.map((line) => ({ ...line })),
    totals: order.totals,
    term: order.term,
    autoRenew: order.autoRenew,
    termsVersion: order.termsVersion,
    billing: order.billing,
    billingContactId: order.billingContactId,
    placedAt: order.placedAt,
    deadlineAt: order.deadlineAt,
    facts: order.facts,
    checkout: checkoutOf(order, can(caller.actor, 'order.pay') !== 'none'),
    payment: paymentOf(order, caller, deps),
    waitingFor: waiting.what,
    whoActs: waiting.whoActs,
    parked: seesInside ? order.parked : null,
    rejection: seesInside ? order.rejection : null,
    invoice: order.invoice,
    refunds: order.refunds.map((refund) => ({ ...refund })),
    disputes: seesInside ? [...order.disputes] : null,
    refundsAtProvider: refundsOf(order, seesInside),
    remarks: order.remarks,
  };
}

export function toOrderListAnswer(
  item: OrderListItem,
  caller: Caller,
  deps: OfferDeps
): z.input<typeof orderListItemSchema> {
  const waiting = waitingOf(item, null, isStaff(caller.actor));
  return {
    orderId: item.orderId,
    orderNo: item.orderNo,
    state: stateFor(item, caller),
    kind: item.kind,
    method: item.method,
    partner: item.partner,
    company: item.company,
    gross: item.gross,
    open: openOf(item),
    checkoutState: checkoutStateOf(item),
    waitingFor: waiting.what,
    whoActs: waiting.whoActs,
    ...waysOf(item, caller, deps),
    placedAt: item.placedAt,
    deadlineAt: item.deadlineAt,
    completedAt: item.completedAt,
    invoiceNo: item.invoiceNo,
    poNumber: item.poNumber,
    customReference: item.customReference,
  };
}

/** Others than staff see what went back and when; how it came about is the house's matter. */
function refundsOf({ refundsAtProvider }: OrderDetail, seesInside: boolean): OrderAnswer['refundsAtProvider'] {
  if (seesInside) return [...refundsAtProvider];
  const inside = { refundId: null, provider: null, state: null, disputeId: null };
  return refundsAtProvider
    .filter(({ state }) => state === 'done')
    .map(({ amount, madeAt }) => ({ amount, madeAt, ...inside }));
}

/** The first fact that is missing is what the workflow works on. */
function stepOf({ state, facts }: OrderDetail): string | null {
  if (state !== 'fulfilling') return null;
  if (facts.activatedAt === null) return 'activateCapacity';
  if (facts.invoicedAt === null) return 'issueInvoice';
  return facts.armedAt === null ? 'armSubscription' : null;
}

function paymentOf(order: OrderDetail, caller: Caller, deps: OfferDeps): OrderAnswer['payment'] {
  const standing = standingOf(order);
  const { currency } = standing.gross;
  return {
    received: money(order.receivedMinor, currency),
    shortfall: money(order.shortfallMinor, currency),
    open: openOf(standing),
    isAnnounced: waysFactsOf(standing).hasPendingMoney,
    piNumber: order.pi?.number ?? null,
    piFlagged: isStaff(caller.actor) ? (order.pi?.isFlagged ?? false) : null,
    proformaNo: order.proformaNo,
    approvalSince: order.approvalSince,
    prolongedCount: order.prolongedCount,
    ...waysOf(standing, caller, deps),
  };
}

/** The page's address is as good as a key to it, so it is given to nobody but who may pay. */
function checkoutOf(order: OrderDetail, mayPay: boolean): OrderAnswer['checkout'] {
  const { attempt } = order;
  const state = checkoutStateOf(standingOf(order));
  if (attempt === null) return { state, url: null, expiresAt: null, lastProblem: null };
  return {
    state,
    url: mayPay && attempt.state === 'open' ? attempt.url : null,
    expiresAt: attempt.expiresAt,
    lastProblem: attempt.lastProblem,
  };
}
