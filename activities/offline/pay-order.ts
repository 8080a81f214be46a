import type { Instant } from '../../domain/time/iso-date';
import { writeAudit, type AuditSource } from '../../db/audit/write-audit';
import type { Db } from '../../db/shared/connection';
import { addOrderEvent } from '../../db/shared/order-events';
import { moveOrder, type FactChange, type OrderFactsRow } from '../../db/shared/order-facts';
import { closeOrderTasks } from '../../db/task/close-order-tasks';

export interface BankPayment {
  readonly source: AuditSource;
  readonly at: Instant;
  readonly facts?: FactChange;
}

/** The bank money is complete and, where that is asked for, approved: fulfilment begins. */
export async function payOrder(trx: Db, order: OrderFactsRow, { source, at, facts = {} }: BankPayment): Promise<void> {
  const { orderId, total } = order;
  await moveOrder(trx, order, 'fulfilling', { ...facts, paid_at: at });
  await addOrderEvent(trx, { orderId, at, what: 'paid', actorId: source.actorId, data: { ...total } });
  await writeAudit(trx, {
    at,
    source,
    what: 'order.paid',
    subject: { type: 'order', id: orderId },
    data: { method: order.method, ...total },
  });
  const by = source.actorId ?? source.actorKind;
  for (const kind of ['offline_order_placed', 'receipt_rejected'] as const)
    await closeOrderTasks(trx, { orderId, kind, by, at, reason: 'paid' });
}
