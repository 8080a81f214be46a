import { object, text } from '../../domain/json-reader';
import { decideApproval } from '../../db/order/approvals';
import { liveAllocationsOfOrder, takeBackAllocations } from '../../db/receipt/allocations';
import type { Db } from '../../db/shared/connection';
import { setOrderFacts, type FactChange } from '../../db/shared/order-facts';
import { closeOrderTasks } from '../../db/task/close-order-tasks';
import { noteAct, personStep, type Asked } from '../shared/person-step';
import { awaitsBankMoney, closeParking, isPartPaid, waitOn } from './bank-money';
import { renewDeadline } from './renew-deadline';

/**
 * Takes one allocation back while the order is not paid; after that only the receipt itself can be reversed. A shortfall that
 * was closed for the sum is open again. A parked order leaves its parking only when no money is left on it.
 */
export const withdrawAllocation = personStep({
  kind: 'withdraw_allocation',
  capabilities: ['receipt.reverse'],
  readBody: object({ allocationId: text(), reason: text(2_000) }),
  decide: async (trx, deps, asked) => {
    const { order, actor, body, at } = asked;
    const isToApprove = order.state === 'awaiting_approval';
    if (!isToApprove && !awaitsBankMoney(order)) return 'wrong_state';
    const allocations = await liveAllocationsOfOrder(trx, order.orderId);
    const allocation = allocations.find(({ allocationId }) => allocationId === body.allocationId);
    if (allocation === undefined) return 'allocation_unknown';
    await takeBackAllocations(trx, [allocation], { by: actor.userId, reason: body.reason, at });
    const receivedMinor = order.receivedMinor - allocation.amountMinor;
    const facts = { received_minor: receivedMinor, shortfall_minor: 0 };
    if (isToApprove) await withdrawQuestion(trx, asked);
    // What is taken back to be put right is not to cost the order its life: with nothing left on it, it would expire at once.
    const isTooLate = receivedMinor === 0 && order.deadlineAt <= at;
    const later = isToApprove || isTooLate ? await renewDeadline(trx, deps, order, at) : {};
    await backToWaiting(trx, asked, { ...facts, ...later });
    await noteAct(trx, asked, {
      what: 'allocation_withdrawn',
      data: { receiptId: allocation.receiptId, amountMinor: allocation.amountMinor, currency: order.total.currency },
      reason: body.reason,
    });
    return null;
  },
});

async function withdrawQuestion(
  trx: Db,
  { order, actor, at, body: { reason } }: Asked<{ readonly reason: string }>
): Promise<void> {
  const { orderId } = order;
  await decideApproval(trx, orderId, { state: 'withdrawn', by: actor.userId, reason, at });
  await closeOrderTasks(trx, { orderId, kind: 'receipt_to_approve', by: actor.userId, at, reason: 'withdrawn' });
}

async function backToWaiting(trx: Db, asked: Asked<unknown>, facts: FactChange): Promise<void> {
  const { order } = asked;
  if (isPartPaid(order) && facts.received_minor !== 0) return setOrderFacts(trx, order.orderId, facts);
  await closeParking(trx, asked);
  return waitOn(trx, order, facts);
}
