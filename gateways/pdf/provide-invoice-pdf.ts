import type { InvoiceBody } from '../../domain/invoice/invoice-body';
import type { DocumentStore, StoredDocument } from '../shared/document-store';
import type { InvoiceRenderer } from './invoice-renderer';

export interface InvoicePdfDeps {
  readonly documents: DocumentStore;
  readonly renderer: InvoiceRenderer;
}

/** Whoever needs the document first has it made; everybody after that gets the same bytes. */
export type ProvideInvoicePdf = (invoice: {
  readonly invoiceId: string;
  readonly body: InvoiceBody;
}) => Promise<StoredDocument>;

export const PDF_CONTENT_TYPE = 'application/pdf';

export function invoicePdfKey(invoiceId: string): string {
  return `invoice/${invoiceId}.pdf`;
}

/**
 * The stored PDF of an invoice, or a new one, stored. Call it outside any transaction. Parallel calls of one process for
 * one invoice share one rendering; of two processes the first to store wins.
 * @throws GatewayFailure `unavailable` when it cannot be made now.
 */
export function provideInvoicePdf({ documents, renderer }: InvoicePdfDeps): ProvideInvoicePdf {
  const underWay = new Map<string, Promise<StoredDocument>>();

  return ({ invoiceId, body }) => {
    const shared = underWay.get(invoiceId);
    if (shared !== undefined) return shared;
    const making = make(invoiceId, body).finally(() => underWay.delete(invoiceId));
    underWay.set(invoiceId, making);
    return making;
  };

  async function make(invoiceId: string, body: InvoiceBody): Promise<StoredDocument> {
    const key = invoicePdfKey(invoiceId);
    const stored = await documents.get(key);
    return stored ?? documents.put(key, PDF_CONTENT_TYPE, await renderer.render(body));
  }
}
