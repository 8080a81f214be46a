import { uuidv7 } from 'uuidv7';
import type { Seller } from '../../domain/catalogue/seller';
import { INVOICE_TEMPLATE_VERSION, type InvoiceBody } from '../../domain/invoice/invoice-body';
import { invoiceNumber } from '../../domain/invoice/invoice-number';
import { money } from '../../domain/money/money';
import type { Instant } from '../../domain/time/iso-date';
import { todayIn } from '../../domain/time/time-zone';
import type { Db } from '../shared/connection';
import { drawNumber, type DrawnNumber } from './draw-number';
import { toInvoice, type Invoice, type StoredInvoice } from './invoice-row';
import type { InvoiceSource } from './read-invoice-source';

const SERIES = 'invoice';

export interface NewInvoice {
  readonly source: InvoiceSource;
  /** As it is at issue; the invoice keeps its own copy. */
  readonly seller: Seller;
  readonly at: Instant;
}

/** Draws the number and stores the invoice; the caller holds the order's lock and has seen that there is none yet. */
export async function insertInvoice(trx: Db, invoice: NewInvoice): Promise<Invoice> {
  const { source, seller, at } = invoice;
  const drawn = await drawNumber(trx, { sellerId: seller.sellerId, series: SERIES, at, timeZone: seller.timeZone });
  const body = bodyOf(invoice, drawn);
  const rows = await trx<StoredInvoice>('invoices')
    .insert({
      invoice_id: body.invoiceId,
      order_id: source.orderId,
      partner_id: source.partnerId,
      seller_id: seller.sellerId,
      series: SERIES,
      year: drawn.year,
      number: drawn.number,
      invoice_no: body.invoiceNo,
      issued_on: drawn.date,
      issued_at: at,
      currency: source.currency,
      net_minor: source.netMinor,
      tax_minor: source.taxMinor,
      gross_minor: source.grossMinor,
      body,
    })
    .returning('*');
  if (rows[0] === undefined) throw new Error(`the invoice of order ${source.orderId} was not stored`);
  return toInvoice(rows[0]);
}

function bodyOf({ source, seller, at }: NewInvoice, drawn: DrawnNumber): InvoiceBody {
  return {
    templateVersion: INVOICE_TEMPLATE_VERSION,
    invoiceId: uuidv7(),
    invoiceNo: invoiceNumber(seller, drawn.year, drawn.number),
    issuedOn: drawn.date,
    issuedAt: at,
    orderId: source.orderId,
    orderNo: source.orderNo,
    orderKind: source.kind,
    quotedOn: source.quotedOn,
    companyId: source.companyId,
    companyName: source.companyName,
    seller,
    buyer: source.billing,
    currency: source.currency,
    termLength: source.termLength,
    lines: source.lines,
    taxLines: source.taxLines,
    totals: {
      net: money(source.netMinor, source.currency),
      tax: money(source.taxMinor, source.currency),
      gross: money(source.grossMinor, source.currency),
    },
    paymentMethod: source.method,
    paidOn: source.paidAt === null ? null : todayIn(seller.timeZone, source.paidAt),
  };
}
