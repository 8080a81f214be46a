import { uuidv7 } from 'uuidv7';
import { z } from 'zod';
import {
  findOrderRequest,
  refuseOrderRequest,
  storeOrderRequest,
  withdrawOrderRequest,
  type OrderRequest,
  type StoredWish,
} from '../../db/order/order-requests';
import { readOrder, type OrderDetail } from '../../db/order/order-read-model';
import { readQuoteToOrder, type QuoteToOrder } from '../../db/order/quote-to-order-read-model';
import type { PartnerScope } from '../../db/shared/partner-scope';
import type { OrderInput } from '../../workflows/contracts/order-contract';
import type { ApiDeps } from '../http/api-deps';
import { AppError, invalidInput } from '../http/app-error';
import { billingFields } from '../http/billing-fields';
import { idField, lineField } from '../http/fields';
import type { Caller } from '../http/caller';
import { hashBody } from '../http/hash-body';
import { readIdempotencyKey } from '../http/idempotency';
import { defineRoute, type RequestMeta } from '../http/route';
import { awaitPlacement } from './await-placement';
import { methodWishFields, orderSchema, remarksFields } from './order-schemas';
import { isRetryable, readRefusal, refusalError, tellReplaced } from './place-refusal';
import { replaceOpenOrder, type ReplacedOrder, type Room } from './replace-open-order';
import { toOrderAnswer } from './to-order-answer';
import { quotedDeadline } from '../../domain/order/quoted-deadline';
import { invalidWish, methodProblem, quoteRefusal, wishProblems } from './wish-problems';

const wishFields = z
  .strictObject({
    quoteId: idField,
    method: z.enum(['card', 'paypal', 'offline', 'none']).describe('`none` for a total of zero'),
    ...methodWishFields,
    billing: billingFields.optional().describe('When given, it must equal the quote’s'),
    termsVersion: lineField(40).describe('Version of the terms of sale that the buyer accepted'),
    remarks: remarksFields.optional(),
  })
  .meta({ id: 'OrderWish' });

export const placeOrder = defineRoute({
  method: 'POST',
  path: '/v1/orders',
  access: 'order.place',
  tag: 'Orders',
  summary: 'Place an order for a quote',
  errors: [
    'idempotency_key_reused',
    'idempotency_in_flight',
    'quote_not_found',
    'company_not_found',
    'quote_used',
    'quote_expired',
    'quote_outdated',
    'billing_differs',
    'open_order_changes_term',
    'order_busy',
    'workflows_unavailable',
  ],
  request: {
    headers: z.object({ 'idempotency-key': z.string().optional().describe('8 to 128 visible ASCII characters') }),
    body: wishFields,
  },
  responses: {
    201: {
      description: 'Placed. `checkout.state` is `opening` while the payment page is still being opened',
      body: orderSchema,
    },
  },
  async handler({ headers, body, scope, caller, meta }, deps) {
    const key = readIdempotencyKey(headers['idempotency-key']);
    const callerId = caller.actor.userId;
    const call = { deps, scope, meta, caller, callerId, key, wish: toWish(body) };
    const known = await findOrderRequest(deps.db, callerId, key);
    const isRepeat = known !== null && known.state !== 'withdrawn' && !(await hasFailed(call, known));
    const order = isRepeat ? await answerRepeat(call, known) : await placeNew(call);
    return {
      status: 201,
      headers: { Location: `/v1/orders/${order.orderId}`, ...(isRepeat ? { 'Idempotent-Replayed': 'true' } : {}) },
      body: toOrderAnswer(order, caller, deps),
    };
  },
});

interface Call {
  readonly deps: ApiDeps;
  readonly scope: PartnerScope;
  readonly meta: RequestMeta;
  readonly caller: Caller;
  readonly callerId: string;
  readonly key: string;
  readonly wish: StoredWish;
}

function toWish(body: z.output<typeof wishFields>): StoredWish {
  return {
    quoteId: body.quoteId,
    method: body.method,
    autoRenew: body.autoRenew,
    consent: body.consent === undefined ? null : { textVersion: body.consent.textVersion },
    piNumber: body.piNumber ?? null,
    billing: body.billing ?? null,
    termsVersion: body.termsVersion,
    remarks: body.remarks ?? { poNumber: '', customReference: '', orderOwner: '', comment: '' },
  };
}

