import { REFUND_STEP } from '../../domain/order/parked-step';
import { writeAudit } from '../../db/audit/write-audit';
import { useOrderRequest } from '../../db/order/use-order-request';
import { addOrderEvent } from '../../db/shared/order-events';
import { lockOrder, moveOrder, type OrderFactsRow } from '../../db/shared/order-facts';
import { inTransaction } from '../../db/shared/transaction';
import { closeOrderTasks } from '../../db/task/close-order-tasks';
import { openTask } from '../../db/task/open-task';
import type { ParkInput, ParkResult, UnparkInput } from '../../workflows/contracts/order-steps';
import type { StepDeps } from '../shared/step-deps';

/** A refund has taken hold of the order: it is parked no longer, and by nobody else. */
const hasLeft = ({ state }: OrderFactsRow): boolean =>
  state === 'refunding' || state === 'refunded' || state === 'partially_refunded';

/** Puts the order in front of a person: state, step, reason and a task. Does nothing for an order that is parked already. */
export const parkOrder =
  (deps: StepDeps) =>
  ({ orderId, step, reason, at }: ParkInput): Promise<ParkResult> =>
    inTransaction(deps.db, async (trx) => {
      const order = await lockOrder(trx, orderId);
      if (hasLeft(order) || order.parked?.step === REFUND_STEP) return 'left';
      if (order.state === 'needs_attention') return null;
      await moveOrder(trx, order, 'needs_attention', { parked_at: at, parked_step: step, parked_reason: reason });
      await addOrderEvent(trx, { orderId, at, what: 'parked', data: { step, reason } });
      await openTask(trx, {
        dedupeKey: taskKey(orderId, step, at),
        kind: 'order_parked',
        subject: `${order.orderNo} stopped at ${step}: ${reason}`,
        evidence: {
          step,
          reason,
          state: order.state,
          paidAt: order.paidAt,
          companyId: order.companyId,
          ...order.total,
        },
        partnerId: order.partnerId,
        orderId,
        at,
      });
      return null;
    });

/** Back to where the order was; the task of the parking is done. */
export const unparkOrder =
  (deps: StepDeps) =>
  ({ orderId, back, requestId, at }: UnparkInput): Promise<ParkResult> =>
    inTransaction(deps.db, async (trx) => {
      const order = await lockOrder(trx, orderId);
      // Parked again by its refund, it has left as well: the parking is not this one.
      if (hasLeft(order) || order.parked?.step === REFUND_STEP) return 'left';
      if (order.state !== 'needs_attention') return null;
      const actorId = await useOrderRequest(trx, { requestId, orderId, kind: 'resume_order', at, outcome: 'resumed' });
      await moveOrder(trx, order, back, { parked_at: null, parked_step: null, parked_reason: null });
      await addOrderEvent(trx, { orderId, at, what: 'resumed', actorId });
      await writeAudit(trx, {
        at,
        source: { actorKind: actorId === null ? 'temporal_ui' : 'user', actorId, ip: null, requestId },
        what: 'order.resumed',
        subject: { type: 'order', id: orderId },
        data: { back },
      });
      await closeOrderTasks(trx, {
        orderId,
        kind: 'order_parked',
        by: actorId ?? 'temporal_ui',
        at,
        reason: 'resumed',
      });
      return null;
    });

const taskKey = (orderId: string, step: string, at: string): string => `order_parked:${orderId}:${step}:${at}`;
