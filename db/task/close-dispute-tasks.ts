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

/** Whether the loss was acted on: by a credit note that was decided for it, or by a person who closed its task. */
export async function isLossDecided(
  db: Db,
  { orderId, disputeId }: { readonly orderId: string; readonly disputeId: string }
): Promise<boolean> {
  const found = await db.raw<{ rows: unknown[] }>(
    `select from tasks where order_id = ? and kind = 'dispute_lost' and closed_by <> 'system' and evidence->>'disputeId' = ?
     union all select from order_refunds where order_id = ? and basis_id = ? and state = 'done' limit 1`,
    [orderId, disputeId, orderId, disputeId]
  );
  return found.rows.length > 0;
}
