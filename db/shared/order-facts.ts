import { invariant } from '../../domain/assert';
import type { BillingData } from '../../domain/billing/billing-data';
import type { Entitlement } from '../../domain/company/entitlement';
import { isCurrency, money, type Money } from '../../domain/money/money';
import type { AutoRenewChoice, OrderKind, PaymentMethod } from '../../domain/order/order-kind';
import type { OrderState } from '../../domain/order/order-state';
import { canMove } from '../../domain/order/order-transitions';
import type { Instant, Period } from '../../domain/time/iso-date';
import type { Db } from './connection';

/** What was agreed when Auto Renew was ticked. */
export interface StoredConsent {
  readonly textVersion: string;
  readonly at: Instant;
  readonly by: string;
}

/** The order as the steps of its workflow see it. */
export interface OrderFactsRow {
  readonly orderId: string;
  readonly orderNo: string;
  readonly partnerId: string;
  readonly companyId: string;
  readonly buyerId: string;
  readonly kind: OrderKind;
  readonly quoteId: string;
  readonly sellerId: string;
  readonly method: PaymentMethod;
  readonly state: OrderState;
  readonly total: Money;
  readonly autoRenew: AutoRenewChoice;
  readonly consent: StoredConsent | null;
  readonly billing: BillingData;
  readonly target: Entitlement;
  readonly term: Period;
  readonly placedAt: Instant;
  /** When the method in force was chosen: the placing, or the last change. */
  readonly methodSince: Instant;
  /** Where the offline deadline was moved to by a prolongation or an approval that stood in the way; null: nowhere. */
  readonly offlineUntil: Instant | null;
  readonly deadlineAt: Instant;
  readonly prolongedCount: number;
  /** Bank money allocated to the order, minor units. */
  readonly receivedMinor: number;
  /** Shortfall closed as bank charges, minor units. */
  readonly shortfallMinor: number;
  readonly approvalSince: Instant | null;
  /** When somebody is reminded next. */
  readonly remindAt: Instant | null;
  readonly piNumber: string | null;
  readonly parked: { readonly step: string; readonly reason: string } | null;
  readonly paidAt: Instant | null;
  readonly activatedAt: Instant | null;
  readonly armedAt: Instant | null;
  readonly closedAt: Instant | null;
}

interface Row {
  order_id: string;
  order_no: string;
  partner_id: string;
  company_id: string;
  buyer_id: string;
  kind: OrderKind;
  quote_id: string;
  seller_id: string;
  method: PaymentMethod;
  state: OrderState;
  currency: string;
  gross_minor: number;
  auto_renew: AutoRenewChoice;
  consent: StoredConsent | null;
  billing: BillingData;
  target: Entitlement;
  term: Period;
  placed_at: Instant;
  method_since: Instant | null;
  offline_until: Instant | null;
  deadline_at: Instant;
  prolonged_count: number;
  received_minor: number;
  shortfall_minor: number;
  approval_since: Instant | null;
  remind_at: Instant | null;
  pi_number: string | null;
  parked_step: string | null;
  parked_reason: string | null;
  paid_at: Instant | null;
  activated_at: Instant | null;
  armed_at: Instant | null;
  closed_at: Instant | null;
}

/**
 * Locks the order until the transaction ends, but not the key that its events, links and documents point at: whoever holds one
 * of those and writes another would otherwise wait for the order, and the order's holder for them.
 * @throws Error when there is no such order.
 */
export async function lockOrder(trx: Db, orderId: string): Promise<OrderFactsRow> {
  const row = await trx<Row>('orders').where({ order_id: orderId }).forNoKeyUpdate().first();
  if (row === undefined) throw new Error(`there is no order ${orderId}`);
  return toFacts(row);
}

/** @throws Error when there is no such order. */
export async function readOrderFacts(db: Db, orderId: string): Promise<OrderFactsRow> {
  const row = await db<Row>('orders').where({ order_id: orderId }).first();
  if (row === undefined) throw new Error(`there is no order ${orderId}`);
  return toFacts(row);
}

function toFacts(row: Row): OrderFactsRow {
  const { currency } = row;
  invariant(isCurrency(currency), `order ${row.order_id} has the unknown currency ${currency}`);
  return {
    orderId: row.order_id,
    orderNo: row.order_no,
    partnerId: row.partner_id,
    companyId: row.company_id,
    buyerId: row.buyer_id,
    kind: row.kind,
    quoteId: row.quote_id,
    sellerId: row.seller_id,
    method: row.method,
    state: row.state,
    total: money(row.gross_minor, currency),
    autoRenew: row.auto_renew,
    consent: row.consent,
    billing: row.billing,
    target: row.target,
    term: row.term,
    placedAt: row.placed_at,
    methodSince: row.method_since ?? row.placed_at,
    offlineUntil: row.offline_until,
    deadlineAt: row.deadline_at,
    prolongedCount: row.prolonged_count,
    receivedMinor: row.received_minor,
    shortfallMinor: row.shortfall_minor,
    approvalSince: row.approval_since,
    remindAt: row.remind_at,
    piNumber: row.pi_number,
    parked: row.parked_step === null ? null : { step: row.parked_step, reason: row.parked_reason ?? '' },
    paidAt: row.paid_at,
    activatedAt: row.activated_at,
    armedAt: row.armed_at,
    closedAt: row.closed_at,
  };
}

/** Columns that a step may set together with the state. */
export interface FactChange {
  readonly method?: PaymentMethod;
  readonly method_since?: Instant;
  readonly offline_until?: Instant;
  readonly auto_renew?: AutoRenewChoice;
  readonly consent?: string | null;
  readonly deadline_at?: Instant;
  readonly prolonged_count?: number;
  readonly received_minor?: number;
  readonly shortfall_minor?: number;
  readonly approval_since?: Instant | null;
  readonly remind_at?: Instant | null;
  readonly pi_number?: string | null;
  readonly pi_key?: string | null;
  readonly pi_id?: string | null;
  readonly pi_flagged?: boolean;
  readonly paid_at?: Instant;
  readonly activated_at?: Instant;
  readonly armed_at?: Instant;
  readonly completed_at?: Instant;
  readonly closed_at?: Instant;
  readonly parked_at?: Instant | null;
  readonly parked_step?: string | null;
  readonly parked_reason?: string | null;
  readonly term?: string;
  readonly billing?: string;
}

/**
 * Moves a locked order along the table of states, with the facts of the step. @throws Error for a move that the table lacks.
 */
export async function moveOrder(trx: Db, order: OrderFactsRow, to: OrderState, facts: FactChange = {}): Promise<void> {
  invariant(canMove(order.state, to), `order ${order.orderId} cannot go from ${order.state} to ${to}`);
  const count = await trx('orders')
    .where({ order_id: order.orderId, state: order.state })
    .update({ state: to, ...facts, row_version: trx.raw('row_version + 1') });
  invariant(count === 1, `order ${order.orderId} changed under its own lock`);
}

export async function setOrderFacts(trx: Db, orderId: string, facts: FactChange): Promise<void> {
  const count = await trx('orders')
    .where({ order_id: orderId })
    .update({ ...facts, row_version: trx.raw('row_version + 1') });
  invariant(count === 1, `there is no order ${orderId}`);
}
