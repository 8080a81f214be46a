import type { Knex } from 'knex';
import type { EndingCapacity } from '../../domain/company/ended-capacity';
import type { Credit } from '../../domain/invoice/credit-lines';
import type { RefundBasis, RefundChannel, RefundState } from '../../domain/payment/refund-state';
import type { Instant, IsoDate } from '../../domain/time/iso-date';
import type { Db } from '../shared/connection';
import { withinScope, type PartnerScope } from '../shared/partner-scope';
import type { CapacityState, OrderRefundRow } from './order-refunds';

interface Person {
  readonly userId: string;
  readonly name: string;
}

/** A refund that a person asked for, as staff see it. */
export interface OrderRefundItem {
  readonly refundId: string;
  readonly order: { readonly orderId: string; readonly orderNo: string };
  readonly partner: { readonly partnerId: string; readonly name: string };
  readonly basis: RefundBasis;
  /** The lost dispute, or the refund at the provider, that it settles. */
  readonly basisId: string | null;
  readonly channel: RefundChannel;
  readonly reason: string;
  readonly state: RefundState;
  /** null: the order has no invoice. */
  readonly credit: Credit | null;
  readonly endings: readonly EndingCapacity[];
  readonly capacityState: CapacityState;
  /** What goes back; the currency may be one that nobody sells in. */
  readonly amount: { readonly amountMinor: number; readonly currency: string };
  readonly problem: string | null;
  readonly wantedBy: Person;
  readonly wantedAt: Instant;
  readonly decided: { readonly by: Person; readonly at: Instant; readonly reason: string | null } | null;
  readonly transfer: { readonly by: Person; readonly on: IsoDate; readonly bankReference: string } | null;
  readonly returnedAt: Instant | null;
  readonly closedAt: Instant | null;
  readonly creditNote: { readonly creditNoteId: string; readonly creditNoteNo: string } | null;
}

interface Row extends OrderRefundRow {
  order_no: string;
  partner_name: string;
  wanter_name: string;
  decider_name: string | null;
  transferrer_name: string | null;
  credit_note_id: string | null;
  credit_note_no: string | null;
}

const COLUMNS = [
  'f.*',
  'orders.order_no',
  'partners.name as partner_name',
  'wanter.name as wanter_name',
  'decider.name as decider_name',
  'transferrer.name as transferrer_name',
  'n.credit_note_id',
  'n.credit_note_no',
];

export interface OrderRefundQuery {
  readonly scope: PartnerScope;
  readonly state?: RefundState;
  readonly orderId?: string;
  /** Begins behind this refund; null begins at the oldest. */
  readonly after: { readonly wantedAt: Instant; readonly refundId: string } | null;
  readonly limit: number;
}

/** Oldest first: what waits longest stands at the top. */
export async function listOrderRefunds(db: Db, query: OrderRefundQuery): Promise<OrderRefundItem[]> {
  const list = withinScope(refunds(db), 'f.partner_id', query.scope)
    .select<Row[]>(COLUMNS)
    .orderBy([{ column: 'f.wanted_at' }, { column: 'f.order_refund_id' }])
    .limit(query.limit);
  if (query.state !== undefined) void list.where('f.state', query.state);
  if (query.orderId !== undefined) void list.where('f.order_id', query.orderId);
  if (query.after !== null) {
    const { wantedAt, refundId } = query.after;
    void list.whereRaw('(f.wanted_at, f.order_refund_id) > (?::timestamptz, ?)', [wantedAt, refundId]);
  }
  return (await list).map(toItem);
}

/** null: there is none within the scope. */
export async function readOrderRefund(db: Db, scope: PartnerScope, refundId: string): Promise<OrderRefundItem | null> {
  const query = refunds(db).where('f.order_refund_id', refundId).first<Row | undefined>(COLUMNS);
  const row = await withinScope(query, 'f.partner_id', scope);
  return row === undefined ? null : toItem(row);
}

function refunds(db: Db): Knex.QueryBuilder {
  return db('order_refunds as f')
    .join('orders', 'orders.order_id', 'f.order_id')
    .join('partners', 'partners.partner_id', 'f.partner_id')
    .join('users as wanter', 'wanter.user_id', 'f.wanted_by')
    .leftJoin('users as decider', 'decider.user_id', 'f.decided_by')
    .leftJoin('users as transferrer', 'transferrer.user_id', 'f.transferred_by')
    .leftJoin('credit_notes as n', 'n.cause_id', 'f.order_refund_id');
}

function toItem(row: Row): OrderRefundItem {
  return {
    refundId: row.order_refund_id,
    order: { orderId: row.order_id, orderNo: row.order_no },
    partner: { partnerId: row.partner_id, name: row.partner_name },
    basis: row.basis,
    basisId: row.basis_id,
    channel: row.channel,
    reason: row.reason,
    state: row.state,
    credit: row.lines,
    endings: row.capacity,
    capacityState: row.capacity_state,
    amount: { amountMinor: row.amount_minor, currency: row.currency },
    problem: row.problem,
    wantedBy: { userId: row.wanted_by, name: row.wanter_name },
    wantedAt: row.wanted_at,
    decided: decidedOf(row),
    transfer: transferOf(row),
    returnedAt: row.returned_at,
    closedAt: row.closed_at,
    creditNote: creditNoteOf(row),
  };
}

function decidedOf({ decided_by: userId, decided_at: at, decider_name: name, decide_reason: reason }: Row) {
  return userId === null || at === null ? null : { by: { userId, name: name ?? '' }, at, reason };
}

function transferOf(row: Row): OrderRefundItem['transfer'] {
  const { transferred_by: userId, transferred_on: on, bank_reference: bankReference } = row;
  if (userId === null || on === null || bankReference === null) return null;
  return { by: { userId, name: row.transferrer_name ?? '' }, on, bankReference };
}

function creditNoteOf({ credit_note_id: creditNoteId, credit_note_no: creditNoteNo }: Row) {
  return creditNoteId === null || creditNoteNo === null ? null : { creditNoteId, creditNoteNo };
}
