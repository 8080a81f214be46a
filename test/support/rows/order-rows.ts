import { uuidv7 } from 'uuidv7';
import type { OrderState } from '../../../domain/order/order-state';
import type { Entitlement } from '../../../domain/company/entitlement';
import type { Money } from '../../../domain/money/money';
import type { Quote } from '../../../domain/quote/quote';
import type { TaxLine } from '../../../domain/tax/tax-line';
import type { StoredWish } from '../../../db/order/order-requests';
import type { Db } from '../../../db/shared/connection';
import { AT, type PartnerRows } from './partner-rows';

export const BILLING = {
  firstName: 'Ada',
  lastName: 'Lovelace',
  company: 'Aurora GmbH',
  email: 'billing@aurora.example',
  phone: '+49 30 1234567',
  country: 'DE',
  stateProvince: 'Berlin',
  city: 'Berlin',
  street: 'Invalidenstraße 1',
  zipCode: '10115',
  taxNumberType: null,
  taxNumber: null,
  locale: 'en',
} as const;

/** A wish that any quote fits. */
export const WISH: StoredWish = {
  quoteId: '019ab000-0000-7000-8000-000000000000',
  method: 'card',
  autoRenew: 'keep',
  consent: null,
  piNumber: null,
  billing: null,
  termsVersion: '2026-11-01',
  remarks: { poNumber: '', customReference: '', orderOwner: '', comment: '' },
};

const usd = (amountMinor: number): Money => ({ amountMinor, currency: 'USD' });

const TAX_LINE: TaxLine = {
  category: 'domestic',
  rateBasisPoints: 1900,
  base: usd(10_000),
  tax: usd(1_900),
  country: 'DE',
  rateValidUntil: null,
};
const CAPACITIES = { meeting_room: 15, location: 1, desk: 0, visitor: 0 };
const TARGET: Entitlement = {
  plan: 'standard',
  cycle: 'annually',
  years: 1,
  termStart: '2026-06-01',
  expiresOn: '2027-06-01',
  trial: false,
  capacities: CAPACITIES,
};

export interface OrderRowOptions {
  readonly state?: OrderState;
  readonly placedAt?: string;
  readonly orderNo?: string;
  readonly companyId?: string;
  readonly method?: string;
  readonly poNumber?: string;
  /** Of a request that stands already; otherwise one is made. */
  readonly orderId?: string;
  readonly quoteId?: string;
}

export async function insertQuote(db: Db, partner: PartnerRows, companyId = partner.companyId): Promise<string> {
  const quoteId = uuidv7();
  await db('quotes').insert({
    quote_id: quoteId,
    partner_id: partner.partnerId,
    company_id: companyId,
    created_by: partner.userId,
    kind: 'purchase_service',
    body: JSON.stringify(quoteBody(quoteId, partner, companyId)),
    currency: 'USD',
    gross_minor: 11_900,
    subscription_version: 1,
    created_at: AT,
    expires_at: '2026-11-23T08:30:00.000Z',
  });
  return quoteId;
}

function quoteBody(quoteId: string, partner: PartnerRows, companyId: string): Quote {
  return {
    quoteId,
    partnerId: partner.partnerId,
    companyId,
    sellerId: 'seller-eu',
    kind: 'purchase_service',
    currency: 'USD',
    termLength: { cycle: 'annually', years: 1 },
    term: { from: '2026-06-01', until: '2027-06-01' },
    anchorDay: 1,
    lines: [
      {
        lineNo: 1,
        item: { type: 'service', service: 'meeting_room' },
        quantity: 10,
        resultingTotal: 15,
        listUnit: usd(2_000),
        discountBasisPoints: 1000,
        daysCharged: 190,
        daysInTerm: 365,
        period: { from: '2026-11-23', until: '2027-06-01' },
        list: usd(11_111),
        discount: usd(1_111),
        net: usd(10_000),
      },
    ],
    taxLines: [TAX_LINE],
    totals: { net: usd(10_000), tax: usd(1_900), gross: usd(11_900) },
    billing: BILLING,
    billingContactId: null,
    target: TARGET,
    subscriptionVersion: 1,
    quotedOn: '2026-11-23',
    priceBookVersion: 'test',
    createdAt: AT,
    expiresAt: '2026-11-23T08:30:00.000Z',
  };
}

