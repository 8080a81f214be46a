import { parentPort } from 'node:worker_threads';
import type { PrintableBody } from './document-renderer';
import { renderPdf } from './render-pdf';

export type PdfAnswer = { readonly bytes: Uint8Array } | { readonly problem: string };

/** The thread that draws: one body in, one answer out. */
parentPort?.on('message', (body: PrintableBody) => {
  void answer(body).then((result) => parentPort?.postMessage(result));
});

async function answer(body: PrintableBody): Promise<PdfAnswer> {
  try {
    return { bytes: await renderPdf(body) };
  } catch (error) {
    return { problem: error instanceof Error ? (error.stack ?? error.message) : String(error) };
  }
}
