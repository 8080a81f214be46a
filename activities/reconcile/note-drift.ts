import { noteTask, seeDrift, type Finding } from '../../db/reconcile/findings';
import type { Db } from '../../db/shared/connection';
import { inTransaction } from '../../db/shared/transaction';
import { openTask } from '../../db/task/open-task';
import type { Drift } from '../../domain/reconcile/drift';
import { DRIFT_TABLE } from '../../domain/reconcile/drift-kind';
import type { TaskKind } from '../../domain/task/task-kind';
import { repairDrift } from './repair-drift';
import type { PageRun } from './reconcile-deps';

/**
 * Writes down what was found, repairs it where that is safe, and asks a person for the rest. A finding stays open until a later run
 * has compared its subject again, so a repair that did not help comes back here and becomes a task.
 */
export async function noteDrift(run: PageRun, drift: Drift): Promise<void> {
  run.found += 1;
  const finding = await inTransaction(run.deps.db, (trx) => seeDrift(trx, drift, { runId: run.runId, at: run.at }));
  if (finding.repairRunId === run.runId) return;
  const isRepaired = mayRepair(run, drift, finding) && (await repairDrift(run, drift, finding.findingId));
  const isNeeded = DRIFT_TABLE[drift.kind].task === 'at_once' || !isRepaired || finding.repairs > 0;
  if (!isNeeded || finding.taskId !== null || !run.mayOpenTask) return;
  await inTransaction(run.deps.db, (trx) => askPerson(trx, run, drift, finding));
  run.tasksOpened += 1;
}

function mayRepair({ deps }: PageRun, { repair }: Drift, { repairs }: Finding): boolean {
  return repair !== null && repairs < deps.reconcileLimits.repairsPerFinding;
}

/** One task for each finding; it is closed when the finding is over. */
async function askPerson(trx: Db, run: PageRun, drift: Drift, finding: Finding): Promise<void> {
  const { kind, subject, evidence, orderId, companyId, partnerId, repair } = drift;
  const { findingId, repairs } = finding;
  const taskId = await openTask(trx, {
    dedupeKey: `drift:${findingId}`,
    kind: taskKindOf(drift),
    subject: DRIFT_TABLE[kind].says,
    evidence: { drift: kind, subject: subject.id, repair, repairs, runId: run.runId, ...evidence },
    orderId,
    companyId,
    partnerId,
    at: run.at,
  });
  await noteTask(trx, findingId, { taskId, runId: run.runId });
}

function taskKindOf({ kind }: Drift): TaskKind {
  return kind === 'company_changed_partner' ? 'company_changed_partner' : 'drift';
}
