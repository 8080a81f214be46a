import { uuidv7 } from 'uuidv7';
import type { Drift, DriftSubject } from '../../domain/reconcile/drift';
import { isDriftKind, kindsAbout, type DriftKind, type SubjectType } from '../../domain/reconcile/drift-kind';
import type { Instant } from '../../domain/time/iso-date';
import type { Db } from '../shared/connection';

/** A drift on record: open until a later run compares its subject and finds it gone. */
export interface Finding {
  readonly findingId: string;
  readonly firstRunId: string;
  readonly repairs: number;
  /** The run that repaired it last. */
  readonly repairRunId: string | null;
  readonly taskId: string | null;
}

interface Row {
  finding_id: string;
  kind: string;
  subject_type: SubjectType;
  subject_id: string;
  first_run_id: string;
  repairs: number;
  repair_run_id: string | null;
  task_id: string | null;
}

export interface Sight {
  readonly runId: string;
  readonly at: Instant;
}

/** Writes down what was found, once for each kind and subject, and locks it until the transaction ends. */
export async function seeDrift(trx: Db, drift: Drift, { runId, at }: Sight): Promise<Finding> {
  const { kind, subject, orderId, companyId, evidence } = drift;
  const found = await trx.raw<{ rows: Row[] }>(
    `insert into reconcile_findings (finding_id, kind, subject_type, subject_id, order_id, company_id, evidence,
       first_run_id, last_run_id, checked_run_id, first_seen_at, last_seen_at)
     values (:findingId, :kind, :type, :id, :orderId, :companyId, :evidence, :runId, :runId, :runId, :at, :at)
     on conflict (subject_type, subject_id, kind) where gone_at is null
     do update set evidence = excluded.evidence, last_run_id = excluded.last_run_id,
       checked_run_id = excluded.checked_run_id, last_seen_at = excluded.last_seen_at
     returning *`,
    {
      findingId: uuidv7(),
      kind,
      type: subject.type,
      id: subject.id,
      orderId,
      companyId,
      evidence: JSON.stringify(evidence),
      runId,
      at,
    }
  );
  const row = found.rows[0];
  if (row === undefined) throw new Error('a finding was not written');
  return toFinding(row);
}

export async function noteRepair(trx: Db, findingId: string, runId: string): Promise<void> {
  await trx('reconcile_findings')
    .where({ finding_id: findingId })
    .update({ repairs: trx.raw('repairs + 1'), repair_run_id: runId });
}

export async function noteTask(
  trx: Db,
  findingId: string,
  { taskId, runId }: { readonly taskId: string; readonly runId: string }
): Promise<void> {
  await trx('reconcile_findings').where({ finding_id: findingId }).update({ task_id: taskId, task_run_id: runId });
}

/** These were compared: what of them is not found again by the end of the run is over. */
export async function markCompared(
  db: Db,
  subjects: { readonly type: SubjectType; readonly ids: readonly string[] },
  runId: string
): Promise<void> {
  if (subjects.ids.length === 0) return;
  await db('reconcile_findings')
    .whereNull('gone_at')
    .where({ subject_type: subjects.type })
    .whereIn('subject_id', subjects.ids)
    .whereIn('kind', kindsAbout(subjects.type))
    .update({ checked_run_id: runId });
}

export interface OpenFinding {
  readonly findingId: string;
  readonly kind: DriftKind;
  readonly subject: DriftSubject;
}

/** Findings that the run has not compared yet, by id. */
export async function listUncompared(
  db: Db,
  { runId, after, limit }: { readonly runId: string; readonly after: string; readonly limit: number }
): Promise<OpenFinding[]> {
  const rows = await db<Row & { gone_at: Instant | null; checked_run_id: string }>('reconcile_findings')
    .whereNull('gone_at')
    .where('finding_id', '>', after)
    .whereNot({ checked_run_id: runId })
    .orderBy('finding_id')
    .limit(limit)
    .select('finding_id', 'kind', 'subject_type', 'subject_id');
  return rows.flatMap(({ finding_id: findingId, kind, subject_type: type, subject_id: id }) =>
    isDriftKind(kind) ? [{ findingId, kind, subject: { type, id } }] : []
  );
}

/** At most `limit` findings that the run compared and did not find again, with the tasks that nobody needs any more. */
export async function closeGone(
  trx: Db,
  { runId, at, limit }: Sight & { readonly limit: number }
): Promise<{ readonly taskId: string | null }[]> {
  const closed = await trx.raw<{ rows: { task_id: string | null }[] }>(
    `update reconcile_findings set gone_at = ?
      where finding_id in (
        select finding_id from reconcile_findings
         where gone_at is null and checked_run_id = ? and last_run_id <> ?
         order by finding_id limit ? for update)
      returning task_id`,
    [at, runId, runId, limit]
  );
  return closed.rows.map(({ task_id: taskId }) => ({ taskId }));
}

function toFinding(row: Row): Finding {
  return {
    findingId: row.finding_id,
    firstRunId: row.first_run_id,
    repairs: row.repairs,
    repairRunId: row.repair_run_id,
    taskId: row.task_id,
  };
}
