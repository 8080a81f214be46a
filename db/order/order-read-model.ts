import type { BillingData } from '../../domain/billing/billing-data';
import type { Entitlement } from '../../domain/company/entitlement';
import { money, type Currency, type Money } from '../../domain/money/money';
import type { AutoRenewChoice, OrderKind, PaymentMethod } from '../../domain/order/order-kind';
import type { OrderState } from '../../domain/order/order-state';
import type { PricedLine, Totals } from '../../domain/quote/quote';
import type { TaxLine } from '../../domain/tax/tax-line';
import type { Instant, IsoDate, Period } from '../../domain/time/iso-date';
import type { Db } from '../shared/connection';
import { currencyOf } from '../shared/currency-of';
import {
  joinLastRejection,
  REJECTION_COLUMNS,
  toRejection,
  type Rejection,
  type RejectionRow,
} from '../shared/last-rejection';
import {
  MONEY_BACK_COLUMNS,
  toMoneyBack,
  type DisputeOfOrder,
  type MoneyBackRow,
  type SentBackAtProvider,
} from '../shared/money-back';
import { withinScope, type PartnerScope } from '../shared/partner-scope';
import { readOrderLines } from '../shared/order-lines';
import { readRefundsOfOrder, type OrderRefundShown } from './refunds-of-order';
import { joinLastInvoice } from './join-last-invoice';

/** `capturing`: the money is being taken, and neither a new page nor another method may come in between. */
export type AttemptState = 'opening' | 'open' | 'capturing' | 'paid' | 'expired' | 'voided' | 'failed';

export interface OrderFacts {
  readonly paidAt: Instant | null;
  readonly activatedAt: Instant | null;
  readonly invoicedAt: Instant | null;
  readonly armedAt: Instant | null;
  readonly completedAt: Instant | null;
  readonly mailedAt: Instant | null;
  readonly closedAt: Instant | null;
}

export interface OrderRemarks {
  readonly poNumber: string;
  readonly customReference: string;
  readonly orderOwner: string;
  readonly comment: string;
}

export interface OrderAttempt {
  readonly attemptNo: number;
  readonly state: AttemptState;
  readonly checkoutId: string | null;
  readonly url: string | null;
  readonly expiresAt: Instant;
  /** Why the provider turned the last try down, a word of ours. */
  readonly lastProblem: string | null;
}

/** One order with everything that its page shows. */
export interface OrderDetail {
  readonly orderId: string;
  readonly orderNo: string;
  readonly partner: { readonly partnerId: string; readonly name: string };
  readonly company: { readonly companyId: string; readonly name: string };
  readonly buyer: { readonly userId: string; readonly name: string };
  readonly kind: OrderKind;
  readonly method: PaymentMethod;
  readonly state: OrderState;
  readonly quoteId: string;
  readonly sellerId: string;
  readonly lines: readonly PricedLine[];
  readonly totals: Totals;
  readonly taxLines: readonly TaxLine[];
  readonly term: Period;
  readonly target: Entitlement;
  readonly autoRenew: AutoRenewChoice;
  readonly termsVersion: string;
  readonly billing: BillingData;
  readonly billingContactId: string | null;
  readonly placedAt: Instant;
  readonly deadlineAt: Instant;
  readonly prolongedCount: number;
  /** Bank money allocated to the order, minor units. */
  readonly receivedMinor: number;
  /** Shortfall closed as bank charges, minor units. */
  readonly shortfallMinor: number;
  readonly approvalSince: Instant | null;
  readonly rejection: Rejection | null;
  /** Proforma that the buyer named; flagged when it is not registered for this partner. */
  readonly pi: { readonly number: string; readonly isFlagged: boolean } | null;
  /** Number of our own proforma. */
  readonly proformaNo: string | null;
  readonly facts: OrderFacts;
  readonly parked: { readonly at: Instant; readonly step: string; readonly reason: string } | null;
  /** The newest attempt to pay at a provider. */
  readonly attempt: OrderAttempt | null;
  readonly invoice: { readonly invoiceId: string; readonly invoiceNo: string; readonly issuedOn: IsoDate } | null;
  readonly disputes: readonly DisputeOfOrder[];
  readonly refundsAtProvider: readonly SentBackAtProvider[];
  readonly remarks: OrderRemarks;
  readonly rowVersion: number;
  readonly refunds: readonly OrderRefundShown[];
}

interface Row extends RejectionRow, MoneyBackRow {
  order_id: string;
  order_no: string;
  partner_id: string;
  partner_name: string;
  company_id: string;
  company_name: string;
  buyer_id: string;
  buyer_name: string;
  kind: OrderKind;
  method: PaymentMethod;
  state: OrderState;
  quote_id: string;
  seller_id: string;
  currency: string;
  net_minor: number;
  tax_minor: number;
  gross_minor: number;
  tax_lines: TaxLine[];
  term: Period;
  target: Entitlement;
  auto_renew: AutoRenewChoice;
  terms_version: string;
  billing: BillingData;
  billing_contact_id: string | null;
  placed_at: string;
  deadline_at: string;
  prolonged_count: number;
  received_minor: number;
  shortfall_minor: number;
  approval_since: string | null;
  pi_number: string | null;
  pi_flagged: boolean;
  proforma_no: string | null;
  paid_at: string | null;
  activated_at: string | null;
  invoiced_at: string | null;
  armed_at: string | null;
  completed_at: string | null;
  mailed_at: string | null;
  closed_at: string | null;
  parked_at: string | null;
  parked_step: string | null;
  parked_reason: string | null;
  row_version: number;
  po_number: string | null;
  custom_reference: string | null;
  order_owner: string | null;
  comment: string | null;
  attempt_no: number | null;
  attempt_state: AttemptState | null;
  attempt_object: string | null;
  attempt_url: string | null;
  attempt_expires_at: string | null;
  attempt_problem: string | null;
  invoice_id: string | null;
  invoice_no: string | null;
  issued_on: string | null;
}

