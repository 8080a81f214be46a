import fc from 'fast-check';
import type { Catalogue } from '../../../domain/catalogue/catalogue';
import { SERVICES, type Service } from '../../../domain/catalogue/plan';
import { LOCALES } from '../../../domain/billing/billing-data';
import { describeLine } from '../../../domain/quote/describe-line';
import type { PurchaseServiceInput, QuoteDraft } from '../../../domain/quote/quote-input';
import { quotePurchasePlan } from '../../../domain/quote/quote-purchase-plan';
import { quotePurchaseService } from '../../../domain/quote/quote-purchase-service';
import { anchorDayOf, nextTerm, termFor } from '../../../domain/subscription/term';
import { addDays, daysBetween } from '../../../domain/time/add-months';
import { addMs } from '../../../domain/time/calendar';
import { startOfDayInstant } from '../../../domain/time/time-zone';
import { anyDay, anyTimeZone } from '../support/arbitraries';
import { noPlan, quoteContext, quoteOf, standardYear } from '../support/quote-context';

/** Any price, any number of units, and one tax rate that never ends. */
function catalogueWith(priceMinor: number, discountBasisPoints: number, rateBasisPoints: number): Catalogue {
  const prices = { month: priceMinor, year1: priceMinor, year2: priceMinor, year3: priceMinor, year4: priceMinor };
  const rule = { min: 1, max: 100_000, step: 1 };
  return {
    ...quoteContext.catalogue,
    quantityRules: { meeting_room: rule, location: rule, desk: rule, visitor: rule },
    priceBooks: [
      {
        version: 'any',
        currency: 'USD',
        effectiveFrom: '2000-01-01',
        prices: {
          'plan:standard': prices,
          'service:meeting_room': prices,
          'service:location': prices,
          'service:desk': prices,
          'service:visitor': prices,
        },
      },
    ],
    tiers: [{ tier: 'any', discountBasisPoints }],
    taxRates: [{ country: 'DE', kind: 'standard', rateBasisPoints, validFrom: '2000-01-01', validUntil: null }],
  };
}

const anyLength = fc.constantFrom(
  { cycle: 'monthly', years: null } as const,
  { cycle: 'annually', years: 1 } as const,
  { cycle: 'annually', years: 4 } as const
);
const anyQuantity = fc.integer({ min: 1, max: 40_000 });

/** Any company in any zone, some way into a term of any length, with any price, discount and tax rate. */
const anyInput: fc.Arbitrary<PurchaseServiceInput> = fc
  .record({
    start: anyDay,
    length: anyLength,
    progress: fc.nat({ max: 10_000 }),
    timeZone: anyTimeZone,
    price: fc.integer({ min: 0, max: 1_000_000_000 }),
    discount: fc.integer({ min: 0, max: 10_000 }),
    rate: fc.integer({ min: 1, max: 2_700 }),
    services: fc.subarray([...SERVICES], { minLength: 1 }),
    quantities: fc.tuple(anyQuantity, anyQuantity, anyQuantity, anyQuantity),
    isNextPaid: fc.boolean(),
  })
  .map((any) => {
    const term = termFor(any.length, any.start);
    const today = addDays(any.start, any.progress % daysBetween(term.from, term.until));
    const next = { term: nextTerm(term, any.length, anchorDayOf(any.start)), termLength: any.length };
    return {
      ...quoteContext,
      catalogue: catalogueWith(any.price, any.discount, any.rate),
      partner: { partnerCode: 'any', tier: 'any' },
      at: startOfDayInstant(today, any.timeZone),
      subscription: {
        ...standardYear,
        ...any.length,
        term,
        timeZone: any.timeZone,
        capacities: noPlan.capacities,
        nextTermPaid: any.isNextPaid ? next : null,
      },
      items: any.services.map((service, index) => ({ service, quantity: any.quantities[index] ?? 1 })),
    };
  });

const sum = (amounts: readonly number[]): number => amounts.reduce((total, amount) => total + amount, 0);

