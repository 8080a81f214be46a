/** How far a refund that a person asked for has come (product §5). */
export const REFUND_STATES = [
  /** Above the limit: finance decides. */
  'awaiting_approval',
  /** To be begun by the order's aftercare. */
  'wanted',
  /** The provider is asked, or has agreed. */
  'sending',
  /** Bank money: finance makes the transfer and records it. */
  'awaiting_transfer',
  /** It cannot go on by itself; a person tries again, or records a transfer. */
  'parked',
  /** The money is back, or none moves; the credit note follows. */
  'returned',
  'done',
  'rejected',
  'withdrawn',
  /** What it was asked for has changed before it began: nothing was done. */
  'refused',
] as const;
export type RefundState = (typeof REFUND_STATES)[number];

const REFUND_TRANSITIONS: Readonly<Record<RefundState, readonly RefundState[]>> = {
  awaiting_approval: ['wanted', 'rejected', 'withdrawn'],
  wanted: ['sending', 'awaiting_transfer', 'returned', 'refused', 'parked'],
  sending: ['returned', 'parked'],
  awaiting_transfer: ['returned', 'withdrawn'],
  /** Tried again from its beginning, which finds what was done; or a transfer was recorded. */
  parked: ['wanted', 'returned', 'withdrawn'],
  returned: ['done', 'parked'],
  done: [],
  rejected: [],
  withdrawn: [],
  refused: [],
};

export function canMoveRefund(from: RefundState, to: RefundState): boolean {
  return REFUND_TRANSITIONS[from].includes(to);
}

export function isRefundClosed(state: RefundState): boolean {
  return REFUND_TRANSITIONS[state].length === 0;
}

/** Why nothing has to be sent: the money is gone already. `refund`: it has to be. */
export const REFUND_BASES = ['refund', 'lost_dispute', 'returned_at_provider'] as const;
export type RefundBasis = (typeof REFUND_BASES)[number];

/** The way the money takes; `none` moves none. */
export const REFUND_CHANNELS = ['provider', 'transfer', 'none'] as const;
export type RefundChannel = (typeof REFUND_CHANNELS)[number];

/** What becomes of the capacity of a refunded line. */
export const CAPACITY_CHOICES = ['keep', 'end_now', 'end_at_term'] as const;
export type CapacityChoice = (typeof CAPACITY_CHOICES)[number];
