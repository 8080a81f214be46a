import type { Instant } from '../../domain/time/iso-date';

/** Business time: real time plus an offset that is 0 outside sandbox mode. */
export interface Clock {
  now(): Instant;
  /** Milliseconds that business time is ahead of real time. */
  offsetMs(): number;
}
