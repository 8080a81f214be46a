import { decideApproval } from '../../db/order/approvals';
import { closeOrderTasks } from '../../db/task/close-order-tasks';
import { noteAct, personStep } from '../shared/person-step';
import { approvalProblem } from './approval-problem';
import { sourceOf } from './bank-money';
import { payOrder } from './pay-order';

/** The second pair of eyes says yes: the order is paid. */
export const approveOrder = personStep({
  kind: 'approve_order',
  capabilities: ['receipt.approve'],
  readBody: () => ({}),
  decide: async (trx, _deps, asked) => {
    const problem = await approvalProblem(trx, asked);
    if (problem !== null) return problem;
    const { order, actor, at } = asked;
    const { orderId, receivedMinor } = order;
    await decideApproval(trx, orderId, { state: 'approved', by: actor.userId, reason: null, at });
    await closeOrderTasks(trx, { orderId, kind: 'receipt_to_approve', by: actor.userId, at, reason: 'approved' });
    await noteAct(trx, asked, { what: 'approved', data: { receivedMinor, currency: order.total.currency } });
    await payOrder(trx, order, { source: sourceOf(asked), at, facts: { approval_since: null } });
    return null;
  },
});
