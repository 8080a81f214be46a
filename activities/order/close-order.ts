import { useOrderRequest } from '../../db/order/use-order-request';
import { findCapturingAttempt } from '../../db/payment/money-in';
import { lockOrder, type OrderFactsRow } from '../../db/shared/order-facts';
import { inTransaction } from '../../db/shared/transaction';
import type { CloseInput, CloseResult } from '../../workflows/contracts/order-steps';
import { endOrder } from '../shared/end-order';
import { writeStanding } from '../shared/standing';
import type { StepDeps } from '../shared/step-deps';

/**
 * Ends an order that no money came for. It is kept when money is on it, since bank money never expires and cannot be cancelled
 * (product §4), and while the money of a page is being taken. Does nothing the second time.
 */
export const closeOrder =
  (deps: StepDeps) =>
  ({ orderId, as, requestId, at }: CloseInput): Promise<CloseResult> =>
    inTransaction(deps.db, async (trx) => {
      const order = await lockOrder(trx, orderId);
      if (order.closedAt !== null && order.state === as) return { outcome: 'closed' };
      const capturingAttemptNo = await findCapturingAttempt(trx, orderId);
      if (order.closedAt !== null || hasMoney(order) || capturingAttemptNo !== null) {
        const standing = await writeStanding(trx, orderId, { policies: deps.policies, at });
        return { outcome: 'kept', standing, capturingAttemptNo };
      }
      const actorId = await useOrderRequest(trx, { requestId, orderId, kind: 'cancel_order', at, outcome: as });
      await endOrder(trx, order, {
        as,
        source: { actorKind: auditKind(as, actorId), actorId, ip: null, requestId },
        at,
      });
      return { outcome: 'closed' };
    });

function hasMoney({ paidAt, receivedMinor }: OrderFactsRow): boolean {
  return paidAt !== null || receivedMinor > 0;
}

/** Only a cancel without a stored request comes from the Temporal Web UI; expiry is time itself. */
function auditKind(as: CloseInput['as'], actorId: string | null): 'user' | 'temporal_ui' | 'system' {
  if (actorId !== null) return 'user';
  return as === 'cancelled' ? 'temporal_ui' : 'system';
}
