export const ORDER_STATES = [
  'awaiting_payment',
  'awaiting_approval',
  'fulfilling',
  'completed',
  'cancelled',
  'expired',
  'needs_attention',
  'refunding',
  'refunded',
  'partially_refunded',
] as const;
export type OrderState = (typeof ORDER_STATES)[number];
