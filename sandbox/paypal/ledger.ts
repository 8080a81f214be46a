import { captureStatus, returnedMinor } from './objects/capture-object';
import { isoSeconds } from './objects/links';
import { decimalString } from './money';
import { isGone, linked, type PayPalState } from './paypal-state';
import type { CaptureRow, OrderRow, RefundRow } from './records';

/** Each sum as a whole number of the currency's smallest PayPal unit and as the decimal string that PayPal writes. */
interface Sums {
  readonly capturedMinor: number;
  readonly captured: string;
  readonly refundedMinor: number;
  readonly refunded: string;
  /** Taken back by PayPal itself: a lost dispute or a reversal. */
  readonly reversedMinor: number;
  readonly reversed: string;
  readonly netMinor: number;
  readonly net: string;
}

interface LedgerMovement {
  readonly id: string;
  readonly status: string;
  readonly amountMinor: number;
  readonly amount: string;
  readonly customId: string | null;
  readonly invoiceId: string | null;
  readonly at: string;
}

export interface LedgerCapture extends LedgerMovement, Sums {
  readonly isDisputed: boolean;
  readonly refunds: readonly (LedgerMovement & { readonly isReversal: boolean })[];
}

export interface LedgerEntry extends LedgerMovement, Sums {
  readonly currency: string;
  readonly payer: string | null;
  readonly paymentToken: string | null;
  readonly captures: readonly LedgerCapture[];
}

export interface Ledger {
  readonly entries: readonly LedgerEntry[];
  readonly totals: Readonly<Record<string, Sums>>;
  /** True when older orders were left out of `entries`; `totals` count everything. */
  readonly truncated: boolean;
}

const NEWEST = 10_000;

/** What really happened to money here, newest order first, for audits of the product. */
export function readLedger(state: PayPalState, only: (order: OrderRow) => boolean = () => true): Ledger {
  const all = state.orders
    .all()
    .filter(only)
    .map((order) => ledgerEntry(state, order))
    .reverse();
  const currencies = [...new Set(all.map(({ currency }) => currency))];
  const totals = currencies.map((currency): [string, Sums] => {
    return [currency, addUp(currency, ...all.filter((entry) => entry.currency === currency))];
  });
  return { entries: all.slice(0, NEWEST), totals: Object.fromEntries(totals), truncated: all.length > NEWEST };
}

function ledgerEntry(state: PayPalState, order: OrderRow): LedgerEntry {
  const { currency } = order.amount;
  const capture = order.capture === null ? [] : [ledgerCapture(state, linked(state.captures, order.capture))];
  return {
    ...movement(order, isGone(state, order) ? 'EXPIRED' : order.status),
    currency,
    payer: order.payer,
    paymentToken: order.paymentToken,
    ...addUp(currency, ...capture),
    captures: capture,
  };
}

function ledgerCapture(state: PayPalState, capture: CaptureRow): LedgerCapture {
  const sumOf = (isReversal: boolean): number => {
    const counts = (refund: RefundRow): boolean => refund.status === 'COMPLETED' && refund.isReversal === isReversal;
    return returnedMinor(state, capture, counts);
  };
  const sums = {
    capturedMinor: capture.status === 'COMPLETED' ? capture.amount.minor : 0,
    refundedMinor: sumOf(false),
    reversedMinor: sumOf(true),
  };
  const refunds = capture.refunds.map((id) => linked(state.refunds, id));
  return {
    ...movement(capture, captureStatus(state, capture)),
    ...addUp(capture.amount.currency, sums),
    isDisputed: capture.dispute !== null,
    refunds: refunds.map((refund) => ({ ...movement(refund, refund.status), isReversal: refund.isReversal })),
  };
}

function movement(row: OrderRow | CaptureRow | RefundRow, status: string): LedgerMovement {
  return {
    id: row.id,
    status,
    amountMinor: row.amount.minor,
    amount: decimalString(row.amount.minor, row.amount.currency),
    customId: row.customId,
    invoiceId: row.invoiceId,
    at: isoSeconds(row.createdAt),
  };
}

type Parts = Pick<Sums, 'capturedMinor' | 'refundedMinor' | 'reversedMinor'>;

function addUp(currency: string, ...parts: readonly Parts[]): Sums {
  const total = (name: keyof Parts): number => parts.reduce((sum, part) => sum + part[name], 0);
  const capturedMinor = total('capturedMinor');
  const refundedMinor = total('refundedMinor');
  const reversedMinor = total('reversedMinor');
  const netMinor = capturedMinor - refundedMinor - reversedMinor;
  const text = (minor: number): string => decimalString(minor, currency);
  return {
    capturedMinor,
    captured: text(capturedMinor),
    refundedMinor,
    refunded: text(refundedMinor),
    reversedMinor,
    reversed: text(reversedMinor),
    netMinor,
    net: text(netMinor),
  };
}
