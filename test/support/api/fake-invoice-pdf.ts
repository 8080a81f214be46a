import { createHash } from 'node:crypto';
import type { ProvideInvoicePdf } from '../../../gateways/pdf/provide-pdf';

/** The port's promise, the same bytes for the same invoice, without drawing; the real one has tests of its own. */
export const fakeInvoicePdf: ProvideInvoicePdf = async ({ invoiceId }) => {
  const bytes = Buffer.from(`%PDF-1.7\n% the only page of ${invoiceId}\n%%EOF\n`);
  return { contentType: 'application/pdf', bytes, sha256: createHash('sha256').update(bytes).digest('hex') };
};
