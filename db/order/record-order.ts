import { parseOrderWish, type OrderWish } from '../../domain/order/order-wish';
import { orderNumber } from '../../domain/order/order-number';
import type { Quote } from '../../domain/quote/quote';
import type { Instant } from '../../domain/time/iso-date';
import type { Db } from '../shared/connection';

/** Everything that recording an order decides on, read under locks in one transaction. */
export interface OrderIntake {
  readonly request: {
    readonly state: 'received' | 'placed' | 'refused' | 'withdrawn';
    readonly refusalCode: string | null;
    readonly createdAt: Instant;
    readonly callerId: string;
    readonly callerPartnerId: string | null;
    readonly wish: OrderWish | null;
  };
  readonly quote: (Quote & { readonly consumedByOrderId: string | null }) | null;
  readonly subscription: { readonly partnerId: string; readonly version: number; readonly timeZone: string } | null;
  /** Another open order of the company that buys or changes a term. */
  readonly openTermOrderId: string | null;
}

interface RequestRow {
  state: OrderIntake['request']['state'];
  refusal: { code: string } | null;
  created_at: Instant;
  caller_id: string;
  partner_id: string | null;
  body: unknown;
}

/** Locks request and quote, in this order everywhere. Null when nobody asked for such an order. */
export async function lockIntake(trx: Db, orderId: string): Promise<OrderIntake | null> {
  const found = await trx.raw<{ rows: RequestRow[] }>(
    `select r.state, r.refusal, r.created_at, r.caller_id, u.partner_id, r.body
       from order_requests r join users u on u.user_id = r.caller_id
      where r.order_id = ? for update of r`,
    [orderId]
  );
  const row = found.rows[0];
  if (row === undefined) return null;
  const wish = parseOrderWish(row.body);
  const quote = wish === null ? null : await lockQuote(trx, wish.quoteId);
  return {
    request: {
      state: row.state,
      refusalCode: row.refusal?.code ?? null,
      createdAt: row.created_at,
      callerId: row.caller_id,
      callerPartnerId: row.partner_id,
      wish,
    },
    quote,
    subscription: quote === null ? null : await readSubscription(trx, quote.companyId),
    openTermOrderId: quote === null ? null : await findOpenTermOrder(trx, quote.companyId, orderId),
  };
}

async function lockQuote(trx: Db, quoteId: string): Promise<OrderIntake['quote']> {
  const row = await trx<{ quote_id: string; body: Quote; consumed_by_order_id: string | null }>('quotes')
    .where({ quote_id: quoteId })
    .forUpdate()
    .first('body', 'consumed_by_order_id');
  return row === undefined ? null : { ...row.body, consumedByOrderId: row.consumed_by_order_id };
}

/** null: Purser does not know the company. */
export async function readSubscription(db: Db, companyId: string): Promise<OrderIntake['subscription']> {
  const row = await db('subscriptions')
    .join('companies', 'companies.company_id', 'subscriptions.company_id')
    .where({ 'subscriptions.company_id': companyId })
    .first<{ partner_id: string; version: number; time_zone: string } | undefined>(
      'companies.partner_id',
      'subscriptions.version',
      'companies.time_zone'
    );
  return row === undefined ? null : { partnerId: row.partner_id, version: row.version, timeZone: row.time_zone };
}

async function findOpenTermOrder(trx: Db, companyId: string, orderId: string): Promise<string | null> {
  const row = await trx<{ order_id: string; company_id: string; closed_at: Instant | null; kind: string }>('orders')
    .where({ company_id: companyId })
    .whereNull('closed_at')
    .whereNot({ kind: 'purchase_service' })
    .whereNot({ order_id: orderId })
    .first('order_id');
  return row?.order_id ?? null;
}

export interface NewOrder {
  readonly orderId: string;
  readonly quote: Quote;
  readonly wish: OrderWish;
  readonly buyerId: string;
  readonly placedAt: Instant;
  readonly deadlineAt: Instant;
  /** Set when there is nothing to pay: fulfilment begins at once. */
  readonly paidAt: Instant | null;
  readonly pi: HeldPi | null;
}

/** A proforma number that the order holds while it is not ended. */
export interface HeldPi {
  readonly number: string;
  readonly key: string;
  readonly piId: string | null;
  readonly isFlagged: boolean;
}

