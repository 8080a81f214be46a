import { MONEY_EVENTS, MONEY_OUTCOMES, moneyOutcome, type MoneyEvent } from '../../../domain/order/money-outcome';
import { ORDER_STATES, type OrderState } from '../../../domain/order/order-state';
import { checkSettlement } from '../../../domain/payment/check-settlement';
import { money } from '../../../domain/money/money';

/** The table of product §4 a second time: right, wrong, other capture, refund, dispute. */
const EXPECTED: Readonly<Record<OrderState, readonly string[]>> = {
  awaiting_payment: ['fulfil', 'park_for_review', 'park_for_review', 'record', 'record'],
  awaiting_approval: ['refund_at_once', 'refund_at_once', 'refund_at_once', 'record_and_alert', 'record_and_alert'],
  fulfilling: ['refund_at_once', 'refund_at_once', 'refund_at_once', 'record', 'record_and_stop_auto_renew'],
  completed: ['refund_at_once', 'refund_at_once', 'refund_at_once', 'record', 'record_and_stop_auto_renew'],
  partially_refunded: ['refund_at_once', 'refund_at_once', 'refund_at_once', 'record', 'record_and_stop_auto_renew'],
  cancelled: ['refund_at_once_and_tell_buyer', 'refund_at_once', 'refund_at_once', 'record', 'record'],
  expired: ['refund_at_once_and_tell_buyer', 'refund_at_once', 'refund_at_once', 'record', 'record'],
  needs_attention: ['keep_and_show_ops', 'keep_and_show_ops', 'refund_at_once', 'record', 'record'],
  refunding: ['refund_at_once', 'refund_at_once', 'refund_at_once', 'record', 'record_and_stop_auto_renew'],
  refunded: ['refund_at_once', 'refund_at_once', 'refund_at_once', 'record', 'record'],
};
const COLUMNS: readonly MoneyEvent[] = [
  'right_money',
  'wrong_money',
  'other_capture',
  'provider_refund',
  'provider_dispute',
];

const cells = ORDER_STATES.flatMap((state) =>
  COLUMNS.map((event, index) => [state, event, EXPECTED[state][index] ?? 'missing'] as const)
);

describe('the money table', () => {
  test.each(cells)('%s × %s: %s', (state, event, outcome) => {
    expect(moneyOutcome(state, event)).toBe(outcome);
  });

  test('ignores a capture that is on the order already, in every state', () => {
    for (const state of ORDER_STATES) expect(moneyOutcome(state, 'known_capture')).toBe('ignore');
  });

  test('sends back what comes beside bank money, in every state', () => {
    for (const state of ORDER_STATES) expect(moneyOutcome(state, 'beside_bank_money')).toBe('refund_at_once');
  });

  test('fulfils in one cell only, so that no order is fulfilled twice', () => {
    const fulfilling = ORDER_STATES.flatMap((state) =>
      MONEY_EVENTS.filter((event) => moneyOutcome(state, event) === 'fulfil').map((event) => `${state} ${event}`)
    );
    expect(fulfilling).toEqual(['awaiting_payment right_money']);
  });

  test('uses every outcome that it names', () => {
    const used = new Set(ORDER_STATES.flatMap((state) => MONEY_EVENTS.map((event) => moneyOutcome(state, event))));
    expect([...used].sort()).toEqual([...MONEY_OUTCOMES].sort());
  });
});

describe('checkSettlement', () => {
  const expected = { orderId: 'order-1', amount: money(10_000, 'USD') };

  test.each([
    ['right', { orderId: 'order-1', amountMinor: 10_000, currency: 'USD' }],
    ['right', { orderId: 'order-1', amountMinor: 10_000, currency: 'usd' }],
    ['wrong_amount', { orderId: 'order-1', amountMinor: 9_999, currency: 'USD' }],
    ['wrong_amount', { orderId: 'order-1', amountMinor: 10_001, currency: 'USD' }],
    ['wrong_amount', { orderId: 'order-1', amountMinor: Number.NaN, currency: 'USD' }],
    ['wrong_currency', { orderId: 'order-1', amountMinor: 10_000, currency: 'EUR' }],
    ['wrong_currency', { orderId: 'order-1', amountMinor: 10_000, currency: 'JPY' }],
    ['wrong_order', { orderId: 'order-2', amountMinor: 10_000, currency: 'USD' }],
    ['wrong_order', { orderId: null, amountMinor: 10_000, currency: 'USD' }],
  ])('finds %s for %p', (result, seen) => {
    expect(checkSettlement(expected, seen)).toBe(result);
  });
});
