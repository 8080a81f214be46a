import { uuidv7 } from 'uuidv7';
import type { ReconcileLimits } from '../../domain/reconcile/limits';
import { addMs } from '../../domain/time/calendar';
import type { Instant } from '../../domain/time/iso-date';
import type { Database, Db } from '../shared/connection';
import { inTransaction } from '../shared/transaction';
import { brokenUniqueRule } from '../shared/unique-rule';
import { openTask } from '../task/open-task';

export const RUN_TRIGGERS = ['schedule', 'api', 'terminal'] as const;
export type RunTrigger = (typeof RUN_TRIGGERS)[number];
export const RUN_STATES = ['wanted', 'running', 'finished', 'failed'] as const;
export type RunState = (typeof RUN_STATES)[number];

/** What a run looks at: timeline entries by number, everything else by business time. */
export interface ReconcileWindow {
  readonly from: Instant;
  readonly until: Instant;
  /** Exclusive. */
  readonly fromEventId: number;
  readonly untilEventId: number;
}

export interface NewRun {
  /** One run for each; the API has stored the run of one that it started. */
  readonly workflowId: string;
  readonly trigger: RunTrigger;
  readonly at: Instant;
}

export type BegunRun =
  | { readonly outcome: 'begun'; readonly runId: string; readonly window: ReconcileWindow }
  /** Another run is under way. */
  | { readonly outcome: 'busy'; readonly runId: string }
  /** This one has ended before. */
  | { readonly outcome: 'ended'; readonly runId: string };

export interface WantedRun {
  readonly runId: string;
  readonly workflowId: string;
  readonly requestedBy: string;
  readonly at: Instant;
}

/** A person asked for it; the run itself begins in its workflow. */
export async function storeWantedRun(trx: Db, { runId, workflowId, requestedBy, at }: WantedRun): Promise<void> {
  await trx('reconcile_runs').insert({
    run_id: runId,
    workflow_id: workflowId,
    trigger: 'api',
    requested_by: requestedBy,
    state: 'wanted',
    wanted_at: at,
  });
}

interface Row {
  run_id: string;
  workflow_id: string;
  state: RunState;
  started_at: Instant;
  window_from: Instant;
  window_until: Instant;
  from_event_id: number;
  until_event_id: number;
}

/** Of the tasks about runs that could not compare everything; the next one that can closes them. */
export const FAILURE_KEY = 'reconcile_failed:';
const ONE_RUNNING = 'reconcile_runs_one_running';

/** Fixes what the run looks at; a repeat gets the same. One at a time: a run that died gives way after its longest time. */
export function beginRun(db: Database, run: NewRun, limits: ReconcileLimits): Promise<BegunRun> {
  return inTransaction(db, async (trx) => {
    await trx('reconcile_runs')
      .insert({
        run_id: uuidv7(),
        workflow_id: run.workflowId,
        trigger: run.trigger,
        state: 'wanted',
        wanted_at: run.at,
      })
      .onConflict('workflow_id')
      .ignore();
    const row = await trx<Row>('reconcile_runs').where({ workflow_id: run.workflowId }).forUpdate().first();
    if (row === undefined) throw new Error('a run that blocked an insert is gone');
    const { run_id: runId, state } = row;
    if (state === 'running') return { outcome: 'begun', runId, window: windowOf(row) };
    if (state !== 'wanted') return { outcome: 'ended', runId };
    await endDeadRun(trx, run, limits);
    const window = await newWindow(trx, run.at, limits);
    const broken = await brokenUniqueRule(trx, [ONE_RUNNING], (savepoint) =>
      savepoint('reconcile_runs').where({ run_id: runId }).update(columnsOf(run, window))
    );
    if (broken === null) return { outcome: 'begun', runId, window };
    const other = await trx<Row>('reconcile_runs').where({ state: 'running' }).first('run_id');
    await endRun(trx, runId, { state: 'failed', problem: 'another_run', at: run.at });
    return { outcome: 'busy', runId: other?.run_id ?? runId };
  });
}

