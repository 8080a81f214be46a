import type { Schema } from '../../shared/api/client';
import { stateInWords } from '../../shared/order/order-words';

type Item = Schema<'OfflineQueueItem'>;

export const QUEUE_STATES: Readonly<Record<Item['state'], string>> = {
  awaiting_payment: 'Waiting for payment',
  awaiting_approval: 'Waits for approval',
  part_paid: 'Past its deadline, paid in part',
  parked: 'Needs attention',
};

/** Parked by its deadline with bank money on it. */
export function isPartPaid({ state, parked }: Schema<'Order'>): boolean {
  return state === 'needs_attention' && parked?.step === 'partPaid';
}

/** The row as the live order has it, or as it was listed. */
export function rowOf(item: Item, order: Schema<'Order'> | null) {
  if (order === null) {
    const isPart = item.state === 'awaiting_payment' && item.received.amountMinor > 0;
    return { ...item, words: isPart ? 'Paid in part' : QUEUE_STATES[item.state] };
  }
  const { payment, totals, checkout } = order;
  const listed = { state: order.state, checkoutState: checkout.state, gross: totals.gross, open: payment.open };
  return {
    ...item,
    received: payment.received,
    open: payment.open,
    deadlineAt: order.deadlineAt,
    whoActs: order.whoActs,
    words: isPartPaid(order) ? QUEUE_STATES.part_paid : stateInWords(listed),
  };
}
