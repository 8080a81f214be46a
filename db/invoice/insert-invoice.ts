import { uuidv7 } from 'uuidv7';
import { INVOICE_TEMPLATE_VERSION, type InvoiceBody } from '../../domain/invoice/invoice-body';
import { invoiceNumber } from '../../domain/invoice/invoice-number';
import { todayIn } from '../../domain/time/time-zone';
import type { Db } from '../shared/connection';
import { documentBodyOf, type DocumentIssue } from './document-body-of';
import { documentColumns } from './document-columns';
import { drawNumber, type DrawnNumber } from './draw-number';
import { toInvoice, type Invoice, type StoredInvoice } from './invoice-row';

const SERIES = 'invoice';

export interface NewInvoice extends DocumentIssue {
  /** Of a credited one, whose buyer was wrong. */
  readonly replacesInvoiceNo?: string;
}

/** Draws the number and stores the invoice; the caller holds the order's lock and has seen that there is no valid one. */
export async function insertInvoice(trx: Db, invoice: NewInvoice): Promise<Invoice> {
  const { source, seller, at } = invoice;
  const drawn = await drawNumber(trx, { sellerId: seller.sellerId, series: SERIES, at, timeZone: seller.timeZone });
  const body = bodyOf(invoice, drawn);
  const rows = await trx<StoredInvoice>('invoices')
    .insert({
      invoice_id: body.invoiceId,
      ...documentColumns(invoice, SERIES, drawn),
      invoice_no: body.invoiceNo,
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

function bodyOf(invoice: NewInvoice, drawn: DrawnNumber): InvoiceBody {
  const { source, seller, replacesInvoiceNo } = invoice;
  return {
    templateVersion: INVOICE_TEMPLATE_VERSION,
    invoiceId: uuidv7(),
    invoiceNo: invoiceNumber(seller, drawn.year, drawn.number),
    ...documentBodyOf(invoice, drawn.date),
    paymentMethod: source.method,
    paidOn: source.paidAt === null ? null : todayIn(seller.timeZone, source.paidAt),
    ...(replacesInvoiceNo === undefined ? {} : { replacesInvoiceNo }),
  };
}
