import type { OrderState } from '../../domain/order/order-state';
import type { Db } from '../shared/connection';
import { withinScope, type PartnerScope } from '../shared/partner-scope';

/** The state of an order within the scope; null when there is none. */
export async function findInvoiceableOrder(db: Db, scope: PartnerScope, orderId: string): Promise<OrderState | null> {
  const query = db('orders').where('orders.order_id', orderId).first<{ state: OrderState } | undefined>('orders.state');
  return (await withinScope(query, 'orders.partner_id', scope))?.state ?? null;
}
