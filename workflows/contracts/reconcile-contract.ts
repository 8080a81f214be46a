import type { ReconcilePlace, ReconcileTotals, ReconcileWindow } from './reconcile-steps';

/** By the schedule, or by a person: the API has stored a row under `runId` for one. */
export interface ReconcileInput {
  /** null: a run of its own, named after its workflow. */
  readonly runId: string | null;
  readonly trigger: 'schedule' | 'api' | 'terminal';
  /** Set by a run that grew too long, for the one that goes on. */
  readonly onward: ReconcileOnward | null;
}

export interface ReconcileOnward {
  readonly window: ReconcileWindow;
  readonly place: ReconcilePlace;
  readonly totals: ReconcileTotals;
  readonly skipped: readonly string[];
}

export interface ReconcileOutcome {
  readonly runId: string;
  /** `busy`: another run was under way, nothing was compared. `failed`: a part could not be compared; the next run begins where this one did. */
  readonly outcome: 'finished' | 'failed' | 'busy' | 'ended';
  readonly totals: ReconcileTotals;
  /** Parts that could not be compared. */
  readonly skipped: readonly string[];
}

export const RECONCILE_SCHEDULE_ID = 'reconcile';
