import { money } from '../../../domain/money/money';
import type { PurchasePlanInput } from '../../../domain/quote/quote-input';
import { quotePurchasePlan } from '../../../domain/quote/quote-purchase-plan';
import { noPlan, problemCodes, quoteContext, quoteOf, standardYear } from '../support/quote-context';

function ask(change: Partial<PurchasePlanInput> = {}): PurchasePlanInput {
  const choice = { plan: 'standard', cycle: 'annually', years: 1, items: [{ service: 'desk', quantity: 10 }] };
  return { ...quoteContext, subscription: noPlan, ...choice, ...change };
}

describe('a quote for a plan', () => {
  test('charges plan and services for a whole term from today', () => {
    const quote = quoteOf(quotePurchasePlan(ask()));
    expect(quote).toMatchObject({
      kind: 'purchase_plan',
      currency: 'USD',
      termLength: { cycle: 'annually', years: 1 },
      term: { from: '2026-11-23', until: '2027-11-23' },
      anchorDay: 23,
      subscriptionVersion: 0,
      target: {
        plan: 'standard',
        cycle: 'annually',
        years: 1,
        termStart: '2026-11-23',
        expiresOn: '2027-11-23',
        trial: false,
        capacities: { meeting_room: 0, location: 0, desk: 10, visitor: 0 },
      },
    });
    expect(
      quote.lines.map(({ item, quantity, daysCharged, daysInTerm, list, net }) => {
        return [item.type, quantity, daysCharged, daysInTerm, list.amountMinor, net.amountMinor];
      })
    ).toEqual([
      ['plan', 1, 365, 365, 99_000, 89_100],
      ['service', 10, 365, 365, 25_000, 22_500],
    ]);
    expect(quote.totals).toEqual({
      net: money(111_600, 'USD'),
      tax: money(21_204, 'USD'),
      gross: money(132_804, 'USD'),
    });
  });

  test('of a month ends on the month’s last day where that is shorter, and keeps the anchor', () => {
    const quote = quoteOf(quotePurchasePlan(ask({ cycle: 'monthly', years: null, at: '2027-01-31T10:00:00.000Z' })));
    expect(quote).toMatchObject({ term: { from: '2027-01-31', until: '2027-02-28' }, anchorDay: 31 });
    expect(quote.lines[0]).toMatchObject({ daysCharged: 28, daysInTerm: 28 });
  });

  test('may be for the plan alone', () => {
    const quote = quoteOf(quotePurchasePlan(ask({ plan: 'basic', items: [] })));
    expect(quote.lines).toHaveLength(1);
  });

  test('ends a trial by an ordinary purchase with a new term, and carries nothing of it over', () => {
    const trial = { ...standardYear, trial: true, version: 3 };
    expect(quoteOf(quotePurchasePlan(ask({ subscription: trial })))).toMatchObject({
      kind: 'purchase_plan',
      subscriptionVersion: 3,
      term: { from: '2026-11-23', until: '2027-11-23' },
      target: { trial: false, capacities: { meeting_room: 0, location: 0, desk: 10, visitor: 0 } },
    });
  });

  test('wins a company back after its days of grace', () => {
    const lapsed = { ...standardYear, term: { from: '2025-11-16', until: '2026-11-16' } };
    expect(quoteOf(quotePurchasePlan(ask({ subscription: lapsed }))).kind).toBe('purchase_plan');
  });

  test('uses the partner’s currency, not that of a term long over', () => {
    expect(
      quoteOf(quotePurchasePlan(ask({ currency: 'EUR', subscription: { ...noPlan, currency: 'USD' } }))).currency
    ).toBe('EUR');
  });
});

describe('a quote for a plan is refused', () => {
  test.each([
    ['for a plan that does not exist', { plan: 'gold' }, 'plan plan_unknown'],
    ['for a cycle that does not exist', { cycle: 'weekly' }, 'cycle cycle_unknown'],
    ['for no years', { years: null }, 'years years_wrong'],
    ['for zero years', { years: 0 }, 'years years_wrong'],
    ['for six years', { years: 6 }, 'years years_wrong'],
    ['for half a year', { years: 0.5 }, 'years years_wrong'],
    ['for a month with years', { cycle: 'monthly', years: 1 }, 'years years_wrong'],
    ['for a service that the plan lacks', { plan: 'basic' }, 'items[0].service service_not_in_plan'],
    ['while a plan runs', { subscription: standardYear }, 'companyId plan_active'],
    [
      'in the days of grace',
      { subscription: { ...standardYear, term: { from: '2025-11-17', until: '2026-11-17' } } },
      'companyId renewal_only',
    ],
    [
      'while a paid term is still to come',
      {
        subscription: {
          ...standardYear,
          term: { from: '2025-11-01', until: '2026-11-01' },
          nextTermPaid: {
            term: { from: '2026-11-01', until: '2027-11-01' },
            termLength: { cycle: 'annually', years: 1 },
          },
        },
      },
      'companyId plan_active',
    ],
  ] as const)('%s', (_, change, expected) => {
    expect(problemCodes(quotePurchasePlan(ask(change)))).toEqual([expected]);
  });

  test('with everything that is wrong at once', () => {
    const change = { plan: 'gold', cycle: 'weekly', items: [{ service: 'desk', quantity: 0 }] };
    expect(problemCodes(quotePurchasePlan(ask(change)))).toEqual([
      'plan plan_unknown',
      'cycle cycle_unknown',
      'items[0].quantity quantity_not_positive',
    ]);
  });

  test('under the plan and each service that has no price', () => {
    const catalogue = { ...quoteContext.catalogue, priceBooks: [] };
    expect(problemCodes(quotePurchasePlan(ask({ catalogue })))).toEqual([
      'plan price_missing',
      'items[0].service price_missing',
    ]);
  });
});
