import { createHash } from 'node:crypto';
import type { ProvideCreditNotePdf, ProvideInvoicePdf, ProvideProformaPdf } from '../../../gateways/pdf/provide-pdf';

/** The ports' promise, the same bytes for the same document, without drawing; the real ones have tests of their own. */
export const fakeInvoicePdf: ProvideInvoicePdf = async ({ invoiceId }) => pdfOf(invoiceId);
export const fakeProformaPdf: ProvideProformaPdf = async ({ proformaId }) => pdfOf(proformaId);
export const fakeCreditNotePdf: ProvideCreditNotePdf = async ({ creditNoteId }) => pdfOf(creditNoteId);

function pdfOf(documentId: string) {
  const bytes = Buffer.from(`%PDF-1.7\n% the only page of ${documentId}\n%%EOF\n`);
  return { contentType: 'application/pdf', bytes, sha256: createHash('sha256').update(bytes).digest('hex') };
}
