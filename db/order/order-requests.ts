import type { Knex } from 'knex';
import type { BillingData } from '../../domain/billing/billing-data';
import type { OrderWish } from '../../domain/order/order-wish';
import { writeAudit, type AuditSource } from '../audit/write-audit';
import type { Db } from '../shared/connection';
import { inTransaction } from '../shared/transaction';

export type OrderRequestState = 'received' | 'placed' | 'refused' | 'withdrawn';

/** The wish with the billing data that the API compared with the quote's; null takes the quote's. */
export interface StoredWish extends OrderWish {
  readonly billing: BillingData | null;
}

/** What a caller asked for under an idempotency key; `orders` cannot hold a row without it. */
export interface OrderRequest {
  readonly orderId: string;
  readonly callerId: string;
  readonly idempotencyKey: string;
  readonly bodyHash: string;
  /** null once the body was deleted, 30 days on; key, hash and order id stay. */
  readonly body: StoredWish | null;
  readonly state: OrderRequestState;
  readonly refusal: unknown;
  readonly createdAt: string;
}

export interface NewOrderRequest {
  readonly orderId: string;
  readonly callerId: string;
  readonly idempotencyKey: string;
  readonly bodyHash: string;
  readonly body: StoredWish;
  readonly at: string;
  readonly source: AuditSource;
}

export interface StoredOrderRequest {
  /** false: the key was used before, and `request` is what it stands for. */
  readonly created: boolean;
  readonly request: OrderRequest;
}

interface Row {
  order_id: string;
  caller_id: string;
  idempotency_key: string;
  body_hash: string;
  body: StoredWish | null;
  state: OrderRequestState;
  refusal: unknown;
  created_at: string;
}

export async function findOrderRequest(db: Db, callerId: string, idempotencyKey: string): Promise<OrderRequest | null> {
  const row = await db<Row>('order_requests').where({ caller_id: callerId, idempotency_key: idempotencyKey }).first();
  return row === undefined ? null : toRequest(row);
}

/**
 * Stores the request and its audit row once per caller and key. A withdrawn request of the same body makes room for a new attempt: its row
 * takes over the new order id, and the old id is dead for good, since `orders` refers to this table.
 */
export function storeOrderRequest(db: Knex, request: NewOrderRequest): Promise<StoredOrderRequest> {
  return inTransaction(db, async (trx) => {
    const inserted = await trx<Row>('order_requests')
      .insert({
        order_id: request.orderId,
        caller_id: request.callerId,
        idempotency_key: request.idempotencyKey,
        body_hash: request.bodyHash,
        body: request.body,
        state: 'received',
        created_at: request.at,
      })
      .onConflict(['caller_id', 'idempotency_key'])
      .ignore()
      .returning('*');
    const fresh = inserted[0] ?? (await replaceWithdrawn(trx, request));
    if (fresh !== undefined) {
      await auditRequest(trx, request);
      return { created: true, request: toRequest(fresh) };
    }
    const existing = await findOrderRequest(trx, request.callerId, request.idempotencyKey);
    if (existing === null) throw new Error('an order request that blocked an insert is gone');
    return { created: false, request: existing };
  });
}

/** Refusals of a request that came too late, and not of the order. */
const UNDECIDED = ['request_withdrawn', 'request_too_old'] as const;

async function auditRequest(trx: Db, { orderId, at, source, body }: NewOrderRequest): Promise<void> {
  const subject = { type: 'order', id: orderId };
  const data = { quoteId: body.quoteId, method: body.method, termsVersion: body.termsVersion };
  await writeAudit(trx, { at, source, what: 'order.requested', subject, data });
}

/** Two repeats at once: the row lock lets one take over, the other then finds a request that is received. */
async function replaceWithdrawn(trx: Knex.Transaction, request: NewOrderRequest): Promise<Row | undefined> {
  const rows = await trx<Row>('order_requests')
    .where({
      caller_id: request.callerId,
      idempotency_key: request.idempotencyKey,
      body_hash: request.bodyHash,
    })
    .whereRaw(`(state = 'withdrawn' or (state = 'refused' and refusal->>'code' in (?, ?)))`, [...UNDECIDED])
    .update({
      order_id: request.orderId,
      body: request.body,
      state: 'received',
      refusal: null,
      created_at: request.at,
    })
    .returning('*');
  return rows[0];
}

/** False: it was placed, refused or withdrawn in the meantime. Races with `recordOrder`, which locks the same row. */
export async function withdrawOrderRequest(db: Db, orderId: string): Promise<boolean> {
  const count = await db<Row>('order_requests')
    .where({ order_id: orderId, state: 'received' })
    .update({ state: 'withdrawn' });
  return count === 1;
}

/** Keeps the refusal as the answer to every repeat of the key; does nothing to a request that is decided already. */
export async function refuseOrderRequest(db: Db, orderId: string, refusal: { readonly code: string }): Promise<void> {
  await db<Row>('order_requests')
    .where({ order_id: orderId, state: 'received' })
    .update({ state: 'refused', refusal: JSON.stringify(refusal) });
}

export async function readOrderRequest(db: Db, orderId: string): Promise<OrderRequest | null> {
  const row = await db<Row>('order_requests').where({ order_id: orderId }).first();
  return row === undefined ? null : toRequest(row);
}

function toRequest(row: Row): OrderRequest {
  return {
    orderId: row.order_id,
    callerId: row.caller_id,
    idempotencyKey: row.idempotency_key,
    bodyHash: row.body_hash,
    body: row.body,
    state: row.state,
    refusal: row.refusal,
    createdAt: row.created_at,
  };
}
