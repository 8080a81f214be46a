import { money } from '../../domain/money/money';
import { openMinor } from '../../domain/order/order-money';
import type { OrderFactsRow } from '../../db/shared/order-facts';

/** What every mail about an order that waits for money says of it. */
export function openOrderData(order: OrderFactsRow) {
  const { orderNo, companyId, total, deadlineAt, receivedMinor } = order;
  return {
    orderNo,
    companyId,
    total,
    deadlineAt,
    received: money(receivedMinor, total.currency),
    open: money(openMinor(order), total.currency),
  };
}
