import type { Db } from '../shared/connection';

export interface PaymentObjectOwner {
  readonly orderId: string;
  readonly attemptNo: number;
  /** The checkout that a look-up must ask for. */
  readonly checkoutId: string | null;
  readonly orderClosed: boolean;
}

/** The order behind a checkout or a capture of the provider; null when our payments table knows neither. */
export async function findOrderByPaymentObject(
  db: Db,
  provider: string,
  objectId: string
): Promise<PaymentObjectOwner | null> {
  const result = await db.raw<{ rows: Row[] }>(
    `select a.order_id, a.attempt_no, a.provider_object_id, o.closed_at
       from payment_attempts a join orders o on o.order_id = a.order_id
      where a.provider = ? and a.provider_object_id = ?
      union all
     select c.order_id, c.attempt_no, a.provider_object_id, o.closed_at
       from captures c
       join orders o on o.order_id = c.order_id
       left join payment_attempts a on a.order_id = c.order_id and a.attempt_no = c.attempt_no
      where c.provider = ? and c.provider_object_id = ?
      limit 1`,
    [provider, objectId, provider, objectId]
  );
  const row = result.rows[0];
  if (row === undefined) return null;
  return {
    orderId: row.order_id,
    attemptNo: row.attempt_no,
    checkoutId: row.provider_object_id,
    orderClosed: row.closed_at !== null,
  };
}

interface Row {
  order_id: string;
  attempt_no: number;
  provider_object_id: string | null;
  closed_at: string | null;
}

/** Whether a page of the order is being opened just now, so that the provider knows its id before we do. */
export async function isOpeningPage(db: Db, orderId: string): Promise<boolean> {
  const row = await db<{ order_id: string; state: string }>('payment_attempts')
    .where({ order_id: orderId, state: 'opening' })
    .first('order_id');
  return row !== undefined;
}
