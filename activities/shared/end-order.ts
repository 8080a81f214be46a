import { writeAudit, type AuditSource } from '../../db/audit/write-audit';
import { enqueueMail } from '../../db/mail/enqueue-mail';
import { freeQuote } from '../../db/order/record-order';
import type { Db } from '../../db/shared/connection';
import { addOrderEvent } from '../../db/shared/order-events';
import { moveOrder, type FactChange, type OrderFactsRow } from '../../db/shared/order-facts';
import { closeOrderTasks } from '../../db/task/close-order-tasks';
import { mailDedupeKey } from '../../domain/mail/mail-kind';
import type { Money } from '../../domain/money/money';
import type { TaskKind } from '../../domain/task/task-kind';
import type { Instant } from '../../domain/time/iso-date';
import { billingContact, mailSubjectOf } from './order-recipients';

export interface Ending {
  readonly as: 'cancelled' | 'expired';
  readonly source: AuditSource;
  readonly at: Instant;
  readonly facts?: FactChange;
  /** Bank money that finance sends back. */
  readonly returned?: Money;
}

/** What nobody needs to do any more once the order has ended. */
const TASKS_OF_OPEN_ORDERS: readonly TaskKind[] = [
  'offline_order_placed',
  'foreign_pi_number',
  'receipt_rejected',
  'order_parked',
];

/** Ends a locked order that keeps no money: its quote and its proforma number are free again, the buyer is told. */
export async function endOrder(trx: Db, order: OrderFactsRow, ending: Ending): Promise<void> {
  const { as, source, at, facts = {} } = ending;
  const { orderId } = order;
  await moveOrder(trx, order, as, { ...facts, ...UNPARKED, ...PI_FREED, closed_at: at });
  await freeQuote(trx, orderId);
  await addOrderEvent(trx, { orderId, at, what: as, actorId: source.actorId });
  await writeAudit(trx, { at, source, what: `order.${as}`, subject: { type: 'order', id: orderId } });
  for (const kind of TASKS_OF_OPEN_ORDERS) {
    await closeOrderTasks(trx, { orderId, kind, by: source.actorId ?? source.actorKind, at, reason: as });
  }
  await tellBuyer(trx, order, ending);
}

export const UNPARKED = { parked_at: null, parked_step: null, parked_reason: null } as const;

/** The number stays readable on an order that has ended; it no longer holds it. */
const PI_FREED = { pi_key: null, pi_id: null, pi_flagged: false } as const;

async function tellBuyer(trx: Db, order: OrderFactsRow, { as, at, returned }: Ending): Promise<void> {
  const kind = as === 'cancelled' ? 'order_cancelled' : 'order_expired';
  const { recipient, locale } = billingContact(order);
  const { orderNo, companyId, deadlineAt, total } = order;
  await enqueueMail(trx, {
    kind,
    dedupeKey: mailDedupeKey(kind, order.orderId),
    recipient,
    locale,
    data: { recipientName: recipient.name, orderNo, companyId, deadlineAt, total, returned: returned ?? null },
    ...mailSubjectOf(order),
    at,
  });
}
