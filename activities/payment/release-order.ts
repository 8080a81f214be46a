import { REFUND_STEP } from '../../domain/order/parked-step';
import { lockOrderRefund, noteReleased } from '../../db/payment/order-refunds';
import { addOrderEvent } from '../../db/shared/order-events';
import { lockOrder, moveOrder } from '../../db/shared/order-facts';
import { inTransaction } from '../../db/shared/transaction';
import { closeOrderTasks } from '../../db/task/close-order-tasks';
import type { OrderRefundInput } from '../../workflows/contracts/aftercare-steps';
import { UNPARKED } from '../shared/end-order';
import type { StepDeps } from '../shared/step-deps';

/** A refund that was withdrawn before any money moved: the order stands again where it stood before. */
export const releaseOrder =
  ({ db }: StepDeps) =>
  ({ orderId, orderRefundId, at }: OrderRefundInput): Promise<void> =>
    inTransaction(db, async (trx) => {
      const order = await lockOrder(trx, orderId);
      const refund = await lockOrderRefund(trx, orderRefundId);
      if (refund.state !== 'withdrawn' || refund.backTo === null) return;
      await noteReleased(trx, orderRefundId);
      const isParked = order.parked?.step === REFUND_STEP;
      if (isParked) await moveOrder(trx, order, 'refunding', UNPARKED);
      else if (order.state !== 'refunding') return;
      const to = refund.backTo === 'partially_refunded' ? 'partially_refunded' : 'completed';
      await moveOrder(trx, { ...order, state: 'refunding' }, to);
      await addOrderEvent(trx, { orderId, at, what: 'refund_withdrawn', data: { refundId: orderRefundId } });
      const closing = { orderId, by: refund.wantedBy, at, reason: 'The refund was withdrawn.' };
      for (const kind of ['order_parked', 'refund_to_transfer'] as const)
        await closeOrderTasks(trx, { ...closing, kind });
    });
