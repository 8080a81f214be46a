import { lockOrder } from '../../db/shared/order-facts';
import { inTransaction } from '../../db/shared/transaction';
import type { StoppedInput } from '../../workflows/contracts/aftercare-steps';
import type { StepDeps } from '../shared/step-deps';
import { parkOrderRefund } from './order-refund-course';

/** A step of the refund failed for good. */
export const parkRefund =
  ({ db }: StepDeps) =>
  ({ orderId, orderRefundId, reason, at }: StoppedInput): Promise<void> =>
    inTransaction(db, async (trx) => {
      await lockOrder(trx, orderId);
      await parkOrderRefund(trx, orderRefundId, reason, at);
    });
