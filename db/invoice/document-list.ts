import type { Knex } from 'knex';
import { money, type Money } from '../../domain/money/money';
import type { Instant, IsoDate } from '../../domain/time/iso-date';
import type { Db } from '../shared/connection';
import { currencyOf } from '../shared/currency-of';
import { containsPattern, startsWithPattern } from '../shared/like-pattern';
import type { PartnerScope } from '../shared/partner-scope';

/** What lists of invoices and of credit notes say alike. */
export interface DocumentListItem {
  readonly orderId: string;
  readonly orderNo: string;
  readonly partner: { readonly partnerId: string; readonly name: string };
  readonly company: { readonly companyId: string; readonly name: string };
  readonly issuedOn: IsoDate;
  readonly issuedAt: Instant;
  readonly net: Money;
  readonly tax: Money;
  readonly gross: Money;
}

export interface DocumentFilter {
  readonly companyId?: string;
  readonly orderId?: string;
  /** Issued on or after. */
  readonly from?: IsoDate;
  /** Issued before. */
  readonly until?: IsoDate;
  /** Beginning of the document's or its order's number, a Company ID, or part of a company name. */
  readonly text?: string;
}

export interface DocumentListQuery<F extends DocumentFilter> {
  readonly scope: PartnerScope;
  readonly filter: F;
  readonly newestFirst: boolean;
  /** Begins behind this document; null begins at the start. */
  readonly after: { readonly issuedAt: Instant; readonly id: string } | null;
  readonly limit: number;
}

export interface DocumentRow {
  order_id: string;
  order_no: string;
  partner_id: string;
  partner_name: string;
  company_id: string;
  company_name: string;
  issued_on: string;
  issued_at: string;
  currency: string;
  net_minor: number;
  tax_minor: number;
  gross_minor: number;
}

export const DOCUMENT_COLUMNS = [
  'd.order_id',
  'orders.order_no',
  'd.partner_id',
  'partners.name as partner_name',
  'orders.company_id',
  'companies.name as company_name',
  'd.issued_on',
  'd.issued_at',
  'd.currency',
  'd.net_minor',
  'd.tax_minor',
  'd.gross_minor',
];

/** The table as `d`, with what its documents are about. */
export function documentsOf(db: Db, table: 'invoices' | 'credit_notes'): Knex.QueryBuilder {
  return db(`${table} as d`)
    .join('orders', 'orders.order_id', 'd.order_id')
    .join('partners', 'partners.partner_id', 'd.partner_id')
    .join('companies', 'companies.company_id', 'orders.company_id');
}

/** Filters and sorts by the time of issue, then id. */
export function pageOfDocuments(
  list: Knex.QueryBuilder,
  columns: { readonly id: string; readonly no: string },
  { filter, newestFirst, after, limit }: Omit<DocumentListQuery<DocumentFilter>, 'scope'>
): void {
  applyFilter(list, columns.no, filter);
  const order = newestFirst ? 'desc' : 'asc';
  void list
    .orderBy([
      { column: 'd.issued_at', order },
      { column: `d.${columns.id}`, order },
    ])
    .limit(limit);
  if (after === null) return;
  const sign = newestFirst ? '<' : '>';
  void list.whereRaw(`(d.issued_at, d.??) ${sign} (?::timestamptz, ?)`, [columns.id, after.issuedAt, after.id]);
}

function applyFilter(list: Knex.QueryBuilder, noColumn: string, filter: DocumentFilter): void {
  if (filter.companyId !== undefined) void list.where('orders.company_id', filter.companyId);
  if (filter.orderId !== undefined) void list.where('d.order_id', filter.orderId);
  if (filter.from !== undefined) void list.where('d.issued_on', '>=', filter.from);
  if (filter.until !== undefined) void list.where('d.issued_on', '<', filter.until);
  if (filter.text === undefined) return;
  const start = startsWithPattern(filter.text);
  void list.whereRaw('(d.?? ilike ? or orders.order_no ilike ? or orders.company_id = ? or companies.name ilike ?)', [
    noColumn,
    start,
    start,
    filter.text,
    containsPattern(filter.text),
  ]);
}

export function toDocumentListItem(row: DocumentRow): DocumentListItem {
  const inCurrency = (amountMinor: number): Money => money(amountMinor, currencyOf(row.currency));
  return {
    orderId: row.order_id,
    orderNo: row.order_no,
    partner: { partnerId: row.partner_id, name: row.partner_name },
    company: { companyId: row.company_id, name: row.company_name },
    issuedOn: row.issued_on,
    issuedAt: row.issued_at,
    net: inCurrency(row.net_minor),
    tax: inCurrency(row.tax_minor),
    gross: inCurrency(row.gross_minor),
  };
}
