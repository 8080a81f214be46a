import type { DurableStore } from '../store/durable-store';

export type ClockListener = () => Promise<void>;

/** Two leap-safe decades: further on, dates stop being plausible and timers overflow. */
export const MAX_OFFSET_MS = 20 * 366 * 86_400_000;

/** Real time plus an offset that only grows and survives a restart. What happens at a time reads it from here. */
export class SandboxClock {
  private readonly rows;
  private readonly listeners: ClockListener[] = [];

  constructor(private readonly store: DurableStore) {
    this.rows = store.table<number>('clock');
  }

  get offsetMs(): number {
    return this.rows.get('offsetMs') ?? 0;
  }

  /** Milliseconds since 1970 on the moved clock. */
  now(): number {
    return Date.now() + this.offsetMs;
  }

  /** Whole seconds, as Stripe writes times. */
  nowSeconds(): number {
    return Math.floor(this.now() / 1000);
  }

  iso(): string {
    return new Date(this.now()).toISOString();
  }

  onMove(listener: ClockListener): void {
    this.listeners.push(listener);
  }

  /** Returns false when the offset would turn time back. Resolves when every stand-in has done what became due. */
  async moveTo(offsetMs: number): Promise<boolean> {
    if (offsetMs < this.offsetMs) return false;
    if (offsetMs > this.offsetMs) await this.store.change(() => this.rows.put('offsetMs', offsetMs));
    await Promise.all(this.listeners.map((listener) => listener()));
    return true;
  }
}
