import { PAYMENT_METHODS, type PaymentMethod } from '../../../domain/order/order-kind';
import { ORDER_STATES } from '../../../domain/order/order-state';
import { canPayNow, changeMethodProblem, hasMoney, type WaysFacts } from '../../../domain/order/order-ways';

const waiting = (change: Partial<WaysFacts> = {}): WaysFacts => ({
  state: 'awaiting_payment',
  method: 'card',
  isPaid: false,
  receivedMinor: 0,
  hasPendingMoney: false,
  ...change,
});
const CHANGEABLE: readonly PaymentMethod[] = ['card', 'paypal', 'offline'];

test('an unpaid order changes its method while it waits, whichever of the three it has', () => {
  for (const method of PAYMENT_METHODS) {
    const expected = CHANGEABLE.includes(method) ? null : 'wrong_state';
    expect([method, changeMethodProblem(waiting({ method }))]).toEqual([method, expected]);
  }
  const open = ORDER_STATES.filter((state) => changeMethodProblem(waiting({ state })) === null);
  expect(open).toEqual(['awaiting_payment']);
});

test('money on the order or announced for it holds the method and closes the page', () => {
  const money = [{ isPaid: true }, { receivedMinor: 1 }, { hasPendingMoney: true }];
  expect(money.map((change) => changeMethodProblem(waiting(change)))).toEqual([
    'money_received',
    'receipt_on_order',
    'money_announced',
  ]);
  expect(money.map((change) => canPayNow(waiting(change)))).toEqual([false, false, false]);
  expect(money.map((change) => hasMoney(waiting(change)))).toEqual([true, true, false]);
});

test('a page is opened for a card and for PayPal only', () => {
  expect(PAYMENT_METHODS.filter((method) => canPayNow(waiting({ method })))).toEqual(['card', 'paypal']);
});
