import type { OrderState } from './order-state';

export interface CancelFacts {
  /** A settled payment, or a bank receipt with an allocation on the order. */
  readonly hasMoney: boolean;
  /** Money announced by the provider and not settled yet. */
  readonly hasPendingMoney: boolean;
}

export type CancelAnswer =
  | { readonly ok: true }
  | { readonly ok: false; readonly code: 'wrong_state' | 'money_received' | 'money_pending'; readonly message: string };

/** Cancel only before money (product §4). An order parked before any money came can be cancelled too. */
export function canCancel(state: OrderState, facts: CancelFacts): CancelAnswer {
  if (state !== 'awaiting_payment' && state !== 'needs_attention') {
    const message = `An order that is ${state.replaceAll('_', ' ')} cannot be cancelled; ask for a refund if it was paid.`;
    return { ok: false, code: 'wrong_state', message };
  }
  if (facts.hasMoney) {
    const message = 'Money has arrived for this order, so it cannot be cancelled; ask for a refund instead.';
    return { ok: false, code: 'money_received', message };
  }
  if (facts.hasPendingMoney) {
    const message = 'A payment for this order is on its way; wait until it has settled or failed.';
    return { ok: false, code: 'money_pending', message };
  }
  return { ok: true };
}
