import type { CreditCause } from '../../domain/invoice/credit-note-body';
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

export interface CreditNoteListItem extends DocumentListItem {
  readonly creditNoteId: string;
  readonly creditNoteNo: string;
  readonly invoice: { readonly invoiceId: string; readonly invoiceNo: string };
  readonly cause: CreditCause;
  /** Sent back to whoever paid; zero where no money moves. */
  readonly returned: Money;
}

export interface CreditNoteFilter extends DocumentFilter {
  readonly invoiceId?: string;
}

interface Row extends DocumentRow {
  credit_note_id: string;
  credit_note_no: string;
  invoice_id: string;
  invoice_no: string;
  cause: CreditCause;
  returned_minor: number;
}

const COLUMNS = [
  ...DOCUMENT_COLUMNS,
  'd.credit_note_id',
  'd.credit_note_no',
  'd.invoice_id',
  'invoices.invoice_no',
  'd.cause',
  'd.returned_minor',
];

const creditNotes = (db: Db) => documentsOf(db, 'credit_notes').join('invoices', 'invoices.invoice_id', 'd.invoice_id');

/** Sorted by the time of issue, then id. */
export async function listCreditNotes(
  db: Db,
  { scope, ...query }: DocumentListQuery<CreditNoteFilter>
): Promise<CreditNoteListItem[]> {
  const list = withinScope(creditNotes(db), 'd.partner_id', scope).select<Row[]>(COLUMNS);
  if (query.filter.invoiceId !== undefined) void list.where('d.invoice_id', query.filter.invoiceId);
  pageOfDocuments(list, { id: 'credit_note_id', no: 'credit_note_no' }, query);
  return (await list).map(toItem);
}

/** null: there is none within the scope. */
export async function findCreditNote(
  db: Db,
  scope: PartnerScope,
  creditNoteId: string
): Promise<CreditNoteListItem | null> {
  const query = creditNotes(db).where('d.credit_note_id', creditNoteId).first<Row | undefined>(COLUMNS);
  const row = await withinScope(query, 'd.partner_id', scope);
  return row === undefined ? null : toItem(row);
}

function toItem(row: Row): CreditNoteListItem {
  return {
    creditNoteId: row.credit_note_id,
    creditNoteNo: row.credit_note_no,
    invoice: { invoiceId: row.invoice_id, invoiceNo: row.invoice_no },
    ...toDocumentListItem(row),
    cause: row.cause,
    returned: money(row.returned_minor, currencyOf(row.currency)),
  };
}
