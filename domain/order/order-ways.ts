import type { PaymentMethod } from './order-kind';
import type { OrderState } from './order-state';

/** What decides which ways an unfinished order can still go. */
export interface WaysFacts {
  readonly state: OrderState;
  readonly method: PaymentMethod;
  readonly isPaid: boolean;
  /** Bank money allocated to the order. */
  readonly receivedMinor: number;
  /** Money announced by the provider and not settled yet. */
  readonly hasPendingMoney: boolean;
}

export type ChangeProblem = 'wrong_state' | 'money_received' | 'receipt_on_order' | 'money_announced';

/** A settled payment, or a bank receipt with an allocation on the order. */
export function hasMoney({ isPaid, receivedMinor }: Pick<WaysFacts, 'isPaid' | 'receivedMinor'>): boolean {
  return isPaid || receivedMinor > 0;
}

/** A page of the provider can be opened, or is open. */
export function canPayNow(order: WaysFacts): boolean {
  const isOnline = order.method === 'card' || order.method === 'paypal';
  return isOnline && order.state === 'awaiting_payment' && !hasMoney(order) && !order.hasPendingMoney;
}

/** Why the method stays as it is (product §4: money on the order, or announced, holds it); null when it can be changed. */
export function changeMethodProblem(order: WaysFacts): ChangeProblem | null {
  if (order.isPaid) return 'money_received';
  if (order.receivedMinor > 0) return 'receipt_on_order';
  if (order.state !== 'awaiting_payment' || order.method === 'saved' || order.method === 'none') return 'wrong_state';
  return order.hasPendingMoney ? 'money_announced' : null;
}