function columnsOf({ at }: NewRun, window: ReconcileWindow): object {
  return {
    state: 'running',
    started_at: at,
    window_from: window.from,
    window_until: window.until,
    from_event_id: window.fromEventId,
    until_event_id: window.untilEventId,
  };
}

function windowOf(row: Row): ReconcileWindow {
  const { window_from: from, window_until: until, from_event_id: fromEventId, until_event_id: untilEventId } = row;
  return { from, until, fromEventId, untilEventId };
}

async function endDeadRun(trx: Db, { at }: NewRun, { longestRunMs }: ReconcileLimits): Promise<void> {
  const problem = 'abandoned';
  const dead = await trx<Row>('reconcile_runs')
    .where({ state: 'running' })
    .where('started_at', '<', addMs(at, -longestRunMs))
    .update({ state: 'failed', finished_at: at, problem } as object)
    .returning<Row[]>('*');
  // At most one runs.
  const [row] = dead;
  if (row === undefined) return;
  const { run_id: runId, workflow_id: workflowId, started_at: startedAt } = row;
  await openTask(trx, {
    dedupeKey: `${FAILURE_KEY}${problem}:${runId}`,
    kind: 'drift',
    subject: 'A reconciliation began and never ended: see in the Web UI what became of its workflow, and run it again',
    evidence: { runId, workflowId, startedAt, windowFrom: row.window_from, windowUntil: row.window_until, problem },
    at,
  });
}

/**
 * From where the last finished run ended, less an overlap. Orders go by the numbers of their timeline entries, which are drawn as
 * they are written: the time of an entry is when its step began, which may be days before it was committed.
 */
async function newWindow(trx: Db, at: Instant, limits: ReconcileLimits): Promise<ReconcileWindow> {
  const last = await trx<Row>('reconcile_runs').where({ state: 'finished' }).orderBy('started_at', 'desc').first();
  const newest = await trx('order_events').max<{ max: number | null }[]>('event_id');
  const untilEventId = newest[0]?.max ?? 0;
  const from =
    last === undefined
      ? { from: addMs(at, -limits.firstWindowMs), fromEventId: untilEventId - limits.firstEvents }
      : { from: addMs(last.window_until, -limits.overlapMs), fromEventId: last.until_event_id - limits.overlapEvents };
  return { ...from, fromEventId: Math.max(0, from.fromEventId), until: at, untilEventId };
}

export interface RunTotals {
  readonly pages: number;
  readonly compared: number;
  readonly providerCalls: number;
  readonly workplaceCalls: number;
}

export interface RunEnd {
  readonly state: 'finished' | 'failed';
  readonly problem?: string;
  readonly totals?: RunTotals;
  readonly gone?: number;
  readonly at: Instant;
}

/** Ends a run once; what it found is counted from the findings, so that a repeat counts the same. */
export async function endRun(trx: Db, runId: string, end: RunEnd): Promise<void> {
  const { totals, gone = 0, state, problem = null, at } = end;
  await trx('reconcile_runs')
    .where({ run_id: runId })
    .whereIn('state', ['wanted', 'running'])
    .update({
      state,
      problem,
      finished_at: at,
      ...(totals === undefined
        ? {}
        : {
            pages: totals.pages,
            compared: totals.compared,
            provider_calls: totals.providerCalls,
            workplace_calls: totals.workplaceCalls,
          }),
      found: trx.raw(
        `(select coalesce(jsonb_object_agg(kind, n), '{}') from (
            select kind, count(*) as n from reconcile_findings where last_run_id = ? group by kind) f)`,
        [runId]
      ),
      repaired: trx.raw(`(select count(*) from reconcile_findings where repair_run_id = ?)`, [runId]),
      tasks_opened: trx.raw(`(select count(*) from reconcile_findings where task_run_id = ?)`, [runId]),
      left_over: trx.raw(
        `(select count(*) from reconcile_findings
           where last_run_id = ? and task_id is null and repair_run_id is distinct from ?)`,
        [runId, runId]
      ),
      gone,
    });
}