async function insertRequest(
  db: Db,
  partner: PartnerRows,
  { orderId, placedAt }: { readonly orderId: string; readonly placedAt: string }
): Promise<void> {
  await db('order_requests').insert({
    order_id: orderId,
    caller_id: partner.userId,
    idempotency_key: orderId,
    body_hash: 'hash',
    body: JSON.stringify(WISH),
    state: 'placed',
    created_at: placedAt,
  });
}

let count = 0;

/** An order of one expansion line, 100.00 net and 19.00 tax. */
export async function insertOrder(db: Db, partner: PartnerRows, options: OrderRowOptions = {}): Promise<string> {
  const orderId = options.orderId ?? uuidv7();
  const companyId = options.companyId ?? partner.companyId;
  const quoteId = options.quoteId ?? (await insertQuote(db, partner, companyId));
  const placedAt = options.placedAt ?? AT;
  const state = options.state ?? 'awaiting_payment';
  count += 1;
  if (options.orderId === undefined) await insertRequest(db, partner, { orderId, placedAt });
  await db('orders').insert({
    order_id: orderId,
    order_no: options.orderNo ?? `ORD-2026-${String(100_000 + count)}`,
    partner_id: partner.partnerId,
    company_id: companyId,
    buyer_id: partner.userId,
    kind: 'purchase_service',
    quote_id: quoteId,
    seller_id: 'seller-eu',
    method: options.method ?? 'card',
    state,
    currency: 'USD',
    net_minor: 10_000,
    tax_minor: 1_900,
    gross_minor: 11_900,
    tax_lines: JSON.stringify([TAX_LINE]),
    auto_renew: 'keep',
    terms_version: '2026-01',
    billing: JSON.stringify(BILLING),
    target: JSON.stringify(TARGET),
    term: JSON.stringify({ from: '2026-06-01', until: '2027-06-01' }),
    placed_at: placedAt,
    deadline_at: '2026-11-24T08:00:00.000Z',
    ...(state === 'needs_attention'
      ? { parked_at: placedAt, parked_step: 'activateCapacity', parked_reason: 'workplace_refused' }
      : {}),
  });
  await insertLine(db, orderId);
  await db('order_remarks').insert({
    order_id: orderId,
    po_number: options.poNumber ?? '',
    updated_at: placedAt,
    updated_by: partner.userId,
  });
  await db('order_events').insert({ order_id: orderId, at: placedAt, what: 'placed', actor_id: partner.userId });
  return orderId;
}

export async function insertAttempt(
  db: Db,
  orderId: string,
  attempt: { readonly checkoutId: string; readonly state?: string; readonly attemptNo?: number }
): Promise<void> {
  await db('payment_attempts').insert({
    order_id: orderId,
    attempt_no: attempt.attemptNo ?? 1,
    provider: 'stripe',
    state: attempt.state ?? 'open',
    provider_object_id: attempt.checkoutId,
    url: `http://127.0.0.1:1/pay/${attempt.checkoutId}`,
    expires_at: '2026-11-23T09:00:00.000Z',
    created_at: AT,
    opened_at: AT,
  });
}

async function insertLine(db: Db, orderId: string): Promise<void> {
  await db('order_lines').insert({
    order_id: orderId,
    line_no: 1,
    item_type: 'service',
    item_code: 'meeting_room',
    quantity: 10,
    resulting_total: 15,
    list_unit_minor: 2_000,
    discount_basis_points: 1000,
    days_charged: 190,
    days_in_term: 365,
    period_from: '2026-11-23',
    period_until: '2027-06-01',
    list_minor: 11_111,
    discount_minor: 1_111,
    net_minor: 10_000,
  });
}
