import type { Knex } from 'knex';
import { money, type Money } from '../../domain/money/money';
import type { Instant, IsoDate } from '../../domain/time/iso-date';
import type { Db } from '../shared/connection';
import { currencyOf } from '../shared/currency-of';
import { containsPattern, startsWithPattern } from '../shared/like-pattern';
import { withinScope, type PartnerScope } from '../shared/partner-scope';

export interface InvoiceListItem {
  readonly invoiceId: string;
  readonly invoiceNo: string;
  readonly orderId: string;
  readonly orderNo: string;
  readonly partner: { readonly partnerId: string; readonly name: string };
  readonly company: { readonly companyId: string; readonly name: string };
  readonly issuedOn: IsoDate;
  readonly issuedAt: Instant;
  readonly net: Money;
  readonly tax: Money;
  readonly gross: Money;
  readonly fullyCredited: boolean;
}

export interface InvoiceFilter {
  readonly companyId?: string;
  readonly orderId?: string;
  /** Issued on or after. */
  readonly from?: IsoDate;
  /** Issued before. */
  readonly until?: IsoDate;
  /** Beginning of an invoice or order number, a Company ID, or part of a company name. */
  readonly text?: string;
}

export interface InvoiceListQuery {
  readonly scope: PartnerScope;
  readonly filter: InvoiceFilter;
  readonly newestFirst: boolean;
  /** Begins behind this invoice; null begins at the start. */
  readonly after: { readonly issuedAt: Instant; readonly invoiceId: string } | null;
  readonly limit: number;
}

interface Row {
  invoice_id: string;
  invoice_no: string;
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
  fully_credited: boolean;
}

const COLUMNS = [
  'i.invoice_id',
  'i.invoice_no',
  'i.order_id',
  'orders.order_no',
  'i.partner_id',
  'partners.name as partner_name',
  'orders.company_id',
  'companies.name as company_name',
  'i.issued_on',
  'i.issued_at',
  'i.currency',
  'i.net_minor',
  'i.tax_minor',
  'i.gross_minor',
  'i.fully_credited',
];

/** Sorted by the time of issue, then id. */
export async function listInvoices(db: Db, query: InvoiceListQuery): Promise<InvoiceListItem[]> {
  const list = withinScope(invoices(db), 'i.partner_id', query.scope).select<Row[]>(COLUMNS).limit(query.limit);
  applyFilter(list, query.filter);
  const direction = query.newestFirst ? 'desc' : 'asc';
  void list.orderBy([
    { column: 'i.issued_at', order: direction },
    { column: 'i.invoice_id', order: direction },
  ]);
  if (query.after !== null) {
    const sign = query.newestFirst ? '<' : '>';
    const { issuedAt, invoiceId } = query.after;
    void list.whereRaw(`(i.issued_at, i.invoice_id) ${sign} (?::timestamptz, ?)`, [issuedAt, invoiceId]);
  }
  return (await list).map(toItem);
}

/** null: there is none within the scope. */
export async function findInvoice(db: Db, scope: PartnerScope, invoiceId: string): Promise<InvoiceListItem | null> {
  const query = invoices(db).where('i.invoice_id', invoiceId).first<Row | undefined>(COLUMNS);
  const row = await withinScope(query, 'i.partner_id', scope);
  return row === undefined ? null : toItem(row);
}

function invoices(db: Db): Knex.QueryBuilder {
  return db('invoices as i')
    .join('orders', 'orders.order_id', 'i.order_id')
    .join('partners', 'partners.partner_id', 'i.partner_id')
    .join('companies', 'companies.company_id', 'orders.company_id');
}

function applyFilter(list: Knex.QueryBuilder, filter: InvoiceFilter): void {
  if (filter.companyId !== undefined) void list.where('orders.company_id', filter.companyId);
  if (filter.orderId !== undefined) void list.where('i.order_id', filter.orderId);
  if (filter.from !== undefined) void list.where('i.issued_on', '>=', filter.from);
  if (filter.until !== undefined) void list.where('i.issued_on', '<', filter.until);
  if (filter.text === undefined) return;
  const start = startsWithPattern(filter.text);
  void list.whereRaw(
    '(i.invoice_no ilike ? or orders.order_no ilike ? or orders.company_id = ? or companies.name ilike ?)',
    [start, start, filter.text, containsPattern(filter.text)]
  );
}

function toItem(row: Row): InvoiceListItem {
  const inCurrency = (amountMinor: number): Money => money(amountMinor, currencyOf(row.currency));
  return {
    invoiceId: row.invoice_id,
    invoiceNo: row.invoice_no,
    orderId: row.order_id,
    orderNo: row.order_no,
    partner: { partnerId: row.partner_id, name: row.partner_name },
    company: { companyId: row.company_id, name: row.company_name },
    issuedOn: row.issued_on,
    issuedAt: row.issued_at,
    net: inCurrency(row.net_minor),
    tax: inCurrency(row.tax_minor),
    gross: inCurrency(row.gross_minor),
    fullyCredited: row.fully_credited,
  };
}
