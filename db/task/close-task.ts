import { INVOICE_MAIL_KINDS } from '../../domain/mail/mail-kind';
import type { Instant } from '../../domain/time/iso-date';
import type { Db } from '../shared/connection';

export interface TaskClosing {
  readonly task: { readonly taskId: string } | { readonly dedupeKey: string };
  /** `dismissed` needs a reason. */
  readonly state: 'done' | 'dismissed';
  readonly reason?: string | null;
  /** A user id, or `system` when the act that the task asked for was seen. */
  readonly by: string;
  readonly at: Instant;
}

interface Row {
  task_id: string;
  dedupe_key: string;
  state: string;
  closed_at: Instant | null;
  closed_by: string | null;
  closing_reason: string | null;
}

/** False: there is no such open task, somebody was faster. */
export async function closeTask(trx: Db, closing: TaskClosing): Promise<boolean> {
  const reason = closing.reason ?? null;
  if (closing.state === 'dismissed' && reason === null) throw new Error('a task is dismissed with a reason only');
  const which = 'taskId' in closing.task ? { task_id: closing.task.taskId } : { dedupe_key: closing.task.dedupeKey };
  const count = await trx<Row>('tasks')
    .where({ ...which, state: 'open' })
    .update({ state: closing.state, closed_at: closing.at, closed_by: closing.by, closing_reason: reason });
  return count === 1;
}

/** The invoice has reached a mail server: what asked for that is done. */
export async function closeUndeliveredTasks(
  trx: Db,
  { orderId, at }: { readonly orderId: string; readonly at: Instant }
): Promise<void> {
  await trx('tasks')
    .where({ order_id: orderId, kind: 'mail_undelivered', state: 'open' })
    .whereRaw(`evidence->>'mailKind' = any(?)`, [[...INVOICE_MAIL_KINDS]])
    .update({ state: 'done', closed_at: at, closed_by: 'system', closing_reason: 'The invoice has been mailed.' });
}
