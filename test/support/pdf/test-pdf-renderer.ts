import path from 'node:path';
import { createPdfRenderer, type PdfRendererSettings } from '../../../gateways/pdf/create-pdf-renderer';
import type { InvoiceRenderer } from '../../../gateways/pdf/invoice-renderer';

/** The real renderer in a real thread; only the thread's entry differs, since tests run without a build. */
export function createTestPdfRenderer(settings: PdfRendererSettings = {}): InvoiceRenderer {
  return createPdfRenderer({ workerFile: path.join(__dirname, 'pdf-worker.cjs'), ...settings });
}
