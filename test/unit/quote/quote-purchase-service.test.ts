import { money } from '../../../domain/money/money';
import type { PurchaseServiceInput } from '../../../domain/quote/quote-input';
import { quotePurchaseService } from '../../../domain/quote/quote-purchase-service';
import type { SubscriptionSnapshot } from '../../../domain/subscription/subscription-snapshot';
import { noPlan, problemCodes, quoteContext, quoteOf, standardYear } from '../support/quote-context';

function ask(items: PurchaseServiceInput['items'], change: Partial<PurchaseServiceInput> = {}): PurchaseServiceInput {
  return { ...quoteContext, items, ...change };
}

function withSubscription(change: Partial<SubscriptionSnapshot>): Partial<PurchaseServiceInput> {
  return { subscription: { ...standardYear, ...change } };
}

const fiveDesks = [{ service: 'desk', quantity: 5 }];
const nextYear = {
  term: { from: '2027-06-01', until: '2028-06-01' },
  termLength: { cycle: 'annually', years: 1 },
} as const;

describe('a quote for more capacity', () => {
  test('charges the days that are left, today included, with the tier’s discount and one rounding', () => {
    const quote = quoteOf(quotePurchaseService(ask(fiveDesks)));
    expect(quote.lines).toEqual([
      {
        lineNo: 1,
        item: { type: 'service', service: 'desk' },
        quantity: 5,
        resultingTotal: 25,
        listUnit: money(2_500, 'USD'),
        discountBasisPoints: 1_000,
        daysCharged: 190,
        daysInTerm: 365,
        period: { from: '2026-11-23', until: '2027-06-01' },
        list: money(6_507, 'USD'),
        discount: money(651, 'USD'),
        net: money(5_856, 'USD'),
      },
    ]);
    expect(quote.totals).toEqual({ net: money(5_856, 'USD'), tax: money(1_113, 'USD'), gross: money(6_969, 'USD') });
  });

  test('ends with the plan and tells Workplace the whole target', () => {
    expect(quoteOf(quotePurchaseService(ask(fiveDesks)))).toMatchObject({
      kind: 'purchase_service',
      sellerId: 'seller-eu',
      termLength: { cycle: 'annually', years: 1 },
      term: { from: '2026-06-01', until: '2027-06-01' },
      anchorDay: 1,
      subscriptionVersion: 7,
      quotedOn: '2026-11-23',
      priceBookVersion: 'sample-2026-usd',
      createdAt: '2026-11-23T10:00:00.000Z',
      expiresAt: '2026-11-23T10:30:00.000Z',
      target: {
        plan: 'standard',
        cycle: 'annually',
        years: 1,
        termStart: '2026-06-01',
        expiresOn: '2027-06-01',
        trial: false,
        capacities: { meeting_room: 4, location: 1, desk: 25, visitor: 0 },
      },
    });
  });

  test('holds several services, one line each', () => {
    const items = [...fiveDesks, { service: 'meeting_room', quantity: 1 }, { service: 'visitor', quantity: 2 }];
    const quote = quoteOf(quotePurchaseService(ask(items)));
    expect(quote.lines.map((line) => [line.lineNo, line.item, line.resultingTotal])).toEqual([
      [1, { type: 'service', service: 'desk' }, 25],
      [2, { type: 'service', service: 'meeting_room' }, 5],
      [3, { type: 'service', service: 'visitor' }, 2],
    ]);
    expect(quote.target.capacities).toEqual({ meeting_room: 5, location: 1, desk: 25, visitor: 2 });
  });

  test('counts today in the company’s zone', () => {
    const at = '2026-11-23T23:30:00.000Z';
    expect(quoteOf(quotePurchaseService(ask(fiveDesks, { at }))).lines[0]?.daysCharged).toBe(189);
    const inAmerica = { at, ...withSubscription({ timeZone: 'America/St_Johns' }) };
    expect(quoteOf(quotePurchaseService(ask(fiveDesks, inAmerica))).lines[0]?.daysCharged).toBe(190);
  });

  test('charges the whole term on its first day and one day on its last', () => {
    const first = quoteOf(quotePurchaseService(ask(fiveDesks, { at: '2026-06-01T10:00:00.000Z' })));
    expect(first.lines[0]).toMatchObject({ daysCharged: 365, list: money(12_500, 'USD'), net: money(11_250, 'USD') });
    const last = quoteOf(quotePurchaseService(ask(fiveDesks, { at: '2027-05-31T10:00:00.000Z' })));
    expect(last.lines[0]).toMatchObject({ daysCharged: 1, daysInTerm: 365 });
  });

  test('charges no more than the term when that has not begun yet', () => {
    const early = quoteOf(quotePurchaseService(ask(fiveDesks, { at: '2026-05-20T10:00:00.000Z' })));
    expect(early.lines[0]).toMatchObject({ daysCharged: 365, period: { from: '2026-06-01', until: '2027-06-01' } });
  });

  test('takes the prices of the quote’s day, not of the term’s start', () => {
    const quote = quoteOf(quotePurchaseService(ask(fiveDesks, { at: '2027-01-01T10:00:00.000Z' })));
    expect(quote.priceBookVersion).toBe('sample-2027-usd');
  });

  test('keeps the currency of the running term', () => {
    const quote = quoteOf(quotePurchaseService(ask(fiveDesks, { currency: 'CNY' })));
    expect(quote.currency).toBe('USD');
    const taken = quoteOf(
      quotePurchaseService(ask(fiveDesks, { currency: 'EUR', ...withSubscription({ currency: null }) }))
    );
    expect(taken.currency).toBe('EUR');
  });

  test('adds the whole next term as a second line where that is paid already', () => {
    const quote = quoteOf(quotePurchaseService(ask(fiveDesks, withSubscription({ nextTermPaid: nextYear }))));
    expect(
      quote.lines.map(({ lineNo, daysCharged, daysInTerm, period, net, resultingTotal }) => {
        return [lineNo, daysCharged, daysInTerm, period.from, net.amountMinor, resultingTotal];
      })
    ).toEqual([
      [1, 190, 365, '2026-11-23', 5_856, 25],
      [2, 366, 366, '2027-06-01', 11_250, 25],
    ]);
    expect(quote.totals.net).toEqual(money(17_106, 'USD'));
    expect(quote.target).toMatchObject({ termStart: '2026-06-01', expiresOn: '2028-06-01' });
  });

  test('runs in the paid next term once the first is over, charged once', () => {
    const change = { at: '2027-06-01T10:00:00.000Z', ...withSubscription({ nextTermPaid: nextYear }) };
    const quote = quoteOf(quotePurchaseService(ask(fiveDesks, change)));
    expect(quote.lines).toHaveLength(1);
    expect(quote.term).toEqual(nextYear.term);
  });

  test('ends with the term when that is nearer than its own half hour', () => {
    const quote = quoteOf(quotePurchaseService(ask(fiveDesks, { at: '2027-05-31T21:45:00.000Z' })));
    expect(quote.expiresAt).toBe('2027-05-31T22:00:00.000Z');
  });

  test('uses a partner’s own price in place of the tier', () => {
    const birch = {
      partner: { partnerCode: 'partner-birch', tier: 'gold' },
      currency: 'CNY',
      ...withSubscription({ currency: 'CNY' }),
    } as const;
    expect(quoteOf(quotePurchaseService(ask(fiveDesks, birch))).lines[0]).toMatchObject({
      listUnit: money(13_800, 'CNY'),
      discountBasisPoints: 0,
      discount: money(0, 'CNY'),
    });
  });
});

