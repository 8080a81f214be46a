import { writeAudit } from '../../db/audit/write-audit';
import { closeGone } from '../../db/reconcile/findings';
import { endRun, FAILURE_KEY, type RunEnd } from '../../db/reconcile/reconcile-runs';
import { readRun, type ReconcileRun } from '../../db/reconcile/run-read-model';
import type { Database, Db } from '../../db/shared/connection';
import { inTransaction } from '../../db/shared/transaction';
import { closeTasksById, closeTasksByKey } from '../../db/task/close-tasks-by-id';
import { openTask } from '../../db/task/open-task';
import type { Instant } from '../../domain/time/iso-date';
import type { FinishReconcileInput } from '../../workflows/contracts/reconcile-steps';
import type { ReconcileDeps } from './reconcile-deps';

const BATCH = 200;
const MOST_BATCHES = 500;

/**
 * Closes what is gone with its tasks, and the run with its numbers. A run that could not compare everything ends as failed: the next
 * one begins where it began, and a person is told.
 */
export const finishReconcile =
  ({ db, clock }: Pick<ReconcileDeps, 'db' | 'clock'>) =>
  async ({ runId, totals, skipped }: FinishReconcileInput): Promise<void> => {
    const at = clock.now();
    const gone = await closeAllGone(db, runId, at);
    const state = skipped.length === 0 ? 'finished' : 'failed';
    const problem = skipped.length === 0 ? {} : { problem: `not compared: ${skipped.join(', ')}` };
    await inTransaction(db, async (trx) => {
      await endRun(trx, runId, { state, ...problem, totals, gone, at });
      await tell(trx, runId, { state, at });
    });
  };

async function closeAllGone(db: Database, runId: string, at: Instant): Promise<number> {
  let gone = 0;
  for (let batch = 0; batch < MOST_BATCHES; batch += 1) {
    const closed = await inTransaction(db, (trx) => closeBatch(trx, runId, at));
    gone += closed;
    if (closed < BATCH) return gone;
  }
  return gone;
}

async function closeBatch(trx: Db, runId: string, at: Instant): Promise<number> {
  const closed = await closeGone(trx, { runId, at, limit: BATCH });
  const taskIds = closed.flatMap(({ taskId }) => (taskId === null ? [] : [taskId]));
  await closeTasksById(trx, { taskIds, reason: 'A later reconciliation found that all sides agree.', at });
  return closed.length;
}

/** One task while runs fail, and one for a run that found more than it may ask people about. */
async function tell(trx: Db, runId: string, { state, at }: Pick<RunEnd, 'state' | 'at'>): Promise<void> {
  const run = await readRun(trx, runId);
  if (run === null) return;
  if (state === 'failed')
    await openTask(trx, { ...FAILED, ...keyed(FAILURE_KEY, run.windowFrom ?? runId), ...about(run, at) });
  else await closeTasksByKey(trx, { prefix: FAILURE_KEY, reason: 'A later reconciliation compared everything.', at });
  if (run.leftOver > 0)
    await openTask(trx, { ...LEFT_OVER, ...keyed('reconcile_left_over:', runId), ...about(run, at) });
  await writeAudit(trx, {
    at,
    source: { actorKind: 'system', actorId: null, ip: null, requestId: null },
    what: `reconciliation.${state}`,
    subject: { type: 'reconciliation', id: runId },
    data: { found: run.found, repaired: run.repaired, tasksOpened: run.tasksOpened, gone: run.gone },
  });
}

const FAILED = {
  kind: 'drift',
  subject: 'A reconciliation could not compare everything: see which part, mend its cause and run it again',
} as const;
const LEFT_OVER = {
  kind: 'drift',
  subject:
    'A reconciliation found more than it may open tasks for: something is wrong at large; run it again after mending it',
} as const;

function keyed(prefix: string, id: string): { readonly dedupeKey: string } {
  return { dedupeKey: `${prefix}${id}` };
}

function about({ runId, windowFrom, windowUntil, problem, found, leftOver }: ReconcileRun, at: Instant) {
  return { evidence: { runId, windowFrom, windowUntil, problem, found, leftOver }, at };
}
