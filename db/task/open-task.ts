import { uuidv7 } from 'uuidv7';
import { TASK_ROLE_BY_KIND, type TaskKind } from '../../domain/task/task-kind';
import type { Instant } from '../../domain/time/iso-date';
import type { Db } from '../shared/connection';

export interface NewTask {
  /** One task per key, open or closed: a repeated step opens no second one. */
  readonly dedupeKey: string;
  /** Says which role acts. */
  readonly kind: TaskKind;
  /** One line for the list. */
  readonly subject: string;
  /** What the person needs to decide: ids, amounts, codes, dates. */
  readonly evidence: Readonly<Record<string, unknown>>;
  /** Set when one person of that role is meant. */
  readonly personId?: string | null;
  readonly partnerId?: string | null;
  readonly orderId?: string | null;
  readonly companyId?: string | null;
  readonly dueAt?: Instant | null;
  readonly at: Instant;
  /** A user id, or `system`. */
  readonly openedBy?: string;
}

/** Stores the task once; returns the id of the one that holds the key. */
export async function openTask(trx: Db, task: NewTask): Promise<string> {
  const inserted = await trx<{ task_id: string }>('tasks')
    .insert({
      task_id: uuidv7(),
      ...toColumns(task),
    })
    .onConflict('dedupe_key')
    .ignore()
    .returning('task_id');
  if (inserted[0] !== undefined) return inserted[0].task_id;
  const known = await trx<{ task_id: string; dedupe_key: string }>('tasks')
    .where({ dedupe_key: task.dedupeKey })
    .first('task_id');
  if (known === undefined) throw new Error('a task that blocked an insert is gone');
  return known.task_id;
}

function toColumns(task: NewTask): Record<string, unknown> {
  return {
    dedupe_key: task.dedupeKey,
    kind: task.kind,
    subject: task.subject,
    evidence: JSON.stringify(task.evidence),
    role: TASK_ROLE_BY_KIND[task.kind],
    person_id: task.personId ?? null,
    partner_id: task.partnerId ?? null,
    order_id: task.orderId ?? null,
    company_id: task.companyId ?? null,
    due_at: task.dueAt ?? null,
    state: 'open',
    opened_at: task.at,
    opened_by: task.openedBy ?? 'system',
  };
}
