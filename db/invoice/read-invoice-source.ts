import type { BillingData } from '../../domain/billing/billing-data';
import type { TermLength } from '../../domain/catalogue/plan';
import { isCurrency, type Currency } from '../../domain/money/money';
import type { OrderKind, PaymentMethod } from '../../domain/order/order-kind';
import type { PricedLine, Quote } from '../../domain/quote/quote';
import type { TaxLine } from '../../domain/tax/tax-line';
import type { Instant, IsoDate, Period } from '../../domain/time/iso-date';
import type { Db } from '../shared/connection';
import { readOrderLines } from '../shared/order-lines';

/** What an invoice or proforma is made from: the order as placed, with the facts so far. */
export interface InvoiceSource {
  readonly orderId: string;
  readonly orderNo: string;
  readonly partnerId: string;
  readonly companyId: string;
  readonly companyName: string;
  readonly kind: OrderKind;
  readonly sellerId: string;
  readonly method: PaymentMethod;
  readonly currency: Currency;
  readonly netMinor: number;
  readonly taxMinor: number;
  readonly grossMinor: number;
  readonly taxLines: readonly TaxLine[];
  readonly billing: BillingData;
  readonly termLength: TermLength;
  readonly quotedOn: IsoDate;
  readonly paidAt: Instant | null;
  readonly deadlineAt: Instant;
  readonly lines: readonly PricedLine[];
}

interface OrderRow {
  order_id: string;
  order_no: string;
  partner_id: string;
  company_id: string;
  company_name: string;
  kind: OrderKind;
  seller_id: string;
  method: PaymentMethod;
  currency: string;
  net_minor: number;
  tax_minor: number;
  gross_minor: number;
  tax_lines: TaxLine[];
  billing: BillingData;
  quote: Quote;
  term: Period;
  paid_at: Instant | null;
  deadline_at: Instant;
}

/** Locks the order as `lockOrder` does. @throws Error when there is no such order. */
export async function lockInvoiceSource(trx: Db, orderId: string): Promise<InvoiceSource> {
  const result = await trx.raw<{ rows: OrderRow[] }>(
    `select o.order_id, o.order_no, o.partner_id, o.company_id, c.name as company_name, o.kind, o.seller_id, o.method,
            o.currency, o.net_minor, o.tax_minor, o.gross_minor, o.tax_lines, o.billing, q.body as quote, o.term, o.paid_at,
            o.deadline_at
       from orders o
       join companies c on c.company_id = o.company_id
       join quotes q on q.quote_id = o.quote_id
      where o.order_id = ?
        for no key update of o`,
    [orderId]
  );
  const row = result.rows[0];
  if (row === undefined) throw new Error(`there is no order ${orderId}`);
  if (!isCurrency(row.currency)) throw new Error(`order ${orderId} is in ${row.currency}, which is not sold in`);
  return toSource(row, row.currency, inActualTerm(row, await readOrderLines(trx, orderId, row.currency)));
}

/**
 * A first purchase is priced "if paid today"; its term began on the day of activation, and the invoice states that one. The
 * days charged are the whole term either way (product §3).
 */
function inActualTerm({ kind, term }: OrderRow, lines: readonly PricedLine[]): PricedLine[] {
  return lines.map((line) => (kind === 'purchase_plan' ? { ...line, period: term } : line));
}

function toSource(row: OrderRow, currency: Currency, lines: readonly PricedLine[]): InvoiceSource {
  return {
    orderId: row.order_id,
    orderNo: row.order_no,
    partnerId: row.partner_id,
    companyId: row.company_id,
    companyName: row.company_name,
    kind: row.kind,
    sellerId: row.seller_id,
    method: row.method,
    currency,
    netMinor: row.net_minor,
    taxMinor: row.tax_minor,
    grossMinor: row.gross_minor,
    taxLines: row.tax_lines,
    billing: row.billing,
    termLength: row.quote.termLength,
    quotedOn: row.quote.quotedOn,
    paidAt: row.paid_at,
    deadlineAt: row.deadline_at,
    lines,
  };
}
