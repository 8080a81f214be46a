import type { TaskKind } from '../../domain/task/task-kind';
import type { Instant } from '../../domain/time/iso-date';
import type { Db } from '../shared/connection';

export interface OrderTaskClosing {
  readonly orderId: string;
  readonly kind: TaskKind;
  readonly by: string;
  readonly at: Instant;
  readonly reason: string;
}

/** The act that the order's open tasks of a kind asked for was seen. */
export async function closeOrderTasks(trx: Db, { orderId, kind, by, at, reason }: OrderTaskClosing): Promise<void> {
  await trx<{ order_id: string; kind: string; state: string }>('tasks')
    .where({ order_id: orderId, kind, state: 'open' })
    .update({ state: 'done', closed_at: at, closed_by: by, closing_reason: reason } as object);
}
