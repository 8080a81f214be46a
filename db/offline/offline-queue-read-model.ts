import { PART_PAID } from '../../domain/order/parked-step';
import type { Knex } from 'knex';
import { money, type Money } from '../../domain/money/money';
import type { OrderState } from '../../domain/order/order-state';
import type { Instant } from '../../domain/time/iso-date';
import type { Db } from '../shared/connection';
import { currencyOf } from '../shared/currency-of';
import {
  joinLastRejection,
  REJECTION_COLUMNS,
  toRejection,
  type Rejection,
  type RejectionRow,
} from '../shared/last-rejection';
import { containsPattern, startsWithPattern } from '../shared/like-pattern';
import { withinScope, type PartnerScope } from '../shared/partner-scope';

/** `part_paid`: parked by its deadline with a part of its money in; `parked`: parked for another reason. */
export const QUEUE_STATES = ['awaiting_payment', 'awaiting_approval', 'part_paid', 'parked'] as const;
export type QueueState = (typeof QUEUE_STATES)[number];

/** An open order that is paid by bank transfer, as the account manager follows it up. */
export interface QueueItem {
  readonly orderId: string;
  readonly orderNo: string;
  readonly partner: { readonly partnerId: string; readonly name: string };
  readonly company: { readonly companyId: string; readonly name: string };
  readonly buyer: { readonly name: string; readonly email: string };
  readonly state: OrderState;
  readonly parked: { readonly step: string; readonly reason: string } | null;
  readonly gross: Money;
  readonly receivedMinor: number;
  readonly shortfallMinor: number;
  readonly placedAt: Instant;
  readonly deadlineAt: Instant;
  readonly prolongedCount: number;
  readonly approvalSince: Instant | null;
  readonly rejection: Rejection | null;
  readonly pi: { readonly number: string; readonly isFlagged: boolean } | null;
  /** Reports of distributors that nobody has decided yet. */
  readonly reportsWaiting: number;
}

export interface QueueQuery {
  readonly scope: PartnerScope;
  readonly filter: { readonly state?: QueueState; readonly partnerId?: string; readonly text?: string };
  /** Begins behind this order; null begins at the oldest. */
  readonly after: { readonly placedAt: Instant; readonly orderId: string } | null;
  readonly limit: number;
}

interface Row extends RejectionRow {
  order_id: string;
  order_no: string;
  partner_id: string;
  partner_name: string;
  company_id: string;
  company_name: string;
  buyer_name: string;
  buyer_email: string;
  state: OrderState;
  parked_step: string | null;
  parked_reason: string | null;
  currency: string;
  gross_minor: number;
  received_minor: number;
  shortfall_minor: number;
  placed_at: Instant;
  deadline_at: Instant;
  prolonged_count: number;
  approval_since: Instant | null;
  pi_number: string | null;
  pi_flagged: boolean;
  reports_waiting: number;
}

const COLUMNS = [
  'o.order_id',
  'o.order_no',
  'o.partner_id',
  'partners.name as partner_name',
  'o.company_id',
  'companies.name as company_name',
  'users.name as buyer_name',
  'users.email as buyer_email',
  'o.state',
  'o.parked_step',
  'o.parked_reason',
  'o.currency',
  'o.gross_minor',
  'o.received_minor',
  'o.shortfall_minor',
  'o.placed_at',
  'o.deadline_at',
  'o.prolonged_count',
  'o.approval_since',
  'o.pi_number',
  'o.pi_flagged',
  ...REJECTION_COLUMNS,
];

const REPORTS_WAITING = `(select count(*) from receipt_reports t
  where t.order_id = o.order_id and t.state = 'reported') as reports_waiting`;

/** Oldest first: what waits longest stands at the top. The condition is that of the partial index `orders_offline_open`. */
export async function listOfflineQueue(db: Db, { scope, filter, after, limit }: QueueQuery): Promise<QueueItem[]> {
  const list = db('orders as o')
    .join('partners', 'partners.partner_id', 'o.partner_id')
    .join('companies', 'companies.company_id', 'o.company_id')
    .join('users', 'users.user_id', 'o.buyer_id')
    .whereNull('o.closed_at')
    .where('o.method', 'offline')
    .whereNull('o.paid_at')
    .orderBy([{ column: 'o.placed_at' }, { column: 'o.order_id' }])
    .limit(limit)
    .select<Row[]>([...COLUMNS, db.raw(REPORTS_WAITING)]);
  joinLastRejection(list, 'o');
  withinScope(list, 'o.partner_id', scope);
  applyFilter(list, filter);
  if (after !== null) {
    void list.whereRaw('(o.placed_at, o.order_id) > (?::timestamptz, ?)', [after.placedAt, after.orderId]);
  }
  return (await list).map(toItem);
}

function applyFilter(list: Knex.QueryBuilder, { state, partnerId, text }: QueueQuery['filter']): void {
  if (state === 'part_paid') void list.where({ 'o.state': 'needs_attention', 'o.parked_step': PART_PAID });
  if (state === 'parked') void list.where('o.state', 'needs_attention').whereNot('o.parked_step', PART_PAID);
  if (state === 'awaiting_payment' || state === 'awaiting_approval') void list.where('o.state', state);
  if (partnerId !== undefined) void list.where('o.partner_id', partnerId);
  if (text === undefined) return;
  const anywhere = containsPattern(text);
  void list.whereRaw(
    `(o.order_no ilike ? or o.company_id = ? or companies.name ilike ? or partners.name ilike ? or o.pi_number ilike ?)`,
    [startsWithPattern(text), text, anywhere, anywhere, anywhere]
  );
}

function toItem(row: Row): QueueItem {
  return {
    orderId: row.order_id,
    orderNo: row.order_no,
    partner: { partnerId: row.partner_id, name: row.partner_name },
    company: { companyId: row.company_id, name: row.company_name },
    buyer: { name: row.buyer_name, email: row.buyer_email },
    state: row.state,
    parked: row.parked_step === null ? null : { step: row.parked_step, reason: row.parked_reason ?? '' },
    gross: money(row.gross_minor, currencyOf(row.currency)),
    receivedMinor: row.received_minor,
    shortfallMinor: row.shortfall_minor,
    placedAt: row.placed_at,
    deadlineAt: row.deadline_at,
    prolongedCount: row.prolonged_count,
    approvalSince: row.approval_since,
    rejection: toRejection(row),
    pi: row.pi_number === null ? null : { number: row.pi_number, isFlagged: row.pi_flagged },
    reportsWaiting: row.reports_waiting,
  };
}
