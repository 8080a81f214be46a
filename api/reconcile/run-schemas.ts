import { z } from 'zod';
import { RUN_STATES, RUN_TRIGGERS } from '../../db/reconcile/reconcile-runs';
import type { ReconcileRun } from '../../db/reconcile/run-read-model';
import { idField, instantField } from '../http/fields';

const count = z.int().min(0);

export const runSchema = z
  .strictObject({
    runId: idField,
    workflowId: z.string().describe('Under which the Temporal Web UI shows it'),
    trigger: z.enum(RUN_TRIGGERS),
    requestedBy: z.string().nullable(),
    state: z.enum(RUN_STATES).describe('`failed`: not everything was compared; the next run begins where this one did'),
    wantedAt: instantField,
    startedAt: instantField.nullable(),
    finishedAt: instantField.nullable(),
    windowFrom: instantField.nullable(),
    windowUntil: instantField.nullable(),
    pages: count,
    compared: count.describe('Orders, payments, companies, mails and returns'),
    providerCalls: count,
    workplaceCalls: count,
    found: z
      .record(z.string(), count)
      .describe('Disagreements by kind, those of earlier runs that are still there among them'),
    repaired: count,
    tasksOpened: count,
    gone: count.describe('Disagreements of earlier runs that are over'),
    leftOver: count.describe(
      'Found, and neither repaired nor given to a person, because the run had reached its bound'
    ),
    problem: z.string().nullable(),
  })
  .meta({ id: 'Reconciliation' });

export function toRunAnswer(run: ReconcileRun): z.input<typeof runSchema> {
  return { ...run, found: { ...run.found } };
}
