import type { InvoiceBody } from '../../domain/invoice/invoice-body';
import type { Instant, IsoDate } from '../../domain/time/iso-date';
import type { Db } from '../shared/connection';

/** An issued invoice; the body never changes. */
export interface Invoice {
  readonly invoiceId: string;
  readonly orderId: string;
  readonly partnerId: string;
  readonly invoiceNo: string;
  readonly issuedOn: IsoDate;
  readonly issuedAt: Instant;
  readonly body: InvoiceBody;
}

export interface StoredInvoice {
  invoice_id: string;
  order_id: string;
  partner_id: string;
  seller_id: string;
  series: string;
  year: number;
  number: number;
  invoice_no: string;
  issued_on: IsoDate;
  issued_at: Instant;
  currency: string;
  net_minor: number;
  tax_minor: number;
  gross_minor: number;
  body: InvoiceBody;
  fully_credited: boolean;
}

export async function readInvoice(db: Db, invoiceId: string): Promise<Invoice | null> {
  const row = await db<StoredInvoice>('invoices').where({ invoice_id: invoiceId }).first();
  return row === undefined ? null : toInvoice(row);
}

/** The order's one valid invoice. */
export async function readInvoiceOfOrder(db: Db, orderId: string): Promise<Invoice | null> {
  const row = await db<StoredInvoice>('invoices').where({ order_id: orderId, fully_credited: false }).first();
  return row === undefined ? null : toInvoice(row);
}

/** The order's newest invoice, valid or not. */
export async function readLastInvoiceOfOrder(db: Db, orderId: string): Promise<Invoice | null> {
  const row = await db<StoredInvoice>('invoices')
    .where({ order_id: orderId })
    .orderBy([
      { column: 'fully_credited' },
      { column: 'issued_at', order: 'desc' },
      { column: 'invoice_id', order: 'desc' },
    ])
    .first();
  return row === undefined ? null : toInvoice(row);
}

export function toInvoice(row: StoredInvoice): Invoice {
  return {
    invoiceId: row.invoice_id,
    orderId: row.order_id,
    partnerId: row.partner_id,
    invoiceNo: row.invoice_no,
    issuedOn: row.issued_on,
    issuedAt: row.issued_at,
    body: row.body,
  };
}
