import { can } from '../../domain/access/can';
import { partnerFacingState } from '../../domain/order/order-transitions';
import { waitingFor, type Waiting } from '../../domain/order/waiting-for';
import type { OrderListItem } from '../../db/order/order-list-read-model';
import type { OrderDetail } from '../../db/order/order-read-model';
import type { Caller } from '../http/caller';
import { toLineAnswer } from '../http/price-schemas';
import type { z } from 'zod';
import type { OrderAnswer, orderListItemSchema } from './order-schemas';

/** The order as this reader may see it: partners are not shown where our own house has trouble. */
export function toOrderAnswer(order: OrderDetail, caller: Caller): OrderAnswer {
  const isPartner = caller.actor.partnerId !== null;
  const waiting = isPartner && order.parked !== null ? STAFF_TOLD : waitingOf(order);
  return {
    orderId: order.orderId,
    orderNo: order.orderNo,
    state: isPartner ? partnerFacingState(order.state) : order.state,
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
    waitingFor: waiting.what,
    whoActs: waiting.whoActs,
    parked: isPartner ? null : order.parked,
    invoice: order.invoice,
    remarks: order.remarks,
  };
}

export function toOrderListAnswer(item: OrderListItem, caller: Caller): z.input<typeof orderListItemSchema> {
  return { ...item, state: caller.actor.partnerId === null ? item.state : partnerFacingState(item.state) };
}

const STAFF_TOLD: Waiting = { what: 'our staff, who have been told and look into it', whoActs: 'purser' };

function waitingOf(order: OrderDetail): Waiting {
  return waitingFor({
    state: order.state,
    method: order.method,
    step: stepOf(order),
    parked: order.parked === null ? null : { ...order.parked, whoActs: 'ops' },
    hasPendingMoney: false,
  });
}

/** The first fact that is missing is what the workflow works on. */
function stepOf({ state, facts }: OrderDetail): string | null {
  if (state !== 'fulfilling') return null;
  if (facts.activatedAt === null) return 'activateCapacity';
  if (facts.invoicedAt === null) return 'issueInvoice';
  return facts.armedAt === null ? 'armSubscription' : null;
}

/** The page's address is as good as a key to it, so it is given to nobody but who may pay. */
function checkoutOf(order: OrderDetail, mayPay: boolean): OrderAnswer['checkout'] {
  const { attempt } = order;
  if (attempt === null) {
    const isOnline = order.method === 'card' || order.method === 'paypal';
    const state = isOnline && order.state === 'awaiting_payment' ? 'opening' : 'none';
    return { state, url: null, expiresAt: null, lastProblem: null };
  }
  return {
    state: attempt.state,
    url: mayPay && attempt.state === 'open' ? attempt.url : null,
    expiresAt: attempt.expiresAt,
    lastProblem: attempt.lastProblem,
  };
}
