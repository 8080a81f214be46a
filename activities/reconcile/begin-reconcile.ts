import { beginRun } from '../../db/reconcile/reconcile-runs';
import type { BeginReconcileInput, BeginReconcileResult } from '../../workflows/contracts/reconcile-steps';
import type { ReconcileDeps } from './reconcile-deps';

/** Fixes what the run looks at. Only one runs at a time; who comes second has nothing to do. */
export const beginReconcile =
  ({ db, clock, reconcileLimits }: Pick<ReconcileDeps, 'db' | 'clock' | 'reconcileLimits'>) =>
  async ({ runId, trigger }: BeginReconcileInput): Promise<BeginReconcileResult> => {
    const begun = await beginRun(db, { runId, trigger, at: clock.now() }, reconcileLimits);
    return begun.outcome === 'begun' ? begun : { outcome: begun.outcome };
  };
