import { money, type Money } from '../../domain/money/money';
import type { Db } from '../shared/connection';
import { currencyOf } from '../shared/currency-of';
import { withinScope, type PartnerScope } from '../shared/partner-scope';
import {
  DOCUMENT_COLUMNS,
  documentsOf,
  pageOfDocuments,
  toDocumentListItem,
  type DocumentFilter,
  type DocumentListItem,
  type DocumentListQuery,
  type DocumentRow,
} from './document-list';

export interface InvoiceListItem extends DocumentListItem {
  readonly invoiceId: string;
  readonly invoiceNo: string;
  readonly fullyCredited: boolean;
  /** Gross, by all credit notes together. */
  readonly credited: Money;
}

interface Row extends DocumentRow {
  invoice_id: string;
  invoice_no: string;
  fully_credited: boolean;
  credited_net_minor: number;
  credited_tax_minor: number;
}

const COLUMNS = [
  ...DOCUMENT_COLUMNS,
  'd.invoice_id',
  'd.invoice_no',
  'd.fully_credited',
  'd.credited_net_minor',
  'd.credited_tax_minor',
];

/** Sorted by the time of issue, then id. */
export async function listInvoices(
  db: Db,
  { scope, ...query }: DocumentListQuery<DocumentFilter>
): Promise<InvoiceListItem[]> {
  const list = withinScope(documentsOf(db, 'invoices'), 'd.partner_id', scope).select<Row[]>(COLUMNS);
  pageOfDocuments(list, { id: 'invoice_id', no: 'invoice_no' }, query);
  return (await list).map(toItem);
}

/** null: there is none within the scope. */
export async function findInvoice(db: Db, scope: PartnerScope, invoiceId: string): Promise<InvoiceListItem | null> {
  const query = documentsOf(db, 'invoices').where('d.invoice_id', invoiceId).first<Row | undefined>(COLUMNS);
  const row = await withinScope(query, 'd.partner_id', scope);
  return row === undefined ? null : toItem(row);
}

function toItem(row: Row): InvoiceListItem {
  return {
    invoiceId: row.invoice_id,
    invoiceNo: row.invoice_no,
    ...toDocumentListItem(row),
    fullyCredited: row.fully_credited,
    credited: money(row.credited_net_minor + row.credited_tax_minor, currencyOf(row.currency)),
  };
}