describe('a quote for more capacity is refused', () => {
  test.each([
    ['nothing', [], 'items items_empty'],
    ['an unknown service', [{ service: 'parking', quantity: 1 }], 'items[0].service service_unknown'],
    ['a name of the language', [{ service: 'constructor', quantity: 1 }], 'items[0].service service_unknown'],
    ['zero', [{ service: 'desk', quantity: 0 }], 'items[0].quantity quantity_not_positive'],
    ['minus one', [{ service: 'desk', quantity: -1 }], 'items[0].quantity quantity_not_positive'],
    ['a fraction', [{ service: 'desk', quantity: 1.5 }], 'items[0].quantity quantity_not_whole'],
    ['no number', [{ service: 'desk', quantity: Number.NaN }], 'items[0].quantity quantity_not_whole'],
    ['beyond the safe integers', [{ service: 'desk', quantity: 2 ** 60 }], 'items[0].quantity quantity_not_whole'],
    ['a thousand million', [{ service: 'desk', quantity: 1e9 }], 'items[0].quantity quantity_over_limit'],
    ['less than the smallest', [{ service: 'desk', quantity: 4 }], 'items[0].quantity quantity_too_small'],
    ['a wrong step', [{ service: 'desk', quantity: 7 }], 'items[0].quantity quantity_wrong_step'],
    ['one step too many in total', [{ service: 'desk', quantity: 9_985 }], 'items[0].quantity quantity_over_limit'],
  ])('for %s', (_, items, expected) => {
    expect(problemCodes(quotePurchaseService(ask(items)))).toEqual([expected]);
  });

  test('not for the last step that fits', () => {
    expect(problemCodes(quotePurchaseService(ask([{ service: 'desk', quantity: 9_980 }])))).toEqual([]);
  });

  test('for a service twice, under the second', () => {
    expect(problemCodes(quotePurchaseService(ask([...fiveDesks, ...fiveDesks])))).toEqual([
      'items[1].service service_duplicate',
    ]);
  });

  test('for every wrong line at once', () => {
    const items = [{ service: 'parking', quantity: 1 }, ...fiveDesks, { service: 'visitor', quantity: 0 }];
    expect(problemCodes(quotePurchaseService(ask(items)))).toEqual([
      'items[0].service service_unknown',
      'items[2].quantity quantity_not_positive',
    ]);
  });

  test('for a service that the plan lacks, or the plan that is scheduled', () => {
    expect(problemCodes(quotePurchaseService(ask(fiveDesks, withSubscription({ plan: 'basic' }))))).toEqual([
      'items[0].service service_not_in_plan',
    ]);
    expect(problemCodes(quotePurchaseService(ask(fiveDesks, withSubscription({ scheduledPlan: 'basic' }))))).toEqual([
      'items[0].service service_not_in_scheduled_plan',
    ]);
    const rooms = [{ service: 'meeting_room', quantity: 1 }];
    expect(problemCodes(quotePurchaseService(ask(rooms, withSubscription({ scheduledPlan: 'basic' }))))).toEqual([]);
  });

  test.each([
    ['without a plan', noPlan, 'no_active_plan'],
    ['on trial', { ...standardYear, trial: true }, 'on_trial'],
    ['with a plan and no term', { ...standardYear, term: null }, 'no_active_plan'],
    [
      'whose plan ended yesterday',
      { ...standardYear, term: { from: '2025-11-23', until: '2026-11-23' } },
      'plan_expired',
    ],
  ])('for a company %s', (_, subscription, code) => {
    expect(problemCodes(quotePurchaseService(ask(fiveDesks, { subscription })))).toEqual([`companyId ${code}`]);
  });

  test('where the book has no price, the tier is unknown or the term length is not sold', () => {
    const missing = ['items[0].service price_missing'];
    const noBook = { catalogue: { ...quoteContext.catalogue, priceBooks: [] } };
    const noTier = { partner: { partnerCode: 'partner-aurora', tier: 'platinum' } };
    expect(problemCodes(quotePurchaseService(ask(fiveDesks, noBook)))).toEqual(missing);
    expect(problemCodes(quotePurchaseService(ask(fiveDesks, noTier)))).toEqual(missing);
    expect(problemCodes(quotePurchaseService(ask(fiveDesks, withSubscription({ years: 9 }))))).toEqual(missing);
  });

  test('where the tax refuses the sale', () => {
    const billing = { ...quoteContext.billing, country: 'PL' };
    expect(problemCodes(quotePurchaseService(ask(fiveDesks, { billing })))).toEqual([
      'billing.taxNumber tax_number_required',
    ]);
  });
});
