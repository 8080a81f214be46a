import type { SandboxClock } from '../clock/sandbox-clock';
import type { DurableStore, Table } from '../store/durable-store';
import { notFound } from './api-error';
import type * as rows from './records';

interface AccountSettings {
  /** The account setting that refuses a second payment with the same `invoice_id`. */
  readonly uniqueInvoiceIds: boolean;
}

/** The rows of the stand-in, its clock, and the address under which its pages are reached. */
export class PayPalState {
  readonly orders: Table<rows.OrderRow>;
  readonly captures: Table<rows.CaptureRow>;
  readonly refunds: Table<rows.RefundRow>;
  readonly setupTokens: Table<rows.SetupTokenRow>;
  readonly paymentTokens: Table<rows.PaymentTokenRow>;
  readonly disputes: Table<rows.DisputeRow>;
  private readonly account: Table<AccountSettings>;
  /** Invoice ids of payments that took place, so that a benchmark's orders need no search. */
  private readonly paidInvoices = new Map<string, string>();
  /** Set when the server listens; with port 0 it is not known before. */
  baseUrl = '';

  constructor(
    readonly store: DurableStore,
    readonly clock: SandboxClock
  ) {
    this.orders = store.table('orders');
    this.captures = store.table('captures');
    this.refunds = store.table('refunds');
    this.setupTokens = store.table('setup_tokens');
    this.paymentTokens = store.table('payment_tokens');
    this.disputes = store.table('disputes');
    this.account = store.table('account');
    for (const capture of this.captures.all()) this.noteInvoice(capture);
  }

  get settings(): AccountSettings {
    return this.account.get('settings') ?? { uniqueInvoiceIds: true };
  }

  set settings(settings: AccountSettings) {
    this.account.put('settings', settings);
  }

  saveOrder(order: rows.OrderRow): rows.OrderRow {
    const saved = { ...order, updatedAt: this.clock.now() };
    this.orders.put(order.id, saved);
    return saved;
  }

  saveCapture(capture: rows.CaptureRow): rows.CaptureRow {
    const saved = { ...capture, updatedAt: this.clock.now() };
    this.captures.put(capture.id, saved);
    this.noteInvoice(saved);
    return saved;
  }

  saveRefund(refund: rows.RefundRow): rows.RefundRow {
    const saved = { ...refund, updatedAt: this.clock.now() };
    this.refunds.put(refund.id, saved);
    return saved;
  }

  hasPaidInvoice(invoiceId: string): boolean {
    return this.paidInvoices.has(invoiceId);
  }

  private noteInvoice({ id, invoiceId, status }: rows.CaptureRow): void {
    if (invoiceId === null) return;
    if (status !== 'DECLINED') this.paidInvoices.set(invoiceId, id);
    else if (this.paidInvoices.get(invoiceId) === id) this.paidInvoices.delete(invoiceId);
  }
}

/** The row, or PayPal's 404. */
export function find<Row>(table: Table<Row>, id: string): Row {
  const row = table.get(id);
  if (row === undefined) throw notFound();
  return row;
}

/** For rows that other rows point to, which are never removed. */
export function linked<Row>(table: Table<Row>, id: string): Row {
  const row = table.get(id);
  if (row === undefined) throw new Error(`The journal lost ${id}`);
  return row;
}

/** An order whose time is over is gone for everybody; one that is paid stays. */
export function isGone(state: PayPalState, order: rows.OrderRow): boolean {
  return order.status !== 'COMPLETED' && order.expiresAt <= state.clock.now();
}

export function findOrder(state: PayPalState, id: string): rows.OrderRow {
  const order = find(state.orders, id);
  if (isGone(state, order)) throw notFound();
  return order;
}
