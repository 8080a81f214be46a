import { LABELS as L, invoiceTitle } from './labels';
import type { PrintableBody } from './document-renderer';

/** How the document calls itself. */
export interface DocumentFace {
  readonly title: string;
  readonly numberLabel: string;
  readonly number: string;
  readonly dateLabel: string;
  /** Stands under the title, large enough not to be missed. */
  readonly notice: string | null;
}

export function faceOf(body: PrintableBody): DocumentFace {
  if ('proformaNo' in body) {
    return {
      title: L.proforma,
      numberLabel: L.proformaNo,
      number: body.proformaNo,
      dateLabel: L.proformaIssuedOn,
      notice: L.notATaxInvoice,
    };
  }
  return {
    title: invoiceTitle(body.seller.country),
    numberLabel: L.invoiceNo,
    number: body.invoiceNo,
    dateLabel: L.issuedOn,
    notice: null,
  };
}
