import type { Instant } from '../../domain/time/iso-date';
import type { Db } from '../shared/connection';
import type { RunState, RunTrigger } from './reconcile-runs';

/** One reconciliation as people read it. */
export interface ReconcileRun {
  readonly runId: string;
  /** Under which the Temporal Web UI shows it. */
  readonly workflowId: string;
  readonly trigger: RunTrigger;
  readonly requestedBy: string | null;
  readonly state: RunState;
  readonly wantedAt: Instant;
  readonly startedAt: Instant | null;
  readonly finishedAt: Instant | null;
  readonly windowFrom: Instant | null;
  readonly windowUntil: Instant | null;
  readonly pages: number;
  readonly compared: number;
  readonly providerCalls: number;
  readonly workplaceCalls: number;
  /** Findings by kind, those of earlier runs that are still there among them. */
  readonly found: Readonly<Record<string, number>>;
  readonly repaired: number;
  readonly tasksOpened: number;
  /** Findings of earlier runs that are over. */
  readonly gone: number;
  /** Findings that were neither repaired nor given to a person, because the run had reached its bound of tasks. */
  readonly leftOver: number;
  readonly problem: string | null;
}

const COLUMNS = {
  runId: 'run_id',
  workflowId: 'workflow_id',
  trigger: 'trigger',
  requestedBy: 'requested_by',
  state: 'state',
  wantedAt: 'wanted_at',
  startedAt: 'started_at',
  finishedAt: 'finished_at',
  windowFrom: 'window_from',
  windowUntil: 'window_until',
  pages: 'pages',
  compared: 'compared',
  providerCalls: 'provider_calls',
  workplaceCalls: 'workplace_calls',
  found: 'found',
  repaired: 'repaired',
  tasksOpened: 'tasks_opened',
  gone: 'gone',
  leftOver: 'left_over',
  problem: 'problem',
} as const;

export async function readRun(db: Db, runId: string): Promise<ReconcileRun | null> {
  const row = await db('reconcile_runs').where({ run_id: runId }).first<ReconcileRun | undefined>(COLUMNS);
  return row ?? null;
}

/** Newest first. */
export function listRuns(
  db: Db,
  query: { readonly after: { readonly wantedAt: Instant; readonly runId: string } | null; readonly limit: number }
): Promise<ReconcileRun[]> {
  const list = db('reconcile_runs')
    .orderBy([
      { column: 'wanted_at', order: 'desc' },
      { column: 'run_id', order: 'desc' },
    ])
    .limit(query.limit);
  if (query.after !== null) {
    void list.whereRaw('(wanted_at, run_id) < (?::timestamptz, ?)', [query.after.wantedAt, query.after.runId]);
  }
  return list.select<ReconcileRun[]>(COLUMNS);
}

/** The run that is under way, or was asked for a moment ago; null for none. */
export async function findLiveRun(db: Db, wantedAfter: Instant): Promise<string | null> {
  const row = await db('reconcile_runs')
    .where({ state: 'running' })
    .orWhere((wanted) => void wanted.where({ state: 'wanted' }).where('wanted_at', '>', wantedAfter))
    .first<{ run_id: string } | undefined>('run_id');
  return row?.run_id ?? null;
}
