import type { ReconcilePlace, ReconcileTotals, ReconcileWindow } from './reconcile-steps';

/** A run of its own for each workflow id. */
export interface ReconcileInput {
  readonly trigger: 'schedule' | 'api' | 'terminal';
  /** Set by a run that grew too long, for the one that goes on. */
  readonly onward: ReconcileOnward | null;
}

export interface ReconcileOnward {
  readonly runId: string;
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
