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

/** Whether money of this checkout has been written down. */
export async function hasCapture(db: Db, provider: string, checkoutId: string): Promise<boolean> {
  const result = await db.raw<{ rows: unknown[] }>(
    `select from payment_attempts a
       join captures c on c.order_id = a.order_id and c.attempt_no = a.attempt_no and c.provider = a.provider
      where a.provider = ? and a.provider_object_id = ? limit 1`,
    [provider, checkoutId]
  );
  return result.rows.length > 0;
}

const ID_FORM = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

/**
 * What a page that our payments table lacks names at the provider. The name is anybody's text until it is found here; an
 * account may serve other shops as well. null: no order of ours.
 */
export async function findNamedOrder(db: Db, named: string): Promise<{ readonly isOpeningPage: boolean } | null> {
  if (!ID_FORM.test(named)) return null;
  const result = await db.raw<{ rows: { isOpeningPage: boolean }[] }>(
    `select exists (select from payment_attempts a where a.order_id = o.order_id and a.state = 'opening')
              as "isOpeningPage"
       from orders o where o.order_id = ?`,
    [named]
  );
  return result.rows[0] ?? null;
}
