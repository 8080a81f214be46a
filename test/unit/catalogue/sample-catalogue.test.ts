import fc from 'fast-check';
import { planItem, serviceItem, TERM_KEYS } from '../../../domain/catalogue/catalogue';
import { methodsOffered, offeredMethods } from '../../../domain/catalogue/offered-methods';
import { PLANS, SERVICES } from '../../../domain/catalogue/plan';
import { findPriceBook, unitPrice, type PriceRequest } from '../../../domain/catalogue/unit-price';
import { CURRENCIES, money } from '../../../domain/money/money';
import { findTaxRate } from '../../../domain/tax/tax-rate';
import { taxNumberProblem } from '../../../domain/tax/tax-number-problem';
import { sampleCatalogue, sampleSeller } from '../support/sample-catalogue';

const request: PriceRequest = {
  currency: 'USD',
  day: '2026-11-23',
  item: 'service:desk',
  termLength: { cycle: 'annually', years: 1 },
  partner: { partnerCode: 'partner-aurora', tier: null },
};

describe('the sample catalogue', () => {
  test('is marked as a sample', () => {
    expect(sampleCatalogue.isSample).toBe(true);
  });

  test('prices every plan and service for every term in every currency', () => {
    for (const book of sampleCatalogue.priceBooks) {
      for (const item of [...PLANS.map(planItem), ...SERVICES.map(serviceItem)]) {
        expect(Object.keys(book.prices[item] ?? {})).toEqual([...TERM_KEYS]);
      }
    }
    expect(new Set(sampleCatalogue.priceBooks.map((book) => book.currency))).toEqual(new Set(CURRENCIES));
  });

  test('gives Desk and Visitor to Standard and Pro only', () => {
    expect(sampleCatalogue.planServices).toEqual({
      basic: ['meeting_room', 'location'],
      standard: ['meeting_room', 'location', 'desk', 'visitor'],
      pro: ['meeting_room', 'location', 'desk', 'visitor'],
    });
  });

  test('has sellers whose own tax numbers have the right form', () => {
    expect(taxNumberProblem('vat_number', sampleSeller('seller-eu').taxNumber, 'DE')).toBeNull();
    expect(taxNumberProblem('tax_id', sampleSeller('seller-cn').taxNumber, 'CN')).toBeNull();
  });

  test.each([
    ['FI', '2024-08-31', 2400],
    ['FI', '2024-09-01', 2550],
    ['EE', '2025-06-30', 2200],
    ['EE', '2025-07-01', 2400],
    ['DE', '2026-11-23', 1900],
    ['CN', '2026-11-23', 600],
  ])('knows the rate of %s on %s: %p basis points', (country, day, rate) => {
    expect(findTaxRate(sampleCatalogue.taxRates, country, day)?.rateBasisPoints).toBe(rate);
  });

  test.each([
    ['US', '2026-11-23'],
    ['DE', '2023-12-31'],
  ])('knows no rate of %s on %s', (country, day) => {
    expect(findTaxRate(sampleCatalogue.taxRates, country, day)).toBeUndefined();
  });
});

describe('findPriceBook', () => {
  test.each([
    ['2026-01-01', 'sample-2026-usd'],
    ['2026-12-31', 'sample-2026-usd'],
    ['2027-01-01', 'sample-2027-usd'],
    ['2040-01-01', 'sample-2027-usd'],
  ])('on %s the book %s holds', (day, version) => {
    expect(findPriceBook(sampleCatalogue, 'USD', day)?.version).toBe(version);
  });

  test('finds none before the first book begins', () => {
    expect(findPriceBook(sampleCatalogue, 'USD', '2025-12-31')).toBeUndefined();
  });

  test('does not depend on the order of the books in the file', () => {
    fc.assert(
      fc.property(fc.shuffledSubarray([...sampleCatalogue.priceBooks], { minLength: 6 }), (priceBooks) => {
        const shuffled = { ...sampleCatalogue, priceBooks };
        expect(findPriceBook(shuffled, 'EUR', '2027-05-05')?.version).toBe('sample-2027-eur');
        expect(findPriceBook(shuffled, 'EUR', '2026-05-05')?.version).toBe('sample-2026-eur');
      })
    );
  });
});

