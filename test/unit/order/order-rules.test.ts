import fc from 'fast-check';
import { canCancel } from '../../../domain/order/can-cancel';
import { orderDeadline, type OrderDeadlineInput } from '../../../domain/order/order-deadline';
import { PAYMENT_METHODS } from '../../../domain/order/order-kind';
import { orderNumber } from '../../../domain/order/order-number';
import { ORDER_STATES } from '../../../domain/order/order-state';
import { isClosed } from '../../../domain/order/order-transitions';
import { waitingFor, type WaitingFacts } from '../../../domain/order/waiting-for';
import { DEFAULT_POLICIES } from '../../../domain/policies/policies';
import { instantMs } from '../../../domain/time/calendar';

const order: OrderDeadlineInput = {
  method: 'card',
  placedAt: '2026-11-23T10:00:00.000Z',
  termEnd: null,
  companyTimeZone: 'Europe/Berlin',
  rateValidUntil: null,
  sellerTimeZone: 'Asia/Shanghai',
  policies: DEFAULT_POLICIES,
};

describe('orderDeadline', () => {
  test.each([
    ['a day for card', { method: 'card' }, '2026-11-24T10:00:00.000Z'],
    ['a day for PayPal', { method: 'paypal' }, '2026-11-24T10:00:00.000Z'],
    ['30 days offline', { method: 'offline' }, '2026-12-23T10:00:00.000Z'],
    [
      'the end of the term, in the company’s zone',
      { method: 'offline', termEnd: '2026-12-01' },
      '2026-11-30T23:00:00.000Z',
    ],
    [
      'the end of the term on the same day',
      { placedAt: '2026-11-23T22:30:00.000Z', termEnd: '2026-11-24' },
      '2026-11-23T23:00:00.000Z',
    ],
    [
      'the last day of the tax rate, in the seller’s zone',
      { method: 'offline', rateValidUntil: '2026-11-30' },
      '2026-11-30T16:00:00.000Z',
    ],
    ['a day more from the change to card', { methodSince: '2026-11-30T09:00:00.000Z' }, '2026-12-01T09:00:00.000Z'],
    [
      'the offline deadline, which a late change does not move',
      { methodSince: '2026-12-23T08:00:00.000Z' },
      '2026-12-23T10:00:00.000Z',
    ],
    [
      'no longer for a change to offline',
      { method: 'offline', methodSince: '2026-11-24T08:00:00.000Z' },
      '2026-12-23T10:00:00.000Z',
    ],
    [
      'the end of grace for an automatic renewal',
      { method: 'saved', termEnd: '2026-12-08' },
      '2026-12-07T23:00:00.000Z',
    ],
  ] as const)('is %s', (_, change, expected) => {
    expect(orderDeadline({ ...order, ...change })).toBe(expected);
  });

  test('refuses an automatic renewal without the end of grace', () => {
    expect(() => orderDeadline({ ...order, method: 'saved' })).toThrow(RangeError);
  });

  test('is never after any of its limits', () => {
    const day = fc.integer({ min: 24, max: 30 }).map((n) => `2026-11-${n}`);
    fc.assert(
      fc.property(fc.constantFrom('card', 'paypal', 'offline'), day, fc.option(day), (method, termEnd, rate) => {
        const limited = instantMs(orderDeadline({ ...order, method, termEnd, rateValidUntil: rate }));
        expect(limited).toBeLessThanOrEqual(instantMs(orderDeadline({ ...order, method })));
        expect(limited).toBeLessThanOrEqual(instantMs(orderDeadline({ ...order, method, termEnd })));
      })
    );
  });
});

describe('canCancel', () => {
  const nothing = { hasMoney: false, hasPendingMoney: false };

  test.each(ORDER_STATES)('in the state %s follows the rule "only before money"', (state) => {
    const may = state === 'awaiting_payment' || state === 'needs_attention';
    expect(canCancel(state, nothing).ok).toBe(may);
    expect(canCancel(state, { ...nothing, hasMoney: true })).toMatchObject({
      ok: false,
      code: may ? 'money_received' : 'wrong_state',
    });
    expect(canCancel(state, { ...nothing, hasPendingMoney: true })).toMatchObject({
      ok: false,
      code: may ? 'money_pending' : 'wrong_state',
    });
  });

  test('says what to do instead', () => {
    expect(canCancel('completed', nothing)).toMatchObject({
      message: 'An order that is completed cannot be cancelled; ask for a refund if it was paid.',
    });
  });
});

describe('waitingFor', () => {
  const facts: WaitingFacts = {
    state: 'awaiting_payment',
    method: 'card',
    step: null,
    parked: null,
    hasPendingMoney: false,
  };

  test.each([
    ['awaiting_payment', 'card', 'buyer'],
    ['awaiting_payment', 'paypal', 'buyer'],
    ['awaiting_payment', 'offline', 'account_manager'],
    ['awaiting_payment', 'saved', 'purser'],
    ['awaiting_approval', 'offline', 'finance'],
    ['fulfilling', 'card', 'purser'],
    ['refunding', 'card', 'purser'],
    ['completed', 'card', 'nobody'],
  ] as const)('in %s by %s, %s acts', (state, method, whoActs) => {
    expect(waitingFor({ ...facts, state, method }).whoActs).toBe(whoActs);
  });

  test('names the step, the reason and the person of a parked order', () => {
    const parked = { step: 'activateCapacity', reason: 'WorkplaceRefused', whoActs: 'account_manager' } as const;
    expect(waitingFor({ ...facts, state: 'needs_attention', parked })).toEqual({
      what: 'a decision: activateCapacity stopped with WorkplaceRefused',
      whoActs: 'account_manager',
    });
    expect(waitingFor({ ...facts, state: 'needs_attention' }).whoActs).toBe('ops');
  });

  test('names the running step', () => {
    expect(waitingFor({ ...facts, state: 'fulfilling', step: 'issueInvoice' }).what).toBe('the step issueInvoice');
  });

  test('waits for announced money, not for the buyer', () => {
    expect(waitingFor({ ...facts, hasPendingMoney: true })).toEqual({
      what: 'the announced payment to settle',
      whoActs: 'purser',
    });
  });

  test('has words for every state and method, and nobody acts exactly where the workflow has ended', () => {
    for (const state of ORDER_STATES) {
      for (const method of PAYMENT_METHODS) {
        const { what, whoActs } = waitingFor({ ...facts, state, method });
        expect(what).not.toBe('');
        expect(whoActs === 'nobody').toBe(isClosed(state));
      }
    }
  });
});

test('an order number is readable and grows without losing digits', () => {
  expect(orderNumber(2026, 123)).toBe('ORD-2026-000123');
  expect(orderNumber(2026, 1_234_567)).toBe('ORD-2026-1234567');
  expect(() => orderNumber(2026, 0)).toThrow(RangeError);
  expect(() => orderNumber(26, 1)).toThrow(RangeError);
});
