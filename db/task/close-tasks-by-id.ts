import type { Instant } from '../../domain/time/iso-date';
import type { Db } from '../shared/connection';

/** What these tasks asked for is over; those that a person has closed stay as they are. */
export async function closeTasksById(
  trx: Db,
  { taskIds, reason, at }: { readonly taskIds: readonly string[]; readonly reason: string; readonly at: Instant }
): Promise<void> {
  if (taskIds.length === 0) return;
  await trx('tasks')
    .whereIn('task_id', taskIds)
    .where({ state: 'open' })
    .update({ state: 'done', closed_at: at, closed_by: 'system', closing_reason: reason });
}

/** The same for open tasks whose key begins so. */
export async function closeTasksByKey(
  trx: Db,
  { prefix, reason, at }: { readonly prefix: string; readonly reason: string; readonly at: Instant }
): Promise<void> {
  await trx('tasks')
    .where({ state: 'open' })
    .whereRaw('starts_with(dedupe_key, ?)', [prefix])
    .update({ state: 'done', closed_at: at, closed_by: 'system', closing_reason: reason });
}
