import type { Instant } from '../../domain/time/iso-date';
import { offsetIn } from './signal-input';

/** As far as the sandbox's clock goes, and a bit. */
const FURTHEST_MS = 4_100 * 86_400_000;

/**
 * Business time of a workflow: workflow time plus the offset of a clock that can be moved in sandbox mode. Outside of it the
 * offset is null, and no message moves anything: a moved clock ends orders.
 */
export class WorkflowClock {
  constructor(private offset: number | null) {}

  get offsetMs(): number {
    return this.offset ?? 0;
  }

  /** For the next run, or another workflow. */
  get asInput(): number | null {
    return this.offset;
  }

  /** Never backwards: a late message about an earlier move changes nothing. True when the clock stands elsewhere now. */
  moveTo(message: unknown): boolean {
    const offsetMs = offsetIn(message);
    if (this.offset === null || offsetMs === null || offsetMs <= this.offset || offsetMs > FURTHEST_MS) return false;
    this.offset = offsetMs;
    return true;
  }

  nowMs(): number {
    return Date.now() + this.offsetMs;
  }

  now(): Instant {
    return new Date(this.nowMs()).toISOString();
  }

  inMs(durationMs: number): Instant {
    return new Date(this.nowMs() + durationMs).toISOString();
  }
}
