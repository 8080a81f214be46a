import type { TaskKind } from '../../domain/task/task-kind';
import type { Instant } from '../../domain/time/iso-date';
import type { Db } from '../shared/connection';

export interface DisputeTaskClosing {
  readonly orderId: string;
  readonly disputeId: string;
  readonly kind: TaskKind;
  readonly reason: string;
  readonly at: Instant;
}

/** The dispute went on without the act that its open task asked for. False: no such task was open. */
export async function closeDisputeTasks(trx: Db, closing: DisputeTaskClosing): Promise<boolean> {
  const { orderId, disputeId, kind, reason, at } = closing;
  const count = await trx('tasks')
    .where({ order_id: orderId, kind, state: 'open' })
    .whereRaw(`evidence->>'disputeId' = ?`, [disputeId])
    .update({ state: 'done', closed_at: at, closed_by: 'system', closing_reason: reason });
  return count > 0;
}

/** Whether a person has closed the task about the lost dispute, so that the loss was acted on. */
export async function isLossDecided(
  db: Db,
  { orderId, disputeId }: { readonly orderId: string; readonly disputeId: string }
): Promise<boolean> {
  const row = await db('tasks')
    .where({ order_id: orderId, kind: 'dispute_lost' })
    .whereRaw(`closed_by <> 'system' and evidence->>'disputeId' = ?`, [disputeId])
    .first<{ task_id: string } | undefined>('task_id');
  return row !== undefined;
}
