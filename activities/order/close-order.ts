import { writeAudit } from '../../db/audit/write-audit';
import { enqueueMail } from '../../db/mail/enqueue-mail';
import { freeQuote } from '../../db/order/record-order';
import { useOrderRequest } from '../../db/order/use-order-request';
import { addOrderEvent } from '../../db/shared/order-events';
import { lockOrder, moveOrder, type OrderFactsRow } from '../../db/shared/order-facts';
import type { Db } from '../../db/shared/connection';
import { inTransaction } from '../../db/shared/transaction';
import { mailDedupeKey } from '../../domain/mail/mail-kind';
import type { CloseInput } from '../../workflows/contracts/order-steps';
import type { StepDeps } from '../shared/step-deps';

/**
 * Ends an order that no money came for: its quote is free again, the buyer is told. Does nothing the second time. False: bank
 * money is on it, so it stays.
 */
export const closeOrder =
  (deps: StepDeps) =>
  ({ orderId, as, requestId, at }: CloseInput): Promise<boolean> =>
    inTransaction(deps.db, async (trx) => {
      const order = await lockOrder(trx, orderId);
      if (order.closedAt !== null) return order.state === as;
      if (order.receivedMinor > 0) return false;
      const actorId = await useOrderRequest(trx, { requestId, orderId, kind: 'cancel_order', at, outcome: as });
      await moveOrder(trx, order, as, { closed_at: at });
      await freeQuote(trx, orderId);
      await addOrderEvent(trx, { orderId, at, what: as, actorId });
      await writeAudit(trx, {
        at,
        source: { actorKind: auditKind(as, actorId), actorId, ip: null, requestId },
        what: `order.${as}`,
        subject: { type: 'order', id: orderId },
      });
      await tellBuyer(trx, order, as, at);
      return true;
    });

/** Only a cancel without a stored request comes from the Temporal Web UI; expiry is time itself. */
function auditKind(as: CloseInput['as'], actorId: string | null): 'user' | 'temporal_ui' | 'system' {
  if (actorId !== null) return 'user';
  return as === 'cancelled' ? 'temporal_ui' : 'system';
}

async function tellBuyer(trx: Db, order: OrderFactsRow, as: CloseInput['as'], at: string): Promise<void> {
  const kind = as === 'cancelled' ? 'order_cancelled' : 'order_expired';
  const { billing } = order;
  const name = `${billing.firstName} ${billing.lastName}`.trim();
  await enqueueMail(trx, {
    kind,
    dedupeKey: mailDedupeKey(kind, order.orderId),
    recipient: { name, address: billing.email },
    locale: billing.locale,
    data: {
      recipientName: name,
      orderNo: order.orderNo,
      companyId: order.companyId,
      deadlineAt: order.deadlineAt,
      total: order.total,
    },
    partnerId: order.partnerId,
    orderId: order.orderId,
    at,
  });
}