function assertAddsUp(quote: QuoteDraft): void {
  for (const line of quote.lines) {
    expect(line.list.amountMinor - line.discount.amountMinor).toBe(line.net.amountMinor);
    for (const part of [line.list, line.discount, line.net]) expect(part.amountMinor).toBeGreaterThanOrEqual(0);
    expect(line.daysCharged).toBe(daysBetween(line.period.from, line.period.until));
    expect(line.daysCharged).toBeGreaterThanOrEqual(1);
    expect(line.daysCharged).toBeLessThanOrEqual(line.daysInTerm);
  }
  const { net, tax, gross } = quote.totals;
  expect(net.amountMinor).toBe(sum(quote.lines.map((line) => line.net.amountMinor)));
  expect(net.amountMinor).toBe(sum(quote.taxLines.map((line) => line.base.amountMinor)));
  expect(tax.amountMinor).toBe(sum(quote.taxLines.map((line) => line.tax.amountMinor)));
  expect(gross.amountMinor).toBe(net.amountMinor + tax.amountMinor);
}

describe('every quote', () => {
  test('adds up: lines to net, tax lines to tax, both to gross, and no cent is negative', () => {
    fc.assert(
      fc.property(anyInput, (input) => assertAddsUp(quoteOf(quotePurchaseService(input)))),
      { numRuns: 300 }
    );
  });

  test('for a plan adds up and charges whole terms', () => {
    fc.assert(
      fc.property(anyInput, anyLength, (input, length) => {
        const quote = quoteOf(quotePurchasePlan({ ...input, ...length, subscription: noPlan, plan: 'standard' }));
        assertAddsUp(quote);
        for (const line of quote.lines) expect(line.daysCharged).toBe(line.daysInTerm);
      }),
      { numRuns: 200 }
    );
  });

  test('is within half a unit of the exact price, line by line', () => {
    fc.assert(
      fc.property(anyInput, (input) => {
        for (const line of quoteOf(quotePurchaseService(input)).lines) {
          const exact =
            BigInt(line.listUnit.amountMinor) *
            BigInt(line.quantity * line.daysCharged) *
            BigInt(10_000 - line.discountBasisPoints);
          const whole = BigInt(line.daysInTerm) * 10_000n;
          const off = 2n * (BigInt(line.net.amountMinor) * whole - exact);
          expect(off <= whole && off > -whole).toBe(true);
        }
      }),
      { numRuns: 300 }
    );
  });

  test('is the same at any time of the day: what is quoted is what is charged', () => {
    fc.assert(
      fc.property(anyInput, fc.nat({ max: 22 * 3_600_000 }), (input, laterMs) => {
        const { createdAt, expiresAt, ...first } = quoteOf(quotePurchaseService(input));
        const later = quoteOf(quotePurchaseService({ ...input, at: addMs(input.at, laterMs) }));
        expect(later).toEqual({ ...first, createdAt: later.createdAt, expiresAt: later.expiresAt });
        expect(createdAt <= expiresAt).toBe(true);
      }),
      { numRuns: 100 }
    );
  });

  test('survives JSON, so that it can cross every border', () => {
    fc.assert(
      fc.property(anyInput, (input) => {
        const quote = quoteOf(quotePurchaseService(input));
        expect(JSON.parse(JSON.stringify(quote))).toEqual(quote);
      }),
      { numRuns: 50 }
    );
  });

  test('is never dearer a day later', () => {
    fc.assert(
      fc.property(anyInput, (input) => {
        const { timeZone, term } = input.subscription;
        const today = quoteOf(quotePurchaseService(input));
        const tomorrow = addDays(today.quotedOn, 1);
        fc.pre(term !== null && tomorrow < term.until);
        const later = quoteOf(quotePurchaseService({ ...input, at: startOfDayInstant(tomorrow, timeZone) }));
        expect(later.totals.gross.amountMinor).toBeLessThanOrEqual(today.totals.gross.amountMinor);
      }),
      { numRuns: 100 }
    );
  });
});

