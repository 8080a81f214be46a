import type { RequestRefusal } from '../../workflows/contracts/order-contract';
import { readHandsOnMoney } from '../../db/receipt/hands-on-money';
import type { Db } from '../../db/shared/connection';
import type { Asked } from '../shared/person-step';

/** Why this person cannot decide about the order's bank money: none waits, or they had a hand in it (product §1). */
export async function approvalProblem(trx: Db, { order, actor }: Asked<unknown>): Promise<RequestRefusal | null> {
  if (order.state !== 'awaiting_approval') return 'wrong_state';
  const hands = await readHandsOnMoney(trx, order.orderId);
  return hands.has(actor.userId) ? 'own_record' : null;
}
