import type { OrderState } from './order-state';

/** What the look at the provider found, compared with what is known of the order. */
export const MONEY_EVENTS = [
  /** A capture that is on the order already: seen again by webhook, return page or poll. */
  'known_capture',
  /** A first capture with the right amount and currency for this order. */
  'right_money',
  /** A first capture with another amount, another currency or another order's id. */
  'wrong_money',
  /** A capture beside the one on record: another attempt or another provider. */
  'other_capture',
  /** A first capture, whatever its amount, on an order that bank money was allocated to. */
  'beside_bank_money',
  'provider_refund',
  'provider_dispute',
] as const;
export type MoneyEvent = (typeof MONEY_EVENTS)[number];

export const MONEY_OUTCOMES = [
  'fulfil',
  'ignore',
  'park_for_review',
  'keep_and_show_ops',
  'refund_at_once',
  'refund_at_once_and_tell_buyer',
  'record',
  'record_and_alert',
  'record_and_stop_auto_renew',
] as const;
export type MoneyOutcome = (typeof MONEY_OUTCOMES)[number];

type Row = Readonly<Record<MoneyEvent, MoneyOutcome>>;

const KNOWN = { known_capture: 'ignore' } as const;
const RECORD = { provider_refund: 'record', provider_dispute: 'record' } as const;

const SETTLED: Row = {
  ...KNOWN,
  right_money: 'refund_at_once',
  wrong_money: 'refund_at_once',
  other_capture: 'refund_at_once',
  beside_bank_money: 'refund_at_once',
  provider_refund: 'record',
  provider_dispute: 'record_and_stop_auto_renew',
};
const ENDED_UNPAID: Row = {
  ...KNOWN,
  ...RECORD,
  right_money: 'refund_at_once_and_tell_buyer',
  wrong_money: 'refund_at_once',
  other_capture: 'refund_at_once',
  beside_bank_money: 'refund_at_once',
};
const PAYING_BACK: Row = {
  ...KNOWN,
  ...RECORD,
  right_money: 'refund_at_once',
  wrong_money: 'refund_at_once',
  other_capture: 'refund_at_once',
  beside_bank_money: 'refund_at_once',
};

/** The table of product §4 for provider money: every state × every event. Returns by it need no approval. */
const MONEY_TABLE: Readonly<Record<OrderState, Row>> = {
  awaiting_payment: {
    ...KNOWN,
    ...RECORD,
    right_money: 'fulfil',
    wrong_money: 'park_for_review',
    /** The order has kept no money in this state, so what was on record is wrong or gone: a person looks. */
    other_capture: 'park_for_review',
    beside_bank_money: 'refund_at_once',
  },
  /** Bank money is in and waits for approval, so provider money is a stray. */
  awaiting_approval: {
    ...KNOWN,
    right_money: 'refund_at_once',
    wrong_money: 'refund_at_once',
    other_capture: 'refund_at_once',
    beside_bank_money: 'refund_at_once',
    provider_refund: 'record_and_alert',
    provider_dispute: 'record_and_alert',
  },
  fulfilling: SETTLED,
  completed: SETTLED,
  partially_refunded: SETTLED,
  cancelled: ENDED_UNPAID,
  expired: ENDED_UNPAID,
  needs_attention: {
    ...KNOWN,
    ...RECORD,
    right_money: 'keep_and_show_ops',
    wrong_money: 'keep_and_show_ops',
    other_capture: 'refund_at_once',
    beside_bank_money: 'refund_at_once',
  },
  /** Part of the money may stay here, and its plan may be renewed. */
  refunding: { ...PAYING_BACK, provider_dispute: 'record_and_stop_auto_renew' },
  refunded: PAYING_BACK,
};

export function moneyOutcome(state: OrderState, event: MoneyEvent): MoneyOutcome {
  return MONEY_TABLE[state][event];
}
