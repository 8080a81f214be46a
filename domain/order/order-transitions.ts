import type { OrderState } from './order-state';

/** Where an order may begin: an order over zero has no payment step. */
export const INITIAL_ORDER_STATES = ['awaiting_payment', 'fulfilling'] as const satisfies readonly OrderState[];

/** Where an order may go from each state (product §4). Whatever is not listed is refused. */
export const ORDER_TRANSITIONS: Readonly<Record<OrderState, readonly OrderState[]>> = {
  awaiting_payment: ['awaiting_approval', 'fulfilling', 'cancelled', 'expired', 'needs_attention'],
  /** A rejected receipt sends the order back to waiting for money. */
  awaiting_approval: ['fulfilling', 'awaiting_payment', 'needs_attention'],
  fulfilling: ['completed', 'needs_attention'],
  completed: ['refunding'],
  cancelled: [],
  expired: [],
  /** Resumed, put back to waiting, ended without money kept, or paid back. */
  needs_attention: ['awaiting_payment', 'awaiting_approval', 'fulfilling', 'cancelled', 'expired', 'refunding'],
  /** A refund that is withdrawn before any money has moved puts the order back. */
  refunding: ['refunded', 'partially_refunded', 'needs_attention', 'completed'],
  refunded: [],
  partially_refunded: ['refunding'],
};

export function canMove(from: OrderState, to: OrderState): boolean {
  return ORDER_TRANSITIONS[from].includes(to);
}

/** No further state is possible. A completed order is not final: it can still be refunded. */
export function isFinal(state: OrderState): boolean {
  return ORDER_TRANSITIONS[state].length === 0;
}

/** The states in which the order's own workflow has nothing left to do. */
export function isClosed(state: OrderState): boolean {
  return isFinal(state) || state === 'completed' || state === 'partially_refunded';
}

export type PartnerFacingState = Exclude<OrderState, 'needs_attention'> | 'in_progress';

/** A parked order is "in progress, our staff have been told" to the partner: the trouble is ours, not theirs. */
export function partnerFacingState(state: OrderState): PartnerFacingState {
  return state === 'needs_attention' ? 'in_progress' : state;
}
