import { INVOICE_MAIL_KINDS } from '../../domain/mail/mail-kind';
import type { OrderHere } from '../../domain/reconcile/judge-order';
import type { Instant } from '../../domain/time/iso-date';
import type { Db } from '../shared/connection';

/** A payment on record, as the comparison asks the provider for it. */
export interface RecordedPayment {
  readonly provider: string;
  readonly captureId: string;
}

export interface OrderRows extends OrderHere {
  /** Those seen in the window: older ones have been compared by the run of their time. */
  readonly payments: readonly RecordedPayment[];
}

/** What our rows say of these orders, in one statement. */
export async function readOrderSides(
  db: Db,
  orderIds: readonly string[],
  paymentsSince: Instant
): Promise<OrderRows[]> {
  if (orderIds.length === 0) return [];
  const found = await db.raw<{ rows: OrderRows[] }>(
    `select o.order_id as "orderId", o.order_no as "orderNo", o.partner_id as "partnerId", o.company_id as "companyId",
       o.state, o.method, o.deadline_at as "deadlineAt", o.activated_at as "activatedAt",
       o.completed_at as "completedAt", o.mailed_at as "mailedAt", o.closed_at as "closedAt",
       exists (select from invoices i where i.order_id = o.order_id) as "hasInvoice",
       exists (select from invoices i where i.order_id = o.order_id)
         and not exists (select from invoices i where i.order_id = o.order_id and not i.fully_credited) as "isFullyCredited",
       (select count(*) from mails m where m.order_id = o.order_id and m.kind = any(:kinds)) as "invoiceMails",
       (select count(*) from mails m
         where m.order_id = o.order_id and m.kind = any(:kinds) and m.state = 'sent') as "sentInvoiceMails",
       (select count(*) from invoice_links l join invoices i on i.invoice_id = l.invoice_id
         where i.order_id = o.order_id) as "links",
       coalesce((select json_agg(json_build_object('attemptNo', a.attempt_no, 'state', a.state) order by a.attempt_no)
         from payment_attempts a where a.order_id = o.order_id), '[]') as "attempts",
       coalesce((select json_agg(json_build_object('provider', c.provider, 'captureId', c.provider_object_id))
         from captures c where c.order_id = o.order_id and c.seen_at >= :since), '[]') as "payments"
     from orders o where o.order_id = any(:orderIds) order by o.order_id`,
    { kinds: [...INVOICE_MAIL_KINDS], since: paymentsSince, orderIds: [...orderIds] }
  );
  return found.rows;
}

/** Whether the order is still open: its workflow may have ended it since its row was read. */
export async function isOrderOpen(db: Db, orderId: string): Promise<boolean> {
  const row = await db('orders')
    .where({ order_id: orderId })
    .first<{ closed_at: Instant | null } | undefined>('closed_at');
  return row?.closed_at === null;
}
