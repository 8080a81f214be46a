import { uuidv7 } from 'uuidv7';
import { invariant } from '../../domain/assert';
import type { Instant } from '../../domain/time/iso-date';
import type { Db } from '../shared/connection';

/** Asks for a second pair of eyes; one question of an order waits at a time. Returns its id. */
export async function askApproval(trx: Db, orderId: string, at: Instant): Promise<string> {
  const approvalId = uuidv7();
  await trx('approvals').insert({ approval_id: approvalId, order_id: orderId, state: 'waiting', asked_at: at });
  return approvalId;
}

export interface ApprovalDecision {
  readonly state: 'approved' | 'rejected' | 'withdrawn';
  readonly by: string;
  readonly reason: string | null;
  readonly at: Instant;
}

/** @throws Error when nothing of the order waits for approval. */
export async function decideApproval(
  trx: Db,
  orderId: string,
  { state, by, reason, at }: ApprovalDecision
): Promise<void> {
  const count = await trx('approvals')
    .where({ order_id: orderId, state: 'waiting' })
    .update({ state, decided_by: by, decided_at: at, reason });
  invariant(count === 1, `no approval of order ${orderId} is waiting`);
}
