import { uuidv7 } from 'uuidv7';
import { z } from 'zod';
import { writeAudit } from '../../db/audit/write-audit';
import { storeWantedRun } from '../../db/reconcile/reconcile-runs';
import { findLiveRun, readRun } from '../../db/reconcile/run-read-model';
import type { Db } from '../../db/shared/connection';
import { doOnce } from '../../db/shared/do-once';
import { addMs, MS_PER_MINUTE } from '../../domain/time/calendar';
import { reconcileWorkflowId } from '../../workflows/contracts/ids';
import { AppError } from '../http/app-error';
import type { Caller } from '../http/caller';
import { defineRoute, type RequestMeta } from '../http/route';
import { runSchema, toRunAnswer } from './run-schemas';

export const startRun = defineRoute({
  method: 'POST',
  path: '/v1/reconciliations',
  access: 'reconcile.run',
  tag: 'Reconciliations',
  summary: 'Compare provider, database, Temporal and Workplace now, for what changed since the last run',
  errors: ['reconciliation_running', 'workflows_unavailable'],
  idempotent: true,
  request: { body: z.strictObject({}).optional() },
  responses: { 202: { description: 'Asked for; read it again to see how far it is', body: runSchema } },
  async handler({ caller, meta }, deps) {
    const { result: runId } = await doOnce(deps.db, meta.underKey, 'run', (trx) => want(trx, caller, meta));
    // Begun before or not: a repeat after an answer that got lost begins nothing twice.
    await deps.workflows.startReconciliation(runId);
    const run = await readRun(deps.db, runId);
    if (run === null) throw new AppError('reconciliation_not_found');
    return { status: 202, body: toRunAnswer(run) };
  },
});

/** One that was asked for and never begun holds up nobody for longer. */
const BEGINS_WITHIN_MS = MS_PER_MINUTE;

async function want(trx: Db, caller: Caller, { at, source }: RequestMeta): Promise<string> {
  const live = await findLiveRun(trx, addMs(at, -BEGINS_WITHIN_MS));
  if (live !== null) throw new AppError('reconciliation_running', { extra: { runId: live } });
  const runId = uuidv7();
  const workflowId = reconcileWorkflowId(runId);
  await storeWantedRun(trx, { runId, workflowId, requestedBy: caller.actor.userId, at });
  await writeAudit(trx, { at, source, what: 'reconciliation.wanted', subject: { type: 'reconciliation', id: runId } });
  return runId;
}
