import type { Knex } from 'knex';
import { money, type Money } from '../../domain/money/money';
import type { OrderKind, PaymentMethod } from '../../domain/order/order-kind';
import type { OrderState } from '../../domain/order/order-state';
import type { Instant } from '../../domain/time/iso-date';
import type { Db } from '../shared/connection';
import { currencyOf } from '../shared/currency-of';
import { containsPattern, startsWithPattern } from '../shared/like-pattern';
import { withinScope, type PartnerScope } from '../shared/partner-scope';
import { joinLastInvoice } from './join-last-invoice';
import type { AttemptState } from './order-read-model';

export interface OrderListItem {
  readonly orderId: string;
  readonly orderNo: string;
  readonly partner: { readonly partnerId: string; readonly name: string };
  readonly company: { readonly companyId: string; readonly name: string };
  readonly kind: OrderKind;
  readonly method: PaymentMethod;
  readonly state: OrderState;
  readonly sellerId: string;
  readonly gross: Money;
  readonly receivedMinor: number;
  readonly shortfallMinor: number;
  readonly isPaid: boolean;
  readonly parked: { readonly step: string; readonly reason: string } | null;
  /** Of the newest attempt to pay at a provider. */
  readonly attemptState: AttemptState | null;
  readonly placedAt: Instant;
  readonly deadlineAt: Instant;
  readonly completedAt: Instant | null;
  readonly invoiceNo: string | null;
  readonly poNumber: string;
  readonly customReference: string;
}

export interface OrderFilter {
  readonly states?: readonly OrderState[];
  readonly companyId?: string;
  readonly method?: PaymentMethod;
  /** Its workflow still has something to do; false: it has ended. */
  readonly isOpen?: boolean;
  /** Placed at or after. */
  readonly from?: Instant;
  /** Placed before. */
  readonly until?: Instant;
  /** Beginning of an order or invoice number, a Company ID, or part of a company name, PO number or reference. */
  readonly text?: string;
}

export interface OrderListQuery {
  readonly scope: PartnerScope;
  readonly filter: OrderFilter;
  readonly newestFirst: boolean;
  /** Begins behind this order; null begins at the start. */
  readonly after: { readonly placedAt: Instant; readonly orderId: string } | null;
  readonly limit: number;
}

interface Row {
  order_id: string;
  order_no: string;
  partner_id: string;
  partner_name: string;
  company_id: string;
  company_name: string;
  kind: OrderKind;
  method: PaymentMethod;
  state: OrderState;
  currency: string;
  seller_id: string;
  gross_minor: number;
  received_minor: number;
  shortfall_minor: number;
  paid_at: string | null;
  parked_step: string | null;
  parked_reason: string | null;
  attempt_state: AttemptState | null;
  placed_at: string;
  deadline_at: string;
  completed_at: string | null;
  invoice_no: string | null;
  po_number: string | null;
  custom_reference: string | null;
}

const LIST_COLUMNS = [
  'o.order_id',
  'o.order_no',
  'o.partner_id',
  'partners.name as partner_name',
  'o.company_id',
  'companies.name as company_name',
  'o.kind',
  'o.method',
  'o.state',
  'o.currency',
  'o.seller_id',
  'o.gross_minor',
  'o.received_minor',
  'o.shortfall_minor',
  'o.paid_at',
  'o.parked_step',
  'o.parked_reason',
  'a.state as attempt_state',
  'o.placed_at',
  'o.deadline_at',
  'o.completed_at',
  'invoices.invoice_no',
  'r.po_number',
  'r.custom_reference',
];

/** Sorted by the time of placing, then id; stays flat however long the table is. */
export async function listOrders(db: Db, query: OrderListQuery): Promise<OrderListItem[]> {
  const list = db('orders as o')
    .join('partners', 'partners.partner_id', 'o.partner_id')
    .join('companies', 'companies.company_id', 'o.company_id')
    .leftJoin('order_remarks as r', 'r.order_id', 'o.order_id')
    .joinRaw(
      `left join lateral (select p.state from payment_attempts p where p.order_id = o.order_id
                          order by p.attempt_no desc limit 1) a on true`
    )
    .select<Row[]>(LIST_COLUMNS)
    .limit(query.limit);
  joinLastInvoice(list, 'o');
  withinScope(list, 'o.partner_id', query.scope);
  applyFilter(list, query.filter);
  const direction = query.newestFirst ? 'desc' : 'asc';
  void list.orderBy([
    { column: 'o.placed_at', order: direction },
    { column: 'o.order_id', order: direction },
  ]);
  if (query.after !== null) {
    const sign = query.newestFirst ? '<' : '>';
    void list.whereRaw(`(o.placed_at, o.order_id) ${sign} (?::timestamptz, ?)`, [
      query.after.placedAt,
      query.after.orderId,
    ]);
  }
  const rows = await list;
  return rows.map(toItem);
}

function applyFilter(list: Knex.QueryBuilder, filter: OrderFilter): void {
  if (filter.states !== undefined) void list.whereIn('o.state', filter.states);
  if (filter.companyId !== undefined) void list.where('o.company_id', filter.companyId);
  if (filter.method !== undefined) void list.where('o.method', filter.method);
  if (filter.isOpen === true) void list.whereNull('o.closed_at');
  if (filter.isOpen === false) void list.whereNotNull('o.closed_at');
  if (filter.from !== undefined) void list.where('o.placed_at', '>=', filter.from);
  if (filter.until !== undefined) void list.where('o.placed_at', '<', filter.until);
  if (filter.text !== undefined) applyText(list, filter.text);
}

function applyText(list: Knex.QueryBuilder, text: string): void {
  const anywhere = containsPattern(text);
  const start = startsWithPattern(text);
  void list.whereRaw(
    `(o.order_no ilike ? or o.company_id = ? or invoices.invoice_no ilike ? or companies.name ilike ?
      or r.po_number ilike ? or r.custom_reference ilike ?)`,
    [start, text, start, anywhere, anywhere, anywhere]
  );
}

function toItem(row: Row): OrderListItem {
  return {
    orderId: row.order_id,
    orderNo: row.order_no,
    partner: { partnerId: row.partner_id, name: row.partner_name },
    company: { companyId: row.company_id, name: row.company_name },
    kind: row.kind,
    method: row.method,
    state: row.state,
    sellerId: row.seller_id,
    receivedMinor: row.received_minor,
    shortfallMinor: row.shortfall_minor,
    isPaid: row.paid_at !== null,
    parked: row.parked_step === null ? null : { step: row.parked_step, reason: row.parked_reason ?? '' },
    attemptState: row.attempt_state,
    gross: money(row.gross_minor, currencyOf(row.currency)),
    placedAt: row.placed_at,
    deadlineAt: row.deadline_at,
    completedAt: row.completed_at,
    invoiceNo: row.invoice_no,
    poNumber: row.po_number ?? '',
    customReference: row.custom_reference ?? '',
  };
}
