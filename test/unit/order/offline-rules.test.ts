import fc from 'fast-check';
import { deadlineAfterPause } from '../../../domain/order/deadline-after-pause';
import { orderDeadline, type OrderDeadlineInput } from '../../../domain/order/order-deadline';
import { piKey } from '../../../domain/order/pi-key';
import { piProblem } from '../../../domain/order/pi-problem';
import { prolongProblem, type Prolongation } from '../../../domain/order/prolong-problem';
import { shortfallProblem } from '../../../domain/order/shortfall-problem';
import { methodProblem, type MethodChosen } from '../../../domain/payment/method-problem';
import { DEFAULT_POLICIES } from '../../../domain/policies/policies';
import { addMs, instantMs, MS_PER_DAY } from '../../../domain/time/calendar';
import { sampleCatalogue } from '../support/sample-catalogue';

const usd = (amountMinor: number) => ({ amountMinor, currency: 'USD' as const });

describe('a deadline that stood still', () => {
  const paused = {
    deadlineAt: '2026-12-01T10:00:00.000Z',
    pausedSince: '2026-11-20T10:00:00.000Z',
    at: '2026-11-23T16:00:00.000Z',
    limit: null,
    graceMs: 3 * MS_PER_DAY,
  };
  const late = { ...paused, pausedSince: '2026-12-11T10:00:00.000Z', at: '2026-12-13T10:00:00.000Z' };

  test('is later by the time it stood still', () => {
    expect(deadlineAfterPause(paused)).toBe('2026-12-04T16:00:00.000Z');
  });

  test('ends with the price', () => {
    expect(deadlineAfterPause({ ...paused, limit: '2026-12-02T00:00:00.000Z' })).toBe('2026-12-02T00:00:00.000Z');
  });

  test('leaves time to pay where it had passed before it stood still', () => {
    expect(deadlineAfterPause(late)).toBe('2026-12-16T10:00:00.000Z');
  });

  test('leaves less time where the price ends sooner, and none where it has ended', () => {
    expect(deadlineAfterPause({ ...late, limit: '2026-12-14T00:00:00.000Z' })).toBe('2026-12-14T00:00:00.000Z');
    expect(deadlineAfterPause({ ...late, limit: '2026-12-12T00:00:00.000Z' })).toBe('2026-12-12T00:00:00.000Z');
  });

  test('is never earlier than before, nor sooner than the grace within the price', () => {
    const ms = fc.integer({ min: -5 * MS_PER_DAY, max: 60 * MS_PER_DAY });
    fc.assert(
      fc.property(ms, fc.nat(60 * MS_PER_DAY), (pauseMs, room) => {
        const limit = addMs(paused.deadlineAt, room);
        const at = addMs(paused.pausedSince, pauseMs);
        const later = deadlineAfterPause({ ...paused, at, limit });
        const grace = Math.min(instantMs(limit), instantMs(at) + paused.graceMs);
        expect(instantMs(later)).toBeGreaterThanOrEqual(Math.max(instantMs(paused.deadlineAt), grace));
        expect(instantMs(later)).toBeLessThanOrEqual(instantMs(limit));
      })
    );
  });
});

describe('a change of method on an order whose offline deadline was moved', () => {
  const order: OrderDeadlineInput = {
    method: 'card',
    placedAt: '2026-11-01T10:00:00.000Z',
    methodSince: '2026-12-20T10:00:00.000Z',
    offlineUntil: '2026-12-25T10:00:00.000Z',
    termEnd: null,
    companyTimeZone: 'UTC',
    rateValidUntil: null,
    sellerTimeZone: 'UTC',
    policies: DEFAULT_POLICIES,
  };

  test('to card gives a day more, within where the deadline was moved to', () => {
    expect(orderDeadline(order)).toBe('2026-12-21T10:00:00.000Z');
    const late = { ...order, methodSince: '2026-12-25T09:00:00.000Z' };
    expect(orderDeadline(late)).toBe('2026-12-25T10:00:00.000Z');
  });

  test('back to offline has the moved deadline again', () => {
    expect(orderDeadline({ ...order, method: 'offline' })).toBe('2026-12-25T10:00:00.000Z');
  });

  test('never goes past the end of the price', () => {
    expect(orderDeadline({ ...order, method: 'offline', termEnd: '2026-12-22' })).toBe('2026-12-22T00:00:00.000Z');
  });
});

