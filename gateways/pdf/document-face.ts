import { LABELS as L, creditNoteTitle, invoiceTitle } from './labels';
import type { PrintableBody } from './document-renderer';

/** How the document calls itself. */
export interface DocumentFace {
  readonly title: string;
  readonly numberLabel: string;
  readonly number: string;
  readonly dateLabel: string;
  /** Other documents that it speaks of, with their labels. */
  readonly references: readonly (readonly [string, string])[];
  /** Stands under the title, large enough not to be missed. */
  readonly notice: string | null;
  readonly buyerLabel: string;
}

export function faceOf(body: PrintableBody): DocumentFace {
  if ('proformaNo' in body) {
    return {
      title: L.proforma,
      numberLabel: L.proformaNo,
      number: body.proformaNo,
      dateLabel: L.proformaIssuedOn,
      references: [],
      notice: L.notATaxInvoice,
      buyerLabel: L.billTo,
    };
  }
  if ('creditNoteNo' in body) {
    return {
      title: creditNoteTitle(body.seller.country),
      numberLabel: L.creditNoteNo,
      number: body.creditNoteNo,
      dateLabel: L.creditNoteIssuedOn,
      references: [
        [L.creditedInvoice, body.invoiceNo],
        [L.issuedOn, body.invoiceIssuedOn],
      ],
      notice: null,
      buyerLabel: L.creditTo,
    };
  }
  return {
    title: invoiceTitle(body.seller.country),
    numberLabel: L.invoiceNo,
    number: body.invoiceNo,
    dateLabel: L.issuedOn,
    references: body.replacesInvoiceNo === undefined ? [] : [[L.replaces, body.replacesInvoiceNo]],
    notice: null,
    buyerLabel: L.billTo,
  };
}
