import type { Clock } from './clock';

/** The clock of live mode: business time is real time. */
export function createRealClock(): Clock {
  return {
    now: () => new Date(Date.now()).toISOString(),
    offsetMs: () => 0,
  };
}
