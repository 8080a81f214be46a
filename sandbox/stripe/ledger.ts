import { refundedAmount } from './objects/charge-object';
import { withholdsMoney } from './objects/dispute-object';
import type { PaymentIntentRow } from './records';
import { linked, type StripeState } from './stripe-state';

export interface LedgerEntry {
  readonly paymentIntent: string;
  readonly session: string | null;
  readonly customer: string | null;
  readonly metadata: Readonly<Record<string, string>>;
  readonly status: string;
  readonly amountMinor: number;
  readonly currency: string;
  /** Sum of the charges that succeeded: more than `amountMinor` would be a double charge. */
  readonly receivedMinor: number;
  readonly refundedMinor: number;
  readonly disputed: boolean;
  /** Taken by the bank for a dispute that is open or lost. */
  readonly withdrawnMinor: number;
  readonly charges: readonly { id: string; amountMinor: number; status: 'succeeded' | 'failed'; at: string }[];
  readonly refunds: readonly { id: string; amountMinor: number; status: string; metadata: object; at: string }[];
}

export interface Ledger {
  readonly entries: readonly LedgerEntry[];
  readonly totals: Readonly<Record<string, { receivedMinor: number; refundedMinor: number }>>;
  /** True when older intents were left out of `entries`; `totals` count everything. */
  readonly truncated: boolean;
}

const NEWEST = 10_000;

/** What really happened to money here, newest first, for audits of the product. */
export function readLedger(state: StripeState, only: (intent: PaymentIntentRow) => boolean = () => true): Ledger {
  const all = state.paymentIntents
    .all()
    .filter(only)
    .map((intent) => ledgerEntry(state, intent))
    .reverse();
  const totals: Record<string, { receivedMinor: number; refundedMinor: number }> = {};
  for (const entry of all) {
    const sum = (totals[entry.currency] ??= { receivedMinor: 0, refundedMinor: 0 });
    sum.receivedMinor += entry.receivedMinor;
    sum.refundedMinor += entry.refundedMinor;
  }
  return { entries: all.slice(0, NEWEST), totals, truncated: all.length > NEWEST };
}

function ledgerEntry(state: StripeState, intent: PaymentIntentRow): LedgerEntry {
  const charges = intent.charges.map((id) => linked(state.charges, id));
  const paid = charges.filter((charge) => charge.failure === null);
  const disputes = charges.flatMap(({ dispute }) => (dispute === null ? [] : [linked(state.disputes, dispute)]));
  const refunds = charges.flatMap((charge) => charge.refunds.map((id) => linked(state.refunds, id)));
  return {
    paymentIntent: intent.id,
    session: intent.session,
    customer: intent.customer,
    metadata: intent.metadata,
    status: intent.status,
    amountMinor: intent.amount,
    currency: intent.currency.toUpperCase(),
    receivedMinor: paid.reduce((sum, charge) => sum + charge.amount, 0),
    refundedMinor: paid.reduce((sum, charge) => sum + refundedAmount(state, charge), 0),
    disputed: disputes.length > 0,
    withdrawnMinor: disputes.filter(withholdsMoney).reduce((sum, { amount }) => sum + amount, 0),
    charges: charges.map((charge) => ({
      id: charge.id,
      amountMinor: charge.amount,
      status: charge.failure === null ? 'succeeded' : 'failed',
      at: iso(charge.created),
    })),
    refunds: refunds.map((refund) => ({
      id: refund.id,
      amountMinor: refund.amount,
      status: refund.status,
      metadata: refund.metadata,
      at: iso(refund.created),
    })),
  };
}

function iso(seconds: number): string {
  return new Date(seconds * 1000).toISOString();
}