/**
 * A request that was received and never decided belongs to a process that died with it. Once it is too old to be recorded
 * it is withdrawn, and the key may try again.
 */
async function hasFailed({ deps, meta, wish }: Call, request: OrderRequest): Promise<boolean> {
  if (request.bodyHash !== hashBody(wish)) return false;
  if (request.state === 'refused' && isRetryable(readRefusal(request.refusal))) return true;
  const ageMs = Date.parse(meta.at) - Date.parse(request.createdAt);
  if (request.state !== 'received' || ageMs < deps.catalogue.policies.orderRequestMs) return false;
  return withdrawOrderRequest(deps.db, request.orderId);
}

async function answerRepeat(call: Call, request: OrderRequest): Promise<OrderDetail> {
  if (request.bodyHash !== hashBody(call.wish)) throw new AppError('idempotency_key_reused');
  const toOrder = await readQuoteToOrder(call.deps.db, call.scope, call.wish.quoteId);
  switch (request.state) {
    case 'placed':
      return readPlaced(call, request.orderId);
    case 'refused':
      throw refusalError(readRefusal(request.refusal), toOrder?.quote ?? null);
    case 'received':
      if (toOrder === null) throw new AppError('quote_not_found');
      return place(call, request.orderId, toOrder);
    case 'withdrawn':
      throw new AppError('idempotency_in_flight', { retryAfterSeconds: 1 });
  }
}

async function placeNew(call: Call): Promise<OrderDetail> {
  const { deps, scope, wish, meta, callerId, key } = call;
  const problems = wishProblems(wish);
  if (problems.length > 0) throw invalidWish(problems);
  const toOrder = await readQuoteToOrder(deps.db, scope, wish.quoteId);
  if (toOrder === null) throw new AppError('quote_not_found');
  const refusal = quoteRefusal(wish, toOrder, meta.at);
  if (refusal !== null) throw refusalError(refusal, toOrder.quote);
  const wrongMethod = methodProblem(deps, wish, toOrder);
  if (wrongMethod !== null) throw invalidInput([wrongMethod]);
  const stored = await storeOrderRequest(deps.db, {
    orderId: uuidv7(),
    callerId,
    idempotencyKey: key,
    bodyHash: hashBody(wish),
    body: wish,
    at: meta.at,
    source: meta.source,
  });
  if (!stored.created) return answerRepeat(call, stored.request);
  return place(call, stored.request.orderId, toOrder);
}

/** Also for a repeat while the first call still runs: the workflow is found and gives both the same answer. */
async function place(call: Call, orderId: string, toOrder: QuoteToOrder): Promise<OrderDetail> {
  const { quote, companyTimeZone } = toOrder;
  const { method } = call.wish;
  const input: OrderInput = {
    orderId,
    partnerId: quote.partnerId,
    companyId: quote.companyId,
    method,
    currency: quote.currency,
    amountMinor: quote.totals.gross.amountMinor,
    dueAt: quotedDeadline(quote, { method, placedAt: call.meta.at, companyTimeZone }, call.deps.catalogue),
    clockOffsetMs: call.deps.settings.mode === 'sandbox' ? call.deps.clock.offsetMs() : null,
  };
  const replaced = await makeRoom(call, orderId, toOrder);
  try {
    const placement = await awaitPlacement(call.deps, input);
    if (placement.outcome === 'refused') throw refusalError(placement.code, quote);
  } catch (error) {
    throw tellReplaced(error, replaced);
  }
  return readPlaced(call, orderId);
}

/** What stands in the way is decided before the order's workflow starts; the key stands for that decision from then on. */
async function makeRoom(call: Call, orderId: string, toOrder: QuoteToOrder): Promise<ReplacedOrder | null> {
  const { deps, scope, caller, meta, wish } = call;
  let room: Room;
  try {
    room = await replaceOpenOrder(deps, { toPlace: { orderId, wish, toOrder, at: meta.at }, scope, caller, meta });
  } catch (error) {
    await withdrawOrderRequest(deps.db, orderId);
    throw error;
  }
  if (room.ok) return room.replaced;
  await refuseOrderRequest(deps.db, orderId, { code: room.code });
  throw refusalError(room.code, toOrder.quote);
}

async function readPlaced({ deps, scope }: Call, orderId: string): Promise<OrderDetail> {
  const order = await readOrder(deps.db, scope, orderId);
  if (order === null) throw new Error(`order ${orderId} was placed and cannot be read`);
  return order;
}
