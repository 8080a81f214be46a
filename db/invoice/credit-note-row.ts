import type { CreditCause, CreditNoteBody } from '../../domain/invoice/credit-note-body';
import type { EarlierCredit } from '../../domain/invoice/credit-lines';
import type { Instant, IsoDate } from '../../domain/time/iso-date';
import type { Db } from '../shared/connection';

/** An issued credit note; the body never changes. */
export interface CreditNote {
  readonly creditNoteId: string;
  readonly creditNoteNo: string;
  readonly orderId: string;
  readonly partnerId: string;
  readonly invoiceId: string;
  readonly cause: CreditCause;
  readonly issuedOn: IsoDate;
  readonly issuedAt: Instant;
  readonly body: CreditNoteBody;
}

export interface StoredCreditNote {
  credit_note_id: string;
  credit_note_no: string;
  order_id: string;
  partner_id: string;
  invoice_id: string;
  cause: CreditCause;
  cause_id: string;
  issued_on: IsoDate;
  issued_at: Instant;
  body: CreditNoteBody;
}

export async function readCreditNote(db: Db, creditNoteId: string): Promise<CreditNote | null> {
  const row = await db<StoredCreditNote>('credit_notes').where({ credit_note_id: creditNoteId }).first();
  return row === undefined ? null : toCreditNote(row);
}

/** The one credit note of a refund, correction, dispute or return; null before it is issued. */
export async function readCreditNoteOfCause(db: Db, causeId: string): Promise<CreditNote | null> {
  const row = await db<StoredCreditNote>('credit_notes').where({ cause_id: causeId }).first();
  return row === undefined ? null : toCreditNote(row);
}

/** Oldest first; bounded by the minor units of the invoice, of which each note takes one at least. */
export async function listCreditNotesOfInvoice(db: Db, invoiceId: string): Promise<CreditNote[]> {
  const rows = await db<StoredCreditNote>('credit_notes')
    .where({ invoice_id: invoiceId })
    .orderBy('issued_at')
    .orderBy('credit_note_id');
  return rows.map(toCreditNote);
}

/** What was credited of the invoice so far, oldest first. */
export async function readCredits(db: Db, invoiceId: string): Promise<EarlierCredit[]> {
  const notes = await listCreditNotesOfInvoice(db, invoiceId);
  return notes.map(({ body: { lines, totals } }) => ({ lines, net: totals.net, tax: totals.tax }));
}

export function toCreditNote(row: StoredCreditNote): CreditNote {
  return {
    creditNoteId: row.credit_note_id,
    creditNoteNo: row.credit_note_no,
    orderId: row.order_id,
    partnerId: row.partner_id,
    invoiceId: row.invoice_id,
    cause: row.cause,
    issuedOn: row.issued_on,
    issuedAt: row.issued_at,
    body: row.body,
  };
}
