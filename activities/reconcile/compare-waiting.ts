import { markCompared } from '../../db/reconcile/findings';
import { findWaiting, listWaiting, type WaitingRow } from '../../db/reconcile/waiting-rows';
import type { DriftKind, Repair } from '../../domain/reconcile/drift-kind';
import { addMs } from '../../domain/time/calendar';
import { aftercareWorkflowId, deliveryWorkflowId, orderWorkflowId } from '../../workflows/contracts/ids';
import { noteDrift } from './note-drift';
import type { PageRun } from './reconcile-deps';

export type WaitingTable = 'mails' | 'refunds';

interface Waiting {
  readonly type: 'mail' | 'refund';
  readonly kind: DriftKind;
  readonly repair: Repair;
  /** Workflows of which one should be at work on the row. */
  readonly workflowsOf: (row: WaitingRow) => readonly string[];
}

const WAITING: Readonly<Record<WaitingTable, Waiting>> = {
  mails: {
    type: 'mail',
    kind: 'mail_stuck',
    repair: 'deliver_mail',
    // The invoice mail is a step of its order; all others have a delivery.
    workflowsOf: ({ id, orderId, what }) => [
      deliveryWorkflowId(id),
      ...(orderId !== null && what === 'payment_received' ? [orderWorkflowId(orderId)] : []),
    ],
  },
  refunds: {
    type: 'refund',
    kind: 'refund_stalled',
    repair: 'send_refunds',
    workflowsOf: ({ orderId }) => (orderId === null ? [] : [aftercareWorkflowId(orderId)]),
  },
};

/** Rows that have waited for longer than anything that works would let them. Returns the next page's place. */
export async function compareWaiting(run: PageRun, table: WaitingTable, cursor: string | null): Promise<string | null> {
  const { pageSize: limit, stalledMs } = run.deps.reconcileLimits;
  const after = cursor === null ? null : (JSON.parse(cursor) as WaitingRow);
  const rows = await listWaiting(run.deps.db, table, { before: addMs(run.at, -stalledMs), after, limit });
  await compareRows(run, table, rows);
  const last = rows.at(-1);
  return rows.length === limit && last !== undefined ? JSON.stringify(last) : null;
}

export async function compareWaitingIds(run: PageRun, table: WaitingTable, ids: readonly string[]): Promise<void> {
  await markCompared(run.deps.db, { type: WAITING[table].type, ids }, run.runId);
  await compareRows(run, table, await findWaiting(run.deps.db, table, ids));
}

async function compareRows(run: PageRun, table: WaitingTable, rows: readonly WaitingRow[]): Promise<void> {
  if (rows.length === 0) return;
  const { type, kind, repair, workflowsOf } = WAITING[table];
  const { db, directory } = run.deps;
  const running = await directory.listRunning(rows.flatMap(workflowsOf));
  run.compared += rows.length;
  await markCompared(db, { type, ids: rows.map(({ id }) => id) }, run.runId);
  for (const row of rows) {
    const workflowIds = workflowsOf(row);
    if (workflowIds.some((id) => running.has(id)) || (await isAnyRunning(run, workflowIds))) continue;
    const { id, since, what, orderId, companyId, partnerId } = row;
    const evidence = { since, what, workflowRuns: false };
    await noteDrift(run, { kind, subject: { type, id }, orderId, companyId, partnerId, evidence, repair });
  }
}

async function isAnyRunning({ deps }: PageRun, workflowIds: readonly string[]): Promise<boolean> {
  for (const id of workflowIds) if (await deps.directory.isRunning(id)) return true;
  return false;
}
