import type { CreditNoteBody } from '../../domain/invoice/credit-note-body';
import type { InvoiceBody } from '../../domain/invoice/invoice-body';
import type { ProformaBody } from '../../domain/invoice/proforma-body';
import type { DocumentStore, StoredDocument } from '../shared/document-store';
import type { DocumentRenderer, PrintableBody } from './document-renderer';

export interface ProvidePdfDeps {
  readonly documents: DocumentStore;
  readonly renderer: DocumentRenderer;
}

/** Whoever needs the document first has it made; everybody after that gets the same bytes. */
export type ProvideInvoicePdf = (invoice: {
  readonly invoiceId: string;
  readonly body: InvoiceBody;
}) => Promise<StoredDocument>;

export type ProvideProformaPdf = (proforma: {
  readonly proformaId: string;
  readonly body: ProformaBody;
}) => Promise<StoredDocument>;

export type ProvideCreditNotePdf = (creditNote: {
  readonly creditNoteId: string;
  readonly body: CreditNoteBody;
}) => Promise<StoredDocument>;

export const PDF_CONTENT_TYPE = 'application/pdf';

export function invoicePdfKey(invoiceId: string): string {
  return `invoice/${invoiceId}.pdf`;
}

export function proformaPdfKey(proformaId: string): string {
  return `proforma:${proformaId}`;
}

export function creditNotePdfKey(creditNoteId: string): string {
  return `credit-note/${creditNoteId}.pdf`;
}

/** The stored PDF of an invoice, or a new one, stored; see `providePdf`. */
export function provideInvoicePdf(deps: ProvidePdfDeps): ProvideInvoicePdf {
  const provide = providePdf(deps);
  return ({ invoiceId, body }) => provide(invoicePdfKey(invoiceId), body);
}

/** The stored PDF of a proforma, or a new one, stored; see `providePdf`. */
export function provideProformaPdf(deps: ProvidePdfDeps): ProvideProformaPdf {
  const provide = providePdf(deps);
  return ({ proformaId, body }) => provide(proformaPdfKey(proformaId), body);
}

/** The stored PDF of a credit note, or a new one, stored; see `providePdf`. */
export function provideCreditNotePdf(deps: ProvidePdfDeps): ProvideCreditNotePdf {
  const provide = providePdf(deps);
  return ({ creditNoteId, body }) => provide(creditNotePdfKey(creditNoteId), body);
}

/**
 * Call it outside any transaction. Parallel calls of one process for one document share one rendering; of two processes
 * the first to store wins.
 * @throws GatewayFailure `unavailable` when it cannot be made now.
 */
function providePdf({
  documents,
  renderer,
}: ProvidePdfDeps): (key: string, body: PrintableBody) => Promise<StoredDocument> {
  const underWay = new Map<string, Promise<StoredDocument>>();

  return (key, body) => {
    const shared = underWay.get(key);
    if (shared !== undefined) return shared;
    const making = make(key, body).finally(() => underWay.delete(key));
    underWay.set(key, making);
    return making;
  };

  async function make(key: string, body: PrintableBody): Promise<StoredDocument> {
    const stored = await documents.get(key);
    return stored ?? documents.put(key, PDF_CONTENT_TYPE, await renderer.render(body));
  }
}
