import { addMs, earliest, instantMs } from '../time/calendar';
import type { Instant } from '../time/iso-date';

export interface PausedDeadline {
  readonly deadlineAt: Instant;
  /** The deadline has stood still since then. */
  readonly pausedSince: Instant;
  readonly at: Instant;
  /** The price holds no longer from then on; null: for ever. */
  readonly limit: Instant | null;
  /** The least that is left to pay from `at`. */
  readonly graceMs: number;
}

/**
 * A deadline that stood still is later by as long and leaves at least the grace, for it may have passed before it stood still
 * and the order is to wait for payment again (product §5). Never past the end of the price (product §4): where that has come,
 * the answer lies in the past and the order expires.
 */
export function deadlineAfterPause({ deadlineAt, pausedSince, at, limit, graceMs }: PausedDeadline): Instant {
  const pausedMs = Math.max(0, instantMs(at) - instantMs(pausedSince));
  const moved = addMs(deadlineAt, pausedMs);
  const grace = addMs(at, graceMs);
  const later = grace > moved ? grace : moved;
  return limit === null ? later : earliest([later, limit]);
}
