import type { Db } from '../shared/connection';
import { openTask, type NewTask } from './open-task';

/** Brings the order's open task of the kind up to date, person included; opens one when there is none. */
export async function refreshOrderTask(trx: Db, task: NewTask & { readonly orderId: string }): Promise<void> {
  const { orderId, kind, subject, evidence, personId = null, dueAt = null } = task;
  const count = await trx<{ order_id: string; kind: string; state: string }>('tasks')
    .where({ order_id: orderId, kind, state: 'open' })
    .update({ subject, evidence: JSON.stringify(evidence), person_id: personId, due_at: dueAt } as object);
  if (count === 0) await openTask(trx, task);
}
