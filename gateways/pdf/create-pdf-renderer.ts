import path from 'node:path';
import type { PrintableBody } from './document-renderer';
import { GatewayFailure } from '../shared/provider-failure';
import type { DocumentRenderer } from './document-renderer';
import { PdfThread } from './pdf-thread';

export interface PdfRendererSettings {
  /** Two cores are shared with everything else; a thread draws about ten pages a second. */
  readonly threads?: 1 | 2;
  readonly maxWaiting?: number;
  /** For one document, the thread's start included. */
  readonly timeoutMs?: number;
  /** JavaScript; the compiled neighbour unless tests name another. */
  readonly workerFile?: string;
}

interface Job {
  readonly body: PrintableBody;
  readonly resolve: (pdf: Buffer) => void;
  readonly reject: (error: unknown) => void;
}

/** Draws PDFs in threads of their own, so that the loop that polls or serves never stalls. */
export function createPdfRenderer(settings: PdfRendererSettings = {}): DocumentRenderer {
  const { threads = 1, maxWaiting = 50, timeoutMs = 20_000 } = settings;
  const workerFile = settings.workerFile ?? path.join(__dirname, 'pdf-worker.js');
  const pool = Array.from({ length: threads }, () => new PdfThread(workerFile, timeoutMs));
  const jobs: Job[] = [];
  let closed = false;

  const next = (): void => {
    const thread = pool.find((candidate) => !candidate.busy);
    const job = thread === undefined ? undefined : jobs.shift();
    if (thread === undefined || job === undefined) return;
    thread.render(job.body).then(job.resolve, job.reject).finally(next);
  };

  return {
    render: (body) =>
      new Promise((resolve, reject) => {
        if (closed) throw new GatewayFailure('unavailable', 'pdf_stopping', 'the process is stopping');
        if (jobs.length >= maxWaiting) {
          throw new GatewayFailure('unavailable', 'pdf_queue_full', `${jobs.length} documents are waiting`);
        }
        jobs.push({ body, resolve, reject });
        next();
      }),
    close: async () => {
      closed = true;
      const stopping = new GatewayFailure('unavailable', 'pdf_stopping', 'the process is stopping');
      for (const job of jobs.splice(0)) job.reject(stopping);
      await Promise.all(pool.map((thread) => thread.close()));
    },
  };
}
