import { types } from 'node:util';
import { Worker } from 'node:worker_threads';
import type { PrintableBody } from './document-renderer';
import { GatewayFailure } from '../shared/provider-failure';

const HEAP_MB = 256;

interface Waiting {
  readonly resolve: (pdf: Buffer) => void;
  readonly reject: (failure: GatewayFailure) => void;
  readonly timer: NodeJS.Timeout;
}

/** One rendering thread, started when it is first needed and again after it died. One body at a time. */
export class PdfThread {
  private worker: Worker | null = null;
  private waiting: Waiting | null = null;

  constructor(
    private readonly workerFile: string,
    private readonly timeoutMs: number
  ) {}

  get busy(): boolean {
    return this.waiting !== null;
  }

  render(body: PrintableBody): Promise<Buffer> {
    const worker = (this.worker ??= this.start());
    worker.ref();
    return new Promise((resolve, reject) => {
      const timer = setTimeout(() => {
        this.drop(worker, new GatewayFailure('unavailable', 'pdf_too_slow', `no PDF after ${this.timeoutMs} ms`));
      }, this.timeoutMs);
      this.waiting = { resolve, reject, timer };
      worker.postMessage(body);
    });
  }

  async close(): Promise<void> {
    const worker = this.worker;
    if (worker === null) return;
    this.drop(worker, new GatewayFailure('unavailable', 'pdf_stopping', 'the process is stopping'));
    await worker.terminate();
  }

  private start(): Worker {
    const worker = new Worker(this.workerFile, { resourceLimits: { maxOldGenerationSizeMb: HEAP_MB } });
    worker.on('message', (answer: unknown) => {
      // Idle, it must not keep a process alive that has nothing else to do.
      worker.unref();
      this.settle(answer);
    });
    const died = (cause: unknown): void => {
      this.drop(worker, new GatewayFailure('unavailable', 'pdf_thread_died', 'the PDF thread died', { cause }));
    };
    worker.on('error', died);
    worker.on('exit', died);
    return worker;
  }

  private settle(answer: unknown): void {
    const { waiting } = this;
    if (waiting === null) return;
    this.waiting = null;
    clearTimeout(waiting.timer);
    const bytes = fieldOf(answer, 'bytes');
    if (types.isUint8Array(bytes)) {
      waiting.resolve(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength));
    } else {
      waiting.reject(new GatewayFailure('unavailable', 'pdf_failed', String(fieldOf(answer, 'problem'))));
    }
  }

  /** The thread is not used again: it died, or hangs in a page that it will never finish. */
  private drop(worker: Worker, failure: GatewayFailure): void {
    if (this.worker !== worker) return;
    this.worker = null;
    void worker.terminate();
    const { waiting } = this;
    if (waiting === null) return;
    this.waiting = null;
    clearTimeout(waiting.timer);
    waiting.reject(failure);
  }
}

function fieldOf(answer: unknown, name: string): unknown {
  return new Map(Object.entries(answer ?? {})).get(name);
}