/** Order, lines, remarks, consumed quote and placed request. */
export async function insertOrder(trx: Db, order: NewOrder): Promise<void> {
  const orderNo = await nextOrderNumber(trx, order.placedAt);
  await trx('orders').insert(toOrderRow(order, orderNo));
  await trx('order_lines').insert(order.quote.lines.map((line) => toLineRow(order.orderId, line)));
  await insertRemarks(trx, order);
  await trx('quotes').where({ quote_id: order.quote.quoteId }).update({ consumed_by_order_id: order.orderId });
  await trx('order_requests').where({ order_id: order.orderId }).update({ state: 'placed' });
}

/** From a sequence: unique under concurrency, gaps allowed (product §4). */
async function nextOrderNumber(trx: Db, at: Instant): Promise<string> {
  const drawn = await trx.raw<{ rows: { n: number }[] }>(`select nextval('order_numbers') as n`);
  return orderNumber(new Date(at).getUTCFullYear(), drawn.rows[0]?.n ?? 0);
}

function toOrderRow(order: NewOrder, orderNo: string): object {
  const { orderId, quote, wish, buyerId, placedAt, deadlineAt, paidAt, pi } = order;
  return {
    order_id: orderId,
    order_no: orderNo,
    partner_id: quote.partnerId,
    company_id: quote.companyId,
    buyer_id: buyerId,
    kind: quote.kind,
    quote_id: quote.quoteId,
    seller_id: quote.sellerId,
    method: wish.method,
    state: paidAt === null ? 'awaiting_payment' : 'fulfilling',
    paid_at: paidAt,
    pi_number: pi?.number ?? null,
    pi_key: pi?.key ?? null,
    pi_id: pi?.piId ?? null,
    pi_flagged: pi?.isFlagged ?? false,
    currency: quote.currency,
    net_minor: quote.totals.net.amountMinor,
    tax_minor: quote.totals.tax.amountMinor,
    gross_minor: quote.totals.gross.amountMinor,
    tax_lines: JSON.stringify(quote.taxLines),
    auto_renew: wish.autoRenew,
    consent:
      wish.autoRenew === 'enable' && wish.consent !== null
        ? JSON.stringify({ textVersion: wish.consent.textVersion, at: placedAt, by: buyerId })
        : null,
    terms_version: wish.termsVersion,
    billing: JSON.stringify(quote.billing),
    billing_contact_id: quote.billingContactId,
    target: JSON.stringify(quote.target),
    term: JSON.stringify(quote.term),
    placed_at: placedAt,
    deadline_at: deadlineAt,
  };
}

function toLineRow(orderId: string, line: Quote['lines'][number]): object {
  return {
    order_id: orderId,
    line_no: line.lineNo,
    item_type: line.item.type,
    item_code: line.item.type === 'plan' ? line.item.plan : line.item.service,
    quantity: line.quantity,
    resulting_total: line.resultingTotal,
    list_unit_minor: line.listUnit.amountMinor,
    discount_basis_points: line.discountBasisPoints,
    days_charged: line.daysCharged,
    days_in_term: line.daysInTerm,
    period_from: line.period.from,
    period_until: line.period.until,
    list_minor: line.list.amountMinor,
    discount_minor: line.discount.amountMinor,
    net_minor: line.net.amountMinor,
  };
}

async function insertRemarks(trx: Db, { orderId, wish, buyerId, placedAt }: NewOrder): Promise<void> {
  const { poNumber, customReference, orderOwner, comment } = wish.remarks;
  if ([poNumber, customReference, orderOwner, comment].every((text) => text === '')) return;
  await trx('order_remarks').insert({
    order_id: orderId,
    po_number: poNumber,
    custom_reference: customReference,
    order_owner: orderOwner,
    comment,
    updated_at: placedAt,
    updated_by: buyerId,
  });
}

export async function refuseRequest(trx: Db, orderId: string, code: string): Promise<void> {
  await trx('order_requests')
    .where({ order_id: orderId, state: 'received' })
    .update({ state: 'refused', refusal: JSON.stringify({ code }) });
}

/** The quote can be ordered again while it is valid: the order that held it ended without money. */
export async function freeQuote(trx: Db, orderId: string): Promise<void> {
  await trx('quotes').where({ consumed_by_order_id: orderId }).update({ consumed_by_order_id: null });
}

/** Number of an order that was recorded before; null when it was not. */
export async function readRecordedNo(db: Db, orderId: string): Promise<string | null> {
  const row = await db<{ order_id: string; order_no: string }>('orders').where({ order_id: orderId }).first('order_no');
  return row?.order_no ?? null;
}
