import { addMs, instantMs } from '../time/calendar';
import type { Instant } from '../time/iso-date';

export interface PausedDeadline {
  readonly deadlineAt: Instant;
  /** The deadline has stood still since then. */
  readonly pausedSince: Instant;
  readonly at: Instant;
  /** The price holds no longer from then on; null: for ever. */
  readonly limit: Instant | null;
}

/** A deadline that stood still is later by as long, but never past the end of the price (product §4, §5). */
export function deadlineAfterPause({ deadlineAt, pausedSince, at, limit }: PausedDeadline): Instant {
  const pausedMs = Math.max(0, instantMs(at) - instantMs(pausedSince));
  const moved = addMs(deadlineAt, pausedMs);
  return limit !== null && limit < moved ? limit : moved;
}
