import type { SearchResponse, TransactionInformation } from '@paypal/paypal-server-sdk';
import type { PaymentView, TouchedInput, TouchedPayments } from '../shared/payment-provider';
import { GatewayFailure } from '../shared/provider-failure';
import { fromPayPalMoney } from './paypal-amount';
import type { PayPalCalls } from './paypal-calls';
import { callPayPal } from './paypal-failure';
import { isPayPalId, readCustomId } from './paypal-ids';
import { readPayment } from './read-payment';

const PAGE_SIZE = 100;
/** One search covers at most 31 days and 10,000 transactions. */
const LONGEST_SPAN_MS = 86_400_000;

/** Event codes: T00 are payments, T11 refunds, reversals and holds, T12 chargebacks; T1110 and T12 say that it is contested. */
const IS_PAYMENT = /^T00/;
const IS_ABOUT_PAYMENT = /^T1[12]/;
const IS_DISPUTE = /^T(1110|12)/;
/** Completed, or completed and then sent back; neither denied nor pending. */
const HAS_MOVED = new Set(['S', 'V']);

/** By the transaction search, the only list of money that PayPal has, day by day. It lags by up to three hours. */
export async function listTouchedPayments(calls: PayPalCalls, input: TouchedInput): Promise<TouchedPayments> {
  const { from, page } = placeOf(input);
  const until = earlier(input.until, new Date(Date.parse(from) + LONGEST_SPAN_MS).toISOString());
  const found = await callPayPal('read', () =>
    calls.searchTransactions({ startDate: from, endDate: until, page, pageSize: PAGE_SIZE })
  );
  return { payments: await viewsOf(calls, found), next: nextPlace({ from, page, until, found, end: input.until }) };
}

function placeOf({ from, page }: TouchedInput): { from: string; page: number } {
  if (page === null) return { from, page: 1 };
  const [start = '', number = ''] = page.split(' ');
  if (Number.isNaN(Date.parse(start)) || !/^\d{1,4}$/.test(number)) {
    throw new GatewayFailure('refused', 'paypal_page_unknown', 'PayPal: no such page of a list');
  }
  return { from: start, page: Number(number) };
}

interface Place {
  readonly from: string;
  readonly until: string;
  readonly page: number;
  readonly found: SearchResponse;
  /** Of the whole span. */
  readonly end: string;
}

function nextPlace({ from, until, page, found, end }: Place): string | null {
  if (page < (found.totalPages ?? 1)) return `${from} ${page + 1}`;
  return until < end ? `${until} 1` : null;
}

function earlier(one: string, other: string): string {
  return Date.parse(one) < Date.parse(other) ? one : other;
}

async function viewsOf(calls: PayPalCalls, { transactionDetails = [] }: SearchResponse): Promise<PaymentView[]> {
  const rows = transactionDetails.map(({ transactionInfo = {} }) => transactionInfo).filter(hasMoved);
  const disputed = new Set(rows.filter((row) => IS_DISPUTE.test(codeOf(row))).map(paymentIdOf));
  const views: PaymentView[] = [];
  for (const id of new Set(rows.map(paymentIdOf))) {
    if (id === null) continue;
    const row = rows.find((one) => one.transactionId === id && IS_PAYMENT.test(codeOf(one)));
    const view = (await readPayment(calls, id)) ?? (row === undefined ? null : viewOfRow(id, row));
    if (view !== null) views.push(disputed.has(id) ? { ...view, disputed: true } : view);
  }
  return views;
}

function codeOf({ transactionEventCode }: TransactionInformation): string {
  return transactionEventCode ?? '';
}

function hasMoved(row: TransactionInformation): boolean {
  if (IS_ABOUT_PAYMENT.test(codeOf(row))) return true;
  // Money that we sent has a sign before its amount.
  const isIncoming = !(row.transactionAmount?.value ?? '-').startsWith('-');
  return IS_PAYMENT.test(codeOf(row)) && isIncoming && HAS_MOVED.has(row.transactionStatus ?? '');
}

/** The payment that a row is, or is about. */
function paymentIdOf(row: TransactionInformation): string | null {
  const id = IS_PAYMENT.test(codeOf(row)) ? row.transactionId : row.paypalReferenceId;
  return id !== undefined && isPayPalId(id) ? id : null;
}

/** Money that came by another way than an order, which only the search knows. */
function viewOfRow(captureId: string, row: TransactionInformation): PaymentView {
  const amount = fromPayPalMoney(row.transactionAmount);
  return {
    captureId,
    takenAt: new Date(row.transactionInitiationDate ?? 0).toISOString(),
    amount,
    refundedMinor: row.transactionStatus === 'V' ? amount.amountMinor : 0,
    disputed: null,
    ...readCustomId(row.customField),
  };
}