describe('unitPrice', () => {
  test('is the list price without tier', () => {
    expect(unitPrice(sampleCatalogue, request)).toEqual({
      unit: money(2500, 'USD'),
      discountBasisPoints: 0,
      priceBookVersion: 'sample-2026-usd',
    });
  });

  test('names the discount of the tier beside the list price', () => {
    const gold = { ...request, partner: { partnerCode: 'partner-aurora', tier: 'gold' } };
    expect(unitPrice(sampleCatalogue, gold)).toMatchObject({ unit: money(2500, 'USD'), discountBasisPoints: 1750 });
  });

  test('is the partner’s own price, without the tier’s discount', () => {
    const birch = { ...request, currency: 'CNY', partner: { partnerCode: 'partner-birch', tier: 'gold' } } as const;
    expect(unitPrice(sampleCatalogue, birch)).toMatchObject({ unit: money(13800, 'CNY'), discountBasisPoints: 0 });
  });

  test('falls back to the tier’s discount for a term that the partner has no own price for', () => {
    const birch = {
      ...request,
      currency: 'CNY',
      termLength: { cycle: 'annually', years: 5 },
      partner: { partnerCode: 'partner-birch', tier: 'gold' },
    } as const;
    expect(unitPrice(sampleCatalogue, birch)?.discountBasisPoints).toBe(1750);
  });

  test('takes no own price before it begins or after it ends', () => {
    const [own] = sampleCatalogue.partnerPrices;
    const ended = own === undefined ? [] : [{ ...own, effectiveFrom: '2026-02-01', effectiveUntil: '2026-02-28' }];
    const catalogue = { ...sampleCatalogue, partnerPrices: ended };
    const on = (day: string): number | undefined =>
      unitPrice(catalogue, { ...request, day, currency: 'CNY', partner: { partnerCode: 'partner-birch', tier: null } })
        ?.unit.amountMinor;
    expect([on('2026-01-31'), on('2026-02-01'), on('2026-02-28'), on('2026-03-01')]).toEqual([
      17500, 13800, 13800, 17500,
    ]);
  });

  test.each([
    ['the tier is unknown', { partner: { partnerCode: 'partner-aurora', tier: 'platinum' } }],
    ['no book holds', { day: '2020-01-01' }],
    ['six years are asked for', { termLength: { cycle: 'annually', years: 6 } }],
    ['a month comes with years', { termLength: { cycle: 'monthly', years: 1 } }],
    ['years are missing', { termLength: { cycle: 'annually', years: null } }],
  ] as const)('there is none when %s', (_, change) => {
    expect(unitPrice(sampleCatalogue, { ...request, ...change })).toBeUndefined();
  });
});

describe('the methods of payment', () => {
  test('for CNY are card and offline, for USD PayPal too', () => {
    const methods = (currency: 'CNY' | 'USD'): string[] =>
      methodsOffered(sampleCatalogue, 'seller-cn', currency).map((offer) => offer.method);
    expect(methods('CNY')).toEqual(['card', 'offline']);
    expect(methods('USD')).toEqual(['card', 'paypal', 'offline']);
  });

  test('outside a method’s limits say why, inside say nothing', () => {
    const codes = (amount: number): unknown[] =>
      offeredMethods(sampleCatalogue, 'seller-eu', money(amount, 'USD')).map(
        ({ method, problem }) => `${method} ${problem?.code ?? 'offered'}`
      );
    expect(codes(49)).toEqual(['card below_minimum', 'paypal below_minimum', 'offline offered']);
    expect(codes(50)).toEqual(['card offered', 'paypal below_minimum', 'offline offered']);
    expect(codes(1_000_000)).toEqual(['card offered', 'paypal offered', 'offline offered']);
    expect(codes(1_000_001)).toEqual(['card offered', 'paypal above_maximum', 'offline offered']);
    expect(codes(99_999_999)).toEqual(['card offered', 'paypal above_maximum', 'offline offered']);
    expect(codes(100_000_000)).toEqual(['card above_maximum', 'paypal above_maximum', 'offline offered']);
    const [card] = offeredMethods(sampleCatalogue, 'seller-eu', money(49, 'USD'));
    expect(card?.problem?.message).toBe('Card payment starts at USD 0.50; choose another method.');
  });

  test('are none for a total of zero and for a seller without any', () => {
    expect(offeredMethods(sampleCatalogue, 'seller-eu', money(0, 'USD'))).toEqual([]);
    expect(offeredMethods(sampleCatalogue, 'seller-nowhere', money(100, 'USD'))).toEqual([]);
  });
});
