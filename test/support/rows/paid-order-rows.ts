import type { BillingData } from '../../../domain/billing/billing-data';
import type { Db } from '../../../db/shared/connection';
import { BILLING, insertOrder } from './order-rows';
import type { PartnerRows } from './partner-rows';

export const PAID_AT = '2026-11-23T08:05:00.000Z';

let count = 0;

/** An order in `fulfilling` whose money was seen; billing data can be replaced in part. */
export async function insertPaidOrder(
  db: Db,
  partner: PartnerRows,
  options: { readonly sellerId?: string; readonly billing?: Partial<BillingData>; readonly paidAt?: string } = {}
): Promise<string> {
  count += 1;
  const orderNo = `ORD-2026-${String(500_000 + count)}`;
  const orderId = await insertOrder(db, partner, { state: 'fulfilling', orderNo });
  const billing = { ...BILLING, ...options.billing };
  const quoted = { billing, termLength: { cycle: 'annually', years: 1 }, quotedOn: '2026-11-23' };
  await db('orders')
    .where({ order_id: orderId })
    .update({
      paid_at: options.paidAt ?? PAID_AT,
      billing: JSON.stringify(billing),
      seller_id: options.sellerId ?? 'seller-eu',
    });
  await db.raw(
    `update quotes set body = body || ?::jsonb where quote_id = (select quote_id from orders where order_id = ?)`,
    [JSON.stringify(quoted), orderId]
  );
  return orderId;
}
