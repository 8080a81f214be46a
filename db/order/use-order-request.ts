import type { Instant } from '../../domain/time/iso-date';
import type { Db } from '../shared/connection';

export interface RequestUse {
  /** null: the message came from the Temporal Web UI, which does not know who a person is. */
  readonly requestId: string | null;
  readonly orderId: string;
  readonly kind: 'cancel_order' | 'pay_now' | 'resume_order' | 'look_again';
  readonly at: Instant;
  readonly outcome: string;
}

/**
 * Marks a person's stored request as used and says whose it was. A request of another order or kind counts as none: whoever
 * sent the message made the id up. A repeat finds it used and gives the same answer.
 */
export async function useOrderRequest(trx: Db, use: RequestUse): Promise<string | null> {
  if (use.requestId === null) return null;
  const rows = await trx('person_requests')
    .where({ request_id: use.requestId, subject_id: use.orderId, kind: use.kind })
    .update({
      used_at: trx.raw('coalesce(used_at, ?)', [use.at]),
      outcome: trx.raw('coalesce(outcome, ?::jsonb)', [JSON.stringify({ outcome: use.outcome })]),
    })
    .returning<{ actor_id: string }[]>('actor_id');
  return rows[0]?.actor_id ?? null;
}