describe('two orders on one day', () => {
  const split = (input: PurchaseServiceInput, shares: readonly number[]): [QuoteDraft, QuoteDraft, QuoteDraft] => {
    const whole = input.items.map(({ service, quantity }) => ({ service, quantity: quantity + 1 }));
    const first = whole.map(({ service, quantity }, n) => ({
      service,
      quantity: 1 + ((shares[n] ?? 0) % (quantity - 1)),
    }));
    const second = whole.map(({ service, quantity }, n) => ({
      service,
      quantity: quantity - (first[n]?.quantity ?? 0),
    }));
    const [a, b, c] = [whole, first, second].map((items) => quoteOf(quotePurchaseService({ ...input, items })));
    if (a === undefined || b === undefined || c === undefined) throw new Error('three quotes are made');
    return [a, b, c];
  };
  const shares = fc.array(fc.nat(), { minLength: 4, maxLength: 4 });

  test('differ from one by at most one minor unit per line', () => {
    fc.assert(
      fc.property(anyInput, shares, (input, share) => {
        const [whole, first, second] = split(input, share);
        whole.lines.forEach((line, n) => {
          const parts = (first.lines[n]?.net.amountMinor ?? 0) + (second.lines[n]?.net.amountMinor ?? 0);
          expect(Math.abs(parts - line.net.amountMinor)).toBeLessThanOrEqual(1);
        });
      }),
      { numRuns: 300 }
    );
  });

  test('of one line differ by at most one minor unit in the tax of each rate', () => {
    fc.assert(
      fc.property(anyInput, shares, (input, share) => {
        const oneLine = {
          ...input,
          items: input.items.slice(0, 1),
          subscription: { ...input.subscription, nextTermPaid: null },
        };
        const [whole, first, second] = split(oneLine, share);
        const parts = first.totals.tax.amountMinor + second.totals.tax.amountMinor;
        expect(Math.abs(parts - whole.totals.tax.amountMinor)).toBeLessThanOrEqual(1);
      }),
      { numRuns: 300 }
    );
  });
});

describe('the arithmetic in words', () => {
  const minor = (text: string): number => Number(text.replace(/[,.]/g, ''));

  test('reads like this', () => {
    const [line] = quoteOf(quotePurchaseService({ ...quoteContext, items: [{ service: 'desk', quantity: 5 }] })).lines;
    if (line === undefined) throw new Error('one line is quoted');
    expect(describeLine(line, 'en')).toBe(
      'Desk, 2026-11-23 to 2027-05-31: 5 × USD 25.00 × 190 of 365 days = USD 65.07, less 10 % discount USD 6.51 = USD 58.56'
    );
    expect(describeLine(line, 'zh')).toBe(
      '工位，2026-11-23 至 2027-05-31：5 × 美元 25.00 × 190/365 天 = 美元 65.07，减 10% 折扣 美元 6.51 = 美元 58.56'
    );
    const listPrice = quoteOf(
      quotePurchaseService({
        ...quoteContext,
        partner: { partnerCode: 'x', tier: null },
        items: [{ service: 'desk', quantity: 5 }],
      })
    ).lines[0];
    expect(describeLine(listPrice ?? line, 'en')).toBe(
      'Desk, 2026-11-23 to 2027-05-31: 5 × USD 25.00 × 190 of 365 days = USD 65.07'
    );
  });

  test('gives the amounts of the line when it is calculated by hand', () => {
    const pattern =
      /: (\d+) × USD ([\d,.]+) × (\d+) of (\d+) days = USD ([\d,.]+)(?:, less ([\d.]+) % discount USD ([\d,.]+) = USD ([\d,.]+))?$/;
    fc.assert(
      fc.property(anyInput, (input) => {
        for (const line of quoteOf(quotePurchaseService(input)).lines) {
          const [, quantity, unit, days, inTerm, list, , discount = '0', net = list] =
            pattern.exec(describeLine(line, 'en')) ?? [];
          const top = 2n * BigInt(quantity ?? 0) * BigInt(minor(unit ?? '')) * BigInt(days ?? 0) + BigInt(inTerm ?? 0);
          expect(BigInt(minor(list ?? ''))).toBe(top / (2n * BigInt(inTerm ?? 1)));
          expect(minor(list ?? '') - minor(discount)).toBe(minor(net ?? ''));
          expect(minor(net ?? '')).toBe(line.net.amountMinor);
        }
      }),
      { numRuns: 200 }
    );
  });

  test('has a name for every item in every language', () => {
    const items = SERVICES.map((service: Service) => ({ service, quantity: 10 }));
    const quote = quoteOf(
      quotePurchasePlan({ ...quoteContext, subscription: noPlan, plan: 'pro', cycle: 'annually', years: 2, items })
    );
    for (const locale of LOCALES) {
      const sentences = quote.lines.map((line) => describeLine(line, locale));
      expect(new Set(sentences.map((sentence) => sentence.split(/[,，]/)[0])).size).toBe(5);
      for (const sentence of sentences) expect(sentence).not.toContain('undefined');
    }
  });
});
