import { object, text } from '../../domain/json-reader';
import { decideApproval } from '../../db/order/approvals';
import { liveAllocationsOfOrder, takeBackAllocations, type FreedReceipt } from '../../db/receipt/allocations';
import { changeReceipt } from '../../db/receipt/receipt-row';
import type { Db } from '../../db/shared/connection';
import type { PersonRequestBodies } from '../../db/shared/person-requests';
import { closeOrderTasks } from '../../db/task/close-order-tasks';
import { openTask } from '../../db/task/open-task';
import { noteAct, personStep, type Asked } from '../shared/person-step';
import { approvalProblem } from './approval-problem';
import { waitOn } from './bank-money';
import { renewDeadline } from './renew-deadline';

type Reject = Asked<PersonRequestBodies['reject_order']>;

/**
 * The second pair of eyes says no: the order's receipts are reversed and it waits for its money again. A receipt that pays
 * other orders as well, or is on its way back in part, stays; what of it is free now is unmatched.
 */
export const rejectOrder = personStep({
  kind: 'reject_order',
  capabilities: ['receipt.approve'],
  readBody: object({ reason: text(2_000) }),
  decide: async (trx, deps, asked) => {
    const problem = await approvalProblem(trx, asked);
    if (problem !== null) return problem;
    const { order, actor, body, at } = asked;
    const { orderId, receivedMinor } = order;
    const by = actor.userId;
    await decideApproval(trx, orderId, { state: 'rejected', by, reason: body.reason, at });
    await closeOrderTasks(trx, { orderId, kind: 'receipt_to_approve', by, at, reason: 'rejected' });
    const allocations = await liveAllocationsOfOrder(trx, orderId);
    const freed = await takeBackAllocations(trx, allocations, { by, reason: body.reason, at });
    for (const receipt of freed) await reverseOrReport(trx, asked, receipt);
    const later = await renewDeadline(trx, deps, order, at);
    await waitOn(trx, order, { ...later, received_minor: 0, shortfall_minor: 0 });
    await noteAct(trx, asked, {
      what: 'rejected',
      data: { receivedMinor, currency: order.total.currency },
      reason: body.reason,
    });
    await tellAccountManager(trx, asked, freed);
    return null;
  },
});

const staysInUse = ({ receipt }: FreedReceipt): boolean => receipt.allocatedMinor + receipt.returningMinor > 0;

async function reverseOrReport(
  trx: Db,
  { order, actor, body, at, partner, requestId }: Reject,
  freed: FreedReceipt
): Promise<void> {
  const { receipt, freedMinor } = freed;
  const { receiptId, currency } = receipt;
  const { reason } = body;
  if (!staysInUse(freed)) {
    return changeReceipt(trx, receiptId, { reversed_at: at, reversed_by: actor.userId, reverse_reason: reason });
  }
  await openTask(trx, {
    dedupeKey: `receipt_unmatched:${receiptId}:${requestId}`,
    kind: 'receipt_unmatched',
    subject: `A part of a receipt was rejected on ${order.orderNo} and pays nothing now`,
    evidence: { receiptId, freedMinor, currency, reason },
    personId: partner.accountManagerId,
    partnerId: order.partnerId,
    orderId: order.orderId,
    at,
  });
}

async function tellAccountManager(trx: Db, asked: Reject, freed: readonly FreedReceipt[]): Promise<void> {
  const { order, partner, body, requestId, at } = asked;
  await openTask(trx, {
    dedupeKey: `receipt_rejected:${order.orderId}:${requestId}`,
    kind: 'receipt_rejected',
    subject: `The bank money of ${order.orderNo} was rejected; the order waits for it again`,
    evidence: {
      reason: body.reason,
      ...order.total,
      receipts: freed.map((one) => ({
        receiptId: one.receipt.receiptId,
        freedMinor: one.freedMinor,
        isReversed: !staysInUse(one),
      })),
    },
    personId: partner.accountManagerId,
    partnerId: order.partnerId,
    orderId: order.orderId,
    companyId: order.companyId,
    at,
  });
}
