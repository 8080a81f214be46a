import { postJson } from '../http/post-json';
import type { DeliveryRow, EventOutbox, StoredEvent } from './event-outbox';
import type { WebhookFaults } from './webhook-faults';

/** One attempt as it goes out: signed anew for every attempt, as a receiver compares the time with its own clock. */
export interface WebhookMessage {
  readonly payload: string;
  readonly headers: Record<string, string>;
}

export interface WebhookTarget<Row> {
  /** Nobody listens when absent: events are written and stay pending. */
  readonly url?: string | undefined;
  compose(row: Row, delivery: DeliveryRow | undefined): WebhookMessage | Promise<WebhookMessage>;
}

/** Real time between attempts: the product's API may be starting, or dead for a test's length. About 25 minutes in all. */
const PAUSES_MS = [200, 500, 1000, 2000, 5000, 10_000, 30_000, 60_000, 120_000, 300_000, 600_000];
const IN_FLIGHT = 20;
const TIMEOUT_MS = 10_000;
/** A reordered event overtaken by none is sent after this time all the same. */
const OVERTAKE_MS = 3000;

/** Delivers each event at least once, in no promised order, as the providers do. */
export class WebhookSender<Row extends StoredEvent> {
  private readonly timers = new Set<NodeJS.Timeout>();
  private readonly queue: string[] = [];
  private readonly untried = new Set<string>();
  private overtaken: string[] = [];
  private inFlight = 0;
  private stopped = false;
  private waiters: (() => void)[] = [];

  constructor(
    private readonly outbox: EventOutbox<Row>,
    private readonly faults: WebhookFaults,
    private readonly target: WebhookTarget<Row>
  ) {}

  /** Takes up what a killed process had not delivered. */
  start(): void {
    if (this.target.url === undefined) return;
    for (const row of this.outbox.deliveries.all()) if (row.state === 'pending') this.enqueue(row.id);
  }

  /** To be called when the change that wrote the events is on disk. */
  sendFresh(): void {
    for (const id of this.outbox.takeFresh()) {
      if (this.target.url === undefined) continue;
      const type = this.outbox.events.get(id)?.type ?? '';
      const fault = this.faults.take(type);
      switch (fault?.effect) {
        case 'webhook-lost':
          this.mark(id, { state: 'lost', last: 'lost on order' });
          break;
        case 'webhook-delayed':
          this.mark(id, { state: 'held', last: 'held on order' });
          break;
        case 'webhook-reordered':
          this.overtaken.push(id);
          this.later(OVERTAKE_MS, () => this.releaseOvertaken());
          break;
        case 'webhook-duplicate':
          this.enqueue(id);
          void this.sendCopies(id, fault.copies);
          break;
        default:
          this.enqueue(id);
      }
    }
  }

  /** Sends what was held back on order; returns how many events that is. */
  async release(): Promise<number> {
    const held = this.outbox.deliveries.all().filter((row) => row.state === 'held');
    await this.outbox.store.change(() => {
      for (const row of held) this.outbox.deliveries.put(row.id, { ...row, state: 'pending' });
    });
    for (const row of held) this.enqueue(row.id);
    return held.length;
  }

  /** The same event `copies` times at once, whatever became of it before; the answers' statuses. */
  sendCopies(id: string, copies: number): Promise<(number | string)[]> {
    return Promise.all(Array.from({ length: copies }, () => this.post(id)));
  }

  /** Resolves when every event had its first attempt, or after `timeoutMs`. */
  settled(timeoutMs: number): Promise<void> {
    if (this.untried.size === 0) return Promise.resolve();
    return new Promise((resolve) => {
      this.waiters.push(resolve);
      this.later(timeoutMs, resolve);
    });
  }

  stop(): void {
    this.stopped = true;
    for (const timer of this.timers) clearTimeout(timer);
    this.timers.clear();
    for (const wake of this.waiters) wake();
  }

  private enqueue(id: string): void {
    this.untried.add(id);
    this.queue.push(id);
    this.pump();
  }

  private pump(): void {
    while (!this.stopped && this.inFlight < IN_FLIGHT) {
      const id = this.queue.shift();
      if (id === undefined) return;
      this.inFlight += 1;
      void this.attempt(id).finally(() => {
        this.inFlight -= 1;
        this.pump();
      });
    }
  }

  private async attempt(id: string): Promise<void> {
    const answer = await this.post(id);
    if (this.stopped) return;
    const attempts = (this.outbox.deliveries.get(id)?.attempts ?? 0) + 1;
    const delivered = typeof answer === 'number' && answer >= 200 && answer < 300;
    const pause = PAUSES_MS[attempts - 1];
    const state = delivered ? 'delivered' : pause === undefined ? 'given-up' : 'pending';
    this.mark(id, { state, attempts, last: String(answer) });
    if (state === 'pending' && pause !== undefined) {
      this.later(pause, () => {
        this.queue.push(id);
        this.pump();
      });
    }
    this.tried(id);
    if (delivered) this.releaseOvertaken();
  }

  private async post(id: string): Promise<number | string> {
    const row = this.outbox.events.get(id);
    if (row === undefined || this.target.url === undefined) return 'no such event';
    try {
      const { payload, headers } = await this.target.compose(row, this.outbox.deliveries.get(id));
      return (await postJson(this.target.url, payload, { headers, timeoutMs: TIMEOUT_MS })).status;
    } catch (error) {
      return error instanceof Error ? error.message : String(error);
    }
  }

  private mark(id: string, change: Partial<DeliveryRow>): void {
    const row = this.outbox.deliveries.get(id);
    if (row === undefined) return;
    void this.outbox.store.change(() => this.outbox.deliveries.put(id, { ...row, ...change }));
  }

  private tried(id: string): void {
    this.untried.delete(id);
    if (this.untried.size > 0) return;
    for (const wake of this.waiters.splice(0)) wake();
  }

  private releaseOvertaken(): void {
    const late = this.overtaken;
    this.overtaken = [];
    for (const id of late) this.enqueue(id);
  }

  private later(ms: number, work: () => void): void {
    const timer = setTimeout(() => {
      this.timers.delete(timer);
      if (!this.stopped) work();
    }, ms);
    timer.unref();
    this.timers.add(timer);
  }
}
