import type { PaymentMethod } from '../../domain/order/order-kind';
import type { OrderState } from '../../domain/order/order-state';
import type { Db } from '../shared/connection';
import { withinScope, type PartnerScope } from '../shared/partner-scope';

/** The open order of a company that buys or changes its term, with what decides whether a new one may replace it. */
export interface OpenTermOrder {
  readonly orderId: string;
  readonly orderNo: string;
  readonly state: OrderState;
  readonly method: PaymentMethod;
  readonly isPaid: boolean;
  readonly receivedMinor: number;
  readonly hasPendingMoney: boolean;
}

interface Row {
  order_id: string;
  order_no: string;
  state: OrderState;
  method: PaymentMethod;
  is_paid: boolean;
  received_minor: number;
  is_pending: boolean;
}

/** null: there is none within the scope beside `exceptOrderId`. The index `orders_one_open_term` allows one at a time. */
export async function findOpenTermOrder(
  db: Db,
  scope: PartnerScope,
  { companyId, exceptOrderId }: { readonly companyId: string; readonly exceptOrderId: string }
): Promise<OpenTermOrder | null> {
  const query = db('orders as o')
    .where('o.company_id', companyId)
    .whereNull('o.closed_at')
    .whereNot('o.kind', 'purchase_service')
    .whereNot('o.order_id', exceptOrderId)
    .first<Row | undefined>([
      'o.order_id',
      'o.order_no',
      'o.state',
      'o.method',
      'o.received_minor',
      db.raw('o.paid_at is not null as is_paid'),
      db.raw(`exists (select 1 from payment_attempts a
                      where a.order_id = o.order_id and a.state = 'capturing') as is_pending`),
    ]);
  const row = await withinScope(query, 'o.partner_id', scope);
  if (row === undefined) return null;
  return {
    orderId: row.order_id,
    orderNo: row.order_no,
    state: row.state,
    method: row.method,
    isPaid: row.is_paid,
    receivedMinor: row.received_minor,
    hasPendingMoney: row.is_pending,
  };
}
