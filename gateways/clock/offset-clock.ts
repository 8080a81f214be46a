import type { Clock } from './clock';

export interface OffsetClock extends Clock {
  /** @throws RangeError when business time would go backwards: deadlines that have passed cannot come again. */
  setOffset(offsetMs: number): void;
}

/** The clock of sandbox mode: real time plus an offset that only grows. */
export function createOffsetClock(initialOffsetMs: number): OffsetClock {
  let offset = checked(initialOffsetMs);
  return {
    now: () => new Date(Date.now() + offset).toISOString(),
    offsetMs: () => offset,
    setOffset: (offsetMs) => {
      if (checked(offsetMs) < offset) {
        throw new RangeError(
          `business time only moves forward: it is ${offset} ms ahead, ${offsetMs} ms would be a step back`
        );
      }
      offset = offsetMs;
    },
  };
}

function checked(offsetMs: number): number {
  if (!Number.isSafeInteger(offsetMs) || offsetMs < 0) {
    throw new RangeError(`a clock offset is a whole number of milliseconds from 0 on, not ${offsetMs}`);
  }
  return offsetMs;
}