const DETAIL_COLUMNS = [
  'orders.*',
  'partners.name as partner_name',
  'companies.name as company_name',
  'users.name as buyer_name',
  'r.po_number',
  'r.custom_reference',
  'r.order_owner',
  'r.comment',
  'a.attempt_no',
  'a.state as attempt_state',
  'a.provider_object_id as attempt_object',
  'a.url as attempt_url',
  'a.expires_at as attempt_expires_at',
  'a.last_problem as attempt_problem',
  'invoices.invoice_id',
  'invoices.invoice_no',
  'invoices.issued_on',
  'proformas.proforma_no',
  ...REJECTION_COLUMNS,
];

/** By order id or order number; null for an order outside the scope as for one that does not exist. */
export async function readOrder(db: Db, scope: PartnerScope, idOrNo: string): Promise<OrderDetail | null> {
  const query = db('orders')
    .join('partners', 'partners.partner_id', 'orders.partner_id')
    .join('companies', 'companies.company_id', 'orders.company_id')
    .join('users', 'users.user_id', 'orders.buyer_id')
    .leftJoin('order_remarks as r', 'r.order_id', 'orders.order_id')
    .joinRaw(
      `left join lateral (select * from payment_attempts p where p.order_id = orders.order_id
                          order by p.attempt_no desc limit 1) a on true`
    )
    .leftJoin('proformas', 'proformas.order_id', 'orders.order_id')
    .where(idOrNo.startsWith('ORD-') ? 'orders.order_no' : 'orders.order_id', idOrNo)
    .first<Row | undefined>([...DETAIL_COLUMNS, db.raw(MONEY_BACK_COLUMNS)]);
  joinLastInvoice(query, 'orders');
  joinLastRejection(query, 'orders');
  const row = await withinScope(query, 'orders.partner_id', scope);
  if (row === undefined) return null;
  const currency = currencyOf(row.currency);
  const lines = await readOrderLines(db, row.order_id, currency);
  return { ...toDetail(row, currency, lines), refunds: await readRefundsOfOrder(db, row.order_id) };
}

/** The order is on record, whoever asks. */
export async function orderExists(db: Db, orderId: string): Promise<boolean> {
  return (await db('orders').where({ order_id: orderId }).first('order_id')) !== undefined;
}

function toDetail(row: Row, currency: Currency, lines: readonly PricedLine[]): Omit<OrderDetail, 'refunds'> {
  const inCurrency = (amountMinor: number): Money => money(amountMinor, currency);
  return {
    orderId: row.order_id,
    orderNo: row.order_no,
    partner: { partnerId: row.partner_id, name: row.partner_name },
    company: { companyId: row.company_id, name: row.company_name },
    buyer: { userId: row.buyer_id, name: row.buyer_name },
    kind: row.kind,
    method: row.method,
    state: row.state,
    quoteId: row.quote_id,
    sellerId: row.seller_id,
    ...toMoneyBack(row),
    lines,
    totals: { net: inCurrency(row.net_minor), tax: inCurrency(row.tax_minor), gross: inCurrency(row.gross_minor) },
    taxLines: row.tax_lines,
    term: row.term,
    target: row.target,
    autoRenew: row.auto_renew,
    termsVersion: row.terms_version,
    billing: row.billing,
    billingContactId: row.billing_contact_id,
    placedAt: row.placed_at,
    deadlineAt: row.deadline_at,
    prolongedCount: row.prolonged_count,
    receivedMinor: row.received_minor,
    shortfallMinor: row.shortfall_minor,
    approvalSince: row.approval_since,
    rejection: toRejection(row),
    pi: row.pi_number === null ? null : { number: row.pi_number, isFlagged: row.pi_flagged },
    proformaNo: row.proforma_no,
    facts: factsOf(row),
    parked: parkedOf(row),
    attempt: attemptOf(row),
    invoice: invoiceOf(row),
    remarks: remarksOf(row),
    rowVersion: row.row_version,
  };
}

const factsOf = (row: Row): OrderFacts => ({
  paidAt: row.paid_at,
  activatedAt: row.activated_at,
  invoicedAt: row.invoiced_at,
  armedAt: row.armed_at,
  completedAt: row.completed_at,
  mailedAt: row.mailed_at,
  closedAt: row.closed_at,
});

const parkedOf = (row: Row): OrderDetail['parked'] =>
  row.parked_at === null ? null : { at: row.parked_at, step: row.parked_step ?? '', reason: row.parked_reason ?? '' };

const remarksOf = (row: Row): OrderRemarks => ({
  poNumber: row.po_number ?? '',
  customReference: row.custom_reference ?? '',
  orderOwner: row.order_owner ?? '',
  comment: row.comment ?? '',
});

function attemptOf(row: Row): OrderAttempt | null {
  if (row.attempt_no === null || row.attempt_state === null || row.attempt_expires_at === null) return null;
  return {
    attemptNo: row.attempt_no,
    state: row.attempt_state,
    checkoutId: row.attempt_object,
    url: row.attempt_url,
    expiresAt: row.attempt_expires_at,
    lastProblem: row.attempt_problem,
  };
}

function invoiceOf(row: Row): OrderDetail['invoice'] {
  if (row.invoice_id === null || row.invoice_no === null || row.issued_on === null) return null;
  return { invoiceId: row.invoice_id, invoiceNo: row.invoice_no, issuedOn: row.issued_on };
}
