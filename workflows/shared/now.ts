import type { Instant } from '../../domain/time/iso-date';

/** Business time of a workflow: workflow time plus the offset of a clock that can be moved in sandbox mode. */
export class WorkflowClock {
  constructor(private offset: number) {}

  get offsetMs(): number {
    return this.offset;
  }

  /** Never backwards: a late message about an earlier move changes nothing. */
  moveTo(offsetMs: number): void {
    this.offset = Math.max(this.offset, offsetMs);
  }

  nowMs(): number {
    return Date.now() + this.offset;
  }

  now(): Instant {
    return new Date(this.nowMs()).toISOString();
  }

  inMs(durationMs: number): Instant {
    return new Date(this.nowMs() + durationMs).toISOString();
  }
}
