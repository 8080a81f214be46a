import fc from 'fast-check';
import { activationTarget, type ActivationInput } from '../../../domain/company/activation-target';
import { SERVICES } from '../../../domain/catalogue/plan';
import { quotePurchasePlan } from '../../../domain/quote/quote-purchase-plan';
import { quotePurchaseService } from '../../../domain/quote/quote-purchase-service';
import { noPlan, quoteContext, quoteOf, standardYear } from '../support/quote-context';
import { sampleCatalogue } from '../support/sample-catalogue';

const year = { cycle: 'annually', years: 1 } as const;
const expansion: ActivationInput = {
  kind: 'purchase_service',
  deltas: [{ service: 'desk', quantity: 5 }],
  quotedTerm: { from: '2026-06-01', until: '2027-06-01' },
  quotedNextTerm: null,
  quotedPlan: 'standard',
  termLength: year,
  subscription: standardYear,
  catalogue: sampleCatalogue,
  at: '2026-11-25T10:00:00.000Z',
};
const nextTermPaid = { term: { from: '2027-06-01', until: '2028-06-01' }, termLength: year };
const first: ActivationInput = {
  ...expansion,
  kind: 'purchase_plan',
  quotedTerm: { from: '2026-11-23', until: '2027-11-23' },
  subscription: noPlan,
};

describe('what an expansion activates', () => {
  test('is what the quote promised when nothing has changed', () => {
    const services = fc.subarray([...SERVICES], { minLength: 1 });
    fc.assert(
      fc.property(services, fc.integer({ min: 1, max: 10 }), (chosen, tens) => {
        const items = chosen.map((service) => ({ service, quantity: 5 * tens }));
        const quote = quoteOf(quotePurchaseService({ ...quoteContext, items }));
        const activated = activationTarget({ ...expansion, deltas: items, at: quote.createdAt });
        expect(activated).toEqual({ ok: true, target: quote.target, term: quote.term, anchorDay: quote.anchorDay });
      })
    );
  });

  test('is covered to the end of the next term when that was charged as well', () => {
    const subscription = { ...standardYear, nextTermPaid };
    const quote = quoteOf(
      quotePurchaseService({ ...quoteContext, subscription, items: [{ service: 'desk', quantity: 5 }] })
    );
    const activated = activationTarget({
      ...expansion,
      subscription,
      quotedNextTerm: nextTermPaid.term,
      at: quote.createdAt,
    });
    expect(activated).toMatchObject({ ok: true, target: { expiresOn: '2028-06-01' } });
    expect(activated).toMatchObject({ target: quote.target });
  });

  test('is the term that was paid ahead once that has begun', () => {
    const input = { ...expansion, subscription: { ...standardYear, nextTermPaid }, quotedTerm: nextTermPaid.term };
    expect(activationTarget({ ...input, at: '2027-07-01T10:00:00.000Z' })).toMatchObject({
      ok: true,
      target: { termStart: '2027-06-01', expiresOn: '2028-06-01' },
    });
  });

  test('adds to what another order has activated in between', () => {
    const capacities = { ...standardYear.capacities, desk: 100, visitor: 3 };
    expect(activationTarget({ ...expansion, subscription: { ...standardYear, capacities } })).toMatchObject({
      ok: true,
      target: { capacities: { meeting_room: 4, location: 1, desk: 105, visitor: 3 } },
    });
  });

  test.each([
    ['the term is over', { at: '2027-06-01T10:00:00.000Z' }, 'term_changed'],
    ['the term was renewed', { quotedTerm: { from: '2025-06-01', until: '2026-06-01' } }, 'term_changed'],
    ['the term began on another day', { quotedTerm: { from: '2026-05-31', until: '2027-06-01' } }, 'term_changed'],
    ['the next term was paid in between', { subscription: { ...standardYear, nextTermPaid } }, 'term_changed'],
    ['the paid next term is gone', { quotedNextTerm: nextTermPaid.term }, 'term_changed'],
    [
      'the paid next term is another one',
      {
        quotedNextTerm: { from: '2027-06-01', until: '2027-07-01' },
        subscription: { ...standardYear, nextTermPaid },
      },
      'term_changed',
    ],
    ['the plan was switched', { subscription: { ...standardYear, plan: 'pro' } }, 'plan_changed'],
    [
      'a downgrade is scheduled',
      { subscription: { ...standardYear, scheduledPlan: 'basic' } },
      'service_leaves_with_downgrade',
    ],
    [
      'the limit was reached by another order',
      { subscription: { ...standardYear, capacities: { ...standardYear.capacities, desk: 10_000 } } },
      'over_limit',
    ],
  ] as const)('is refused, for a person to decide, when %s', (_, change, code) => {
    expect(activationTarget({ ...expansion, ...change })).toEqual({ ok: false, code });
  });
});

describe('what a first purchase activates', () => {
  test('is what the quote promised when it is paid on the same day', () => {
    const items = [{ service: 'desk', quantity: 5 }] as const;
    const input = { ...quoteContext, subscription: noPlan, plan: 'standard', ...year, items };
    const quote = quoteOf(quotePurchasePlan(input));
    expect(activationTarget({ ...first, at: quote.createdAt })).toEqual({
      ok: true,
      target: quote.target,
      term: quote.term,
      anchorDay: quote.anchorDay,
    });
  });

  test('is a term that starts when the money has come', () => {
    expect(activationTarget({ ...first, at: '2026-12-20T10:00:00.000Z' })).toMatchObject({
      term: { from: '2026-12-20', until: '2027-12-20' },
      anchorDay: 20,
    });
  });

  test('replaces a trial and its capacities', () => {
    expect(activationTarget({ ...first, subscription: { ...standardYear, trial: true } })).toMatchObject({
      ok: true,
      target: { trial: false, capacities: { meeting_room: 0, location: 0, desk: 5, visitor: 0 } },
    });
  });

  test('is refused when a plan has begun to run in between', () => {
    expect(activationTarget({ ...first, subscription: standardYear })).toEqual({ ok: false, code: 'plan_running' });
  });
});
