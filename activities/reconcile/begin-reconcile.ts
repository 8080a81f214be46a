import { beginRun } from '../../db/reconcile/reconcile-runs';
import type { BeginReconcileInput, BeginReconcileResult } from '../../workflows/contracts/reconcile-steps';
import type { ReconcileDeps } from './reconcile-deps';

/** Fixes what the run looks at. Only one runs at a time; who comes second has nothing to do. */
export const beginReconcile =
  ({ db, clock, reconcileLimits }: Pick<ReconcileDeps, 'db' | 'clock' | 'reconcileLimits'>) =>
  ({ workflowId, trigger }: BeginReconcileInput): Promise<BeginReconcileResult> =>
    beginRun(db, { workflowId, trigger, at: clock.now() }, reconcileLimits);
