import type { Policies } from '../policies/policies';
import { addMs } from '../time/calendar';
import type { Instant } from '../time/iso-date';

export interface Prolongation {
  readonly until: Instant;
  readonly deadlineAt: Instant;
  readonly prolongedCount: number;
  /** Parked with a part of its money: it may wait longer as often as the account manager says so. */
  readonly isPartPaid: boolean;
  /** The price holds no longer from then on; null: for ever. */
  readonly limit: Instant | null;
  readonly at: Instant;
  readonly policies: Policies;
}

export type ProlongProblem = 'prolonged_before' | 'prolonged_too_far' | 'prolonged_beyond_limit';

/** Why the deadline cannot be moved there (product §4: once, up to 30 days, within the limits of the price); null when it can. */
export function prolongProblem(wish: Prolongation): ProlongProblem | null {
  const { until, deadlineAt, at, limit, policies } = wish;
  if (!wish.isPartPaid && wish.prolongedCount >= policies.prolongationsMax) return 'prolonged_before';
  if (until <= at || until <= deadlineAt || (limit !== null && until > limit)) return 'prolonged_beyond_limit';
  // A part-paid order may have waited for a person long after its deadline.
  const from = wish.isPartPaid && at > deadlineAt ? at : deadlineAt;
  return until > addMs(from, policies.prolongationMaxMs) ? 'prolonged_too_far' : null;
}
