import { ActivityFailure } from '@temporalio/workflow';
import { isFinalRefusal } from './failure-reason';

/** How long a look-up is tried before a person is asked. */
const LONGEST_LOOK_UP_MS = 60 * 60_000;

export interface MoneyTurn {
  /** The provider may have forgotten the keys: what was begun is found out, and nothing of it is repeated. */
  readonly isLate: boolean;
  /** All tries together; real time. */
  readonly scheduleToCloseTimeout: number;
}

/**
 * A money step may be repeated for `stepMs`, which is less than the provider remembers its keys. When that has not been enough
 * (the provider or every worker was away) it goes on once as a look-up; only what that cannot tell either is a person's
 * matter. @throws ActivityFailure of a final refusal, or of the look-up.
 */
export async function endAsLookUp<T>(stepMs: number, run: (turn: MoneyTurn) => Promise<T>): Promise<T> {
  try {
    return await run({ isLate: false, scheduleToCloseTimeout: stepMs });
  } catch (error) {
    if (!(error instanceof ActivityFailure) || isFinalRefusal(error)) throw error;
    return run({ isLate: true, scheduleToCloseTimeout: Math.min(stepMs, LONGEST_LOOK_UP_MS) });
  }
}
