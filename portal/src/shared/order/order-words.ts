import type { Schema } from '../api/client';

type Order = Schema<'Order'>;
type Item = Schema<'OrderListItem'>;

const STATES: Readonly<Record<Item['state'], string>> = {
  awaiting_payment: 'Waiting for payment',
  awaiting_approval: 'Waits for approval',
  fulfilling: 'Paid, being activated',
  completed: 'Completed',
  cancelled: 'Cancelled',
  expired: 'Expired unpaid',
  needs_attention: 'Needs attention',
  in_progress: 'In progress, our staff have been told',
  refunding: 'Being refunded',
  refunded: 'Refunded',
  partially_refunded: 'Partly refunded',
};

/** The state as a person reads it; money that is announced or came in part is said too. */
export function stateInWords(order: Pick<Item, 'state' | 'checkoutState' | 'gross' | 'open'>): string {
  if (order.state !== 'awaiting_payment') return STATES[order.state];
  if (order.checkoutState === 'capturing') return 'Payment announced';
  return order.open.amountMinor < order.gross.amountMinor ? 'Paid in part' : STATES.awaiting_payment;
}

const ACTORS: Readonly<Record<Item['whoActs'], string>> = {
  buyer: 'Buyer',
  account_manager: 'Account manager',
  finance: 'Finance',
  ops: 'Operations',
  purser: 'Purser, by itself',
  nobody: 'Nobody',
};

export function turnInWords(whoActs: Item['whoActs']): string {
  return ACTORS[whoActs];
}

/** An order as its row of a list shows it, so that a list follows what is known of one order. */
export function toListItem(
  order: Order
): Omit<Item, 'orderNo' | 'kind' | 'partner' | 'company' | 'placedAt' | 'poNumber' | 'customReference'> {
  const { open, canPayNow, canCancel, changeableTo } = order.payment;
  return {
    orderId: order.orderId,
    state: order.state,
    method: order.method,
    gross: order.totals.gross,
    open,
    canPayNow,
    canCancel,
    changeableTo,
    checkoutState: order.checkout.state,
    waitingFor: order.waitingFor,
    whoActs: order.whoActs,
    deadlineAt: order.deadlineAt,
    completedAt: order.facts.completedAt,
    invoiceNo: order.invoice?.invoiceNo ?? null,
  };
}
