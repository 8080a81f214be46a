import path from 'node:path';
import { createPdfRenderer, type PdfRendererSettings } from '../../../gateways/pdf/create-pdf-renderer';
import type { DocumentRenderer } from '../../../gateways/pdf/document-renderer';

/** The real renderer in a real thread; only the thread's entry differs, since tests run without a build. */
export function createTestPdfRenderer(settings: PdfRendererSettings = {}): DocumentRenderer {
  return createPdfRenderer({ workerFile: path.join(__dirname, 'pdf-worker.cjs'), ...settings });
}
