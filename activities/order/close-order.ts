import { useOrderRequest } from '../../db/order/use-order-request';
import { lockOrder, type OrderFactsRow } from '../../db/shared/order-facts';
import { inTransaction } from '../../db/shared/transaction';
import type { CloseInput } from '../../workflows/contracts/order-steps';
import { endOrder } from '../shared/end-order';
import type { StepDeps } from '../shared/step-deps';

/**
 * Ends an order that no money came for. False, and nothing is changed, when bank money is on it: that never expires and cannot
 * be cancelled (product §4). Does nothing the second time.
 */
export const closeOrder =
  (deps: StepDeps) =>
  ({ orderId, as, requestId, at }: CloseInput): Promise<boolean> =>
    inTransaction(deps.db, async (trx) => {
      const order = await lockOrder(trx, orderId);
      if (order.closedAt !== null) return order.state === as;
      if (hasMoney(order)) return false;
      const actorId = await useOrderRequest(trx, { requestId, orderId, kind: 'cancel_order', at, outcome: as });
      await endOrder(trx, order, {
        as,
        source: { actorKind: auditKind(as, actorId), actorId, ip: null, requestId },
        at,
      });
      return true;
    });

function hasMoney({ paidAt, receivedMinor }: OrderFactsRow): boolean {
  return paidAt !== null || receivedMinor > 0;
}

/** Only a cancel without a stored request comes from the Temporal Web UI; expiry is time itself. */
function auditKind(as: CloseInput['as'], actorId: string | null): 'user' | 'temporal_ui' | 'system' {
  if (actorId !== null) return 'user';
  return as === 'cancelled' ? 'temporal_ui' : 'system';
}