describe('prolonging', () => {
  const wish: Prolongation = {
    until: '2026-12-20T10:00:00.000Z',
    deadlineAt: '2026-12-01T10:00:00.000Z',
    prolongedCount: 0,
    isPartPaid: false,
    limit: '2027-01-31T00:00:00.000Z',
    at: '2026-11-26T10:00:00.000Z',
    policies: DEFAULT_POLICIES,
  };

  test.each([
    ['30 days', { until: '2026-12-31T10:00:00.000Z' }, null],
    ['more than 30 days', { until: '2026-12-31T10:00:00.001Z' }, 'prolonged_too_far'],
    ['a second time', { prolongedCount: 1 }, 'prolonged_before'],
    ['to the end of the price', { limit: '2026-12-20T10:00:00.000Z' }, null],
    ['past the end of the price', { limit: '2026-12-20T09:59:59.999Z' }, 'prolonged_beyond_limit'],
    ['without an end of the price', { limit: null }, null],
    ['to the deadline it has', { until: '2026-12-01T10:00:00.000Z' }, 'prolonged_beyond_limit'],
    ['into the past', { until: '2026-11-26T10:00:00.000Z', isPartPaid: true }, 'prolonged_beyond_limit'],
    ['a part-paid order again', { isPartPaid: true, prolongedCount: 3, at: '2026-12-10T10:00:00.000Z' }, null],
    [
      'a part-paid order, counted from when somebody looks at it',
      { isPartPaid: true, at: '2026-12-10T10:00:00.000Z', until: '2027-01-09T10:00:00.000Z' },
      null,
    ],
    [
      'a part-paid order too far',
      { isPartPaid: true, at: '2026-12-10T10:00:00.000Z', until: '2027-01-09T10:00:00.001Z' },
      'prolonged_too_far',
    ],
  ] as const)('%s', (_, change, problem) => {
    expect(prolongProblem({ ...wish, ...change })).toBe(problem);
  });
});

describe('closing a shortfall', () => {
  test.each([
    ['within the tolerance', { receivedMinor: 9_000 }, null],
    ['at the tolerance', { receivedMinor: 7_000 }, null],
    ['above the tolerance', { receivedMinor: 6_999 }, 'shortfall_too_large'],
    ['of an order without any receipt', { receivedMinor: 0, total: usd(2_000) }, 'shortfall_none'],
    ['of a paid order', { receivedMinor: 10_000 }, 'shortfall_none'],
    ['closed before', { receivedMinor: 9_000, shortfallMinor: 1_000 }, 'shortfall_none'],
  ] as const)('%s', (_, change, problem) => {
    expect(shortfallProblem({ total: usd(10_000), shortfallMinor: 0, ...change }, DEFAULT_POLICIES)).toBe(problem);
  });
});

describe('a proforma number', () => {
  test('is the same however it is typed', () => {
    for (const typed of ['PI-2026-7', 'pi 2026 7', ' pi\u20132026\u00a07 ', 'ＰＩ２０２６７']) {
      expect(piKey(typed)).toBe('PI20267');
    }
    expect(piKey('PI-2026-8')).not.toBe(piKey('PI-2026-7'));
  });

  test('of nothing but spaces and dashes is none', () => {
    expect(piKey(' - – ')).toBeNull();
  });

  test.each([
    ['fits on its last day', {}, null],
    ['was made for another amount', { total: usd(10_001) }, 'pi_differs'],
    ['was made for another currency', { total: { amountMinor: 10_000, currency: 'CNY' as const } }, 'pi_differs'],
    ['is past its last day', { today: '2026-12-01' }, 'pi_expired'],
  ])('%s', (_, change, problem) => {
    const pi = { piId: 'pi', amount: usd(10_000), validUntil: '2026-11-30' };
    expect(piProblem(pi, { total: usd(10_000), today: '2026-11-30', ...change })).toBe(problem);
  });
});

describe('a method', () => {
  const card: MethodChosen = { method: 'card', autoRenew: 'keep', consent: null };
  const context = {
    sellerId: 'seller-eu',
    total: usd(10_000),
    catalogue: sampleCatalogue,
    payableMethods: ['card', 'offline', 'none'],
  } as const;

  test.each([
    ['that is offered', {}, {}, null],
    ['that is not built', { method: 'paypal' }, {}, 'method_not_offered'],
    ['that takes no such amount', {}, { total: usd(1) }, 'method_not_offered'],
    ['none for a total above zero', { method: 'none' }, {}, 'method_not_offered'],
    ['none for a total of zero', { method: 'none' }, { total: usd(0) }, null],
    ['other than none for a total of zero', { method: 'offline' }, { total: usd(0) }, 'method_not_offered'],
    ['that enables Auto Renew without consent', { autoRenew: 'enable' }, {}, 'auto_renew_not_possible'],
    ['that enables Auto Renew', { autoRenew: 'enable', consent: {} }, {}, null],
    [
      'that cannot be charged again, with Auto Renew',
      { method: 'offline', autoRenew: 'enable', consent: {} },
      {},
      'auto_renew_not_possible',
    ],
    ['offline that disables it', { method: 'offline', autoRenew: 'disable' }, {}, null],
  ] as const)('%s', (_, chosen, change, problem) => {
    expect(methodProblem({ ...card, ...chosen }, { ...context, ...change })).toBe(problem);
  });
});
