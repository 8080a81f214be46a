import { parentPort } from 'node:worker_threads';
import type { InvoiceBody } from '../../domain/invoice/invoice-body';
import { renderInvoicePdf } from './render-invoice-pdf';

export type PdfAnswer = { readonly bytes: Uint8Array } | { readonly problem: string };

/** The thread that draws: one body in, one answer out. */
parentPort?.on('message', (body: InvoiceBody) => {
  void answer(body).then((result) => parentPort?.postMessage(result));
});

async function answer(body: InvoiceBody): Promise<PdfAnswer> {
  try {
    return { bytes: await renderInvoicePdf(body) };
  } catch (error) {
    return { problem: error instanceof Error ? (error.stack ?? error.message) : String(error) };
  }
}
