import { postJson } from '../../http/post-json';
import type { StripeState } from '../stripe-state';
import { eventObject, type DeliveryRow, type EventLog } from './event-log';
import { signPayload } from './sign-payload';
import type { WebhookFaults } from './webhook-faults';

export interface WebhookConfig {
  /** Nobody listens when absent: events are written and stay pending. */
  readonly url?: string | undefined;
  readonly secret: string;
}

/** Real time between attempts: the product's API may be starting, or dead for a test's length. About 25 minutes in all. */
const PAUSES_MS = [200, 500, 1000, 2000, 5000, 10_000, 30_000, 60_000, 120_000, 300_000, 600_000];
const IN_FLIGHT = 20;
const TIMEOUT_MS = 10_000;
/** A reordered event overtaken by none is sent after this time all the same. */
const OVERTAKE_MS = 3000;

/** Delivers each event at least once, in no promised order, as Stripe does. */
export class WebhookSender {
  private readonly timers = new Set<NodeJS.Timeout>();
  private readonly queue: string[] = [];
  private readonly untried = new Set<string>();
  private overtaken: string[] = [];
  private inFlight = 0;
  private stopped = false;
  private waiters: (() => void)[] = [];

  constructor(
    private readonly state: StripeState,
    private readonly events: EventLog,
    private readonly faults: WebhookFaults,
    private readonly config: WebhookConfig
  ) {}

  /** Takes up what a killed process had not delivered. */
  start(): void {
    if (this.config.url === undefined) return;
    for (const row of this.events.deliveries.all()) if (row.state === 'pending') this.enqueue(row.id);
  }

  /** To be called when the change that wrote the events is on disk. */
  sendFresh(): void {
    for (const id of this.events.takeFresh()) {
      if (this.config.url === undefined) continue;
      const type = this.state.events.get(id)?.type ?? '';
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
    const held = this.events.deliveries.all().filter((row) => row.state === 'held');
    await this.state.store.change(() => {
      for (const row of held) this.events.deliveries.put(row.id, { ...row, state: 'pending' });
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
    const attempts = (this.events.deliveries.get(id)?.attempts ?? 0) + 1;
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
    const row = this.state.events.get(id);
    if (row === undefined || this.config.url === undefined) return 'no such event';
    const payload = JSON.stringify(eventObject(row, this.events.deliveries.get(id)), null, 2);
    const signature = signPayload(payload, this.config.secret, Math.floor(Date.now() / 1000));
    try {
      const headers = { 'stripe-signature': signature, 'user-agent': 'Stripe/1.0 (sandbox)' };
      return (await postJson(this.config.url, payload, { headers, timeoutMs: TIMEOUT_MS })).status;
    } catch (error) {
      return error instanceof Error ? error.message : String(error);
    }
  }

  private mark(id: string, change: Partial<DeliveryRow>): void {
    const row = this.events.deliveries.get(id);
    if (row === undefined) return;
    void this.state.store.change(() => this.events.deliveries.put(id, { ...row, ...change }));
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
