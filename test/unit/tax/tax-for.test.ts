import fc from 'fast-check';
import { sumMoney } from '../../../domain/money/add-money';
import { money } from '../../../domain/money/money';
import { isCountry, isEuMemberState } from '../../../domain/tax/country';
import { legalSentence } from '../../../domain/tax/legal-sentence';
import { taxFor, type TaxBuyer, type TaxInput } from '../../../domain/tax/tax-for';
import { TAX_CATEGORIES } from '../../../domain/tax/tax-line';
import { sampleCatalogue, sampleSeller } from '../support/sample-catalogue';

function buyer(
  country: string,
  taxNumber: string | null = null,
  type: TaxBuyer['taxNumberType'] = 'vat_number'
): TaxBuyer {
  return { country, taxNumber, taxNumberType: taxNumber === null ? null : type };
}

function input(billing: TaxBuyer, change: Partial<TaxInput> = {}): TaxInput {
  return {
    seller: sampleSeller('seller-eu'),
    billing,
    lineNets: [money(10_000, 'EUR')],
    currency: 'EUR',
    day: '2026-11-23',
    rates: sampleCatalogue.taxRates,
    ...change,
  };
}

function summary(taxInput: TaxInput): string {
  const result = taxFor(taxInput);
  if (!result.ok) return `${result.problem.field} ${result.problem.code}`;
  return result.taxLines
    .map((line) => `${line.category} ${line.country} ${line.rateBasisPoints} ${line.tax.amountMinor}`)
    .join();
}

describe('the seller in Germany charges', () => {
  test.each([
    ['a German buyer', buyer('DE'), 'domestic DE 1900 1900'],
    ['a German buyer with a number', buyer('DE', 'DE123456789'), 'domestic DE 1900 1900'],
    ['a French buyer with a number', buyer('FR', 'FR40303265045'), 'reverse_charge FR 0 0'],
    ['a number written for reading', buyer('AT', 'ATU 1234.5678'), 'reverse_charge AT 0 0'],
    ['a Greek buyer, whose number starts with EL', buyer('GR', 'EL123456789'), 'reverse_charge GR 0 0'],
    ['a French buyer without one: registered there', buyer('FR'), 'destination FR 2000 2000'],
    ['an Italian buyer without one: one-stop shop', buyer('IT'), 'destination IT 2200 2200'],
    ['an Irish buyer with another kind of number', buyer('IE', '1234567T', 'tax_id'), 'destination IE 2300 2300'],
    ['a Polish buyer without one: nothing registered', buyer('PL'), 'billing.taxNumber tax_number_required'],
    ['a Polish buyer with one', buyer('PL', 'PL1234567890'), 'reverse_charge PL 0 0'],
    ['a buyer in the United States', buyer('US'), 'export DE 0 0'],
    ['a buyer in the United Kingdom', buyer('GB', 'GB123456789'), 'export DE 0 0'],
    ['a buyer in Switzerland', buyer('CH'), 'export DE 0 0'],
    ['a buyer in China', buyer('CN', '91350200MA0QAMP01J', 'tax_id'), 'export DE 0 0'],
    ['a country that does not exist', buyer('XX'), 'billing.country country_unknown'],
    ['a country in small letters', buyer('de'), 'billing.country country_unknown'],
    ['a number of another country', buyer('FR', 'DE123456789'), 'billing.taxNumber tax_number_wrong_shape'],
    ['a number of the wrong shape at home', buyer('DE', 'DE12'), 'billing.taxNumber tax_number_wrong_shape'],
    ['a number of the wrong shape abroad', buyer('US', '1', 'tax_id'), 'billing.taxNumber tax_number_wrong_shape'],
    [
      'a number without a type',
      { country: 'FR', taxNumber: 'FR40303265045', taxNumberType: null },
      'billing.taxNumberType tax_number_type_missing',
    ],
    [
      'an empty number as none',
      { country: 'PL', taxNumber: '', taxNumberType: 'vat_number' },
      'billing.taxNumber tax_number_required',
    ],
  ] as const)('%s', (_, billing, expected) => {
    expect(summary(input(billing))).toBe(expected);
  });

  test('the rate of the destination where the register says that the number is wrong', () => {
    const french = buyer('FR', 'FR40303265045');
    expect(summary(input(french, { numberCheck: 'invalid' }))).toBe('destination FR 2000 2000');
    expect(summary(input(french, { numberCheck: 'unchecked' }))).toBe('reverse_charge FR 0 0');
    expect(summary(input(buyer('PL', 'PL1234567890'), { numberCheck: 'invalid' }))).toBe(
      'billing.taxNumber tax_number_required'
    );
  });

  test('local tax outside the EU only where registered in the country itself', () => {
    const seller = sampleSeller('seller-eu');
    const inBritain = { ...seller, taxRegistrations: [{ country: 'GB', scheme: 'local', taxNumber: 'GB1' }] } as const;
    expect(summary(input(buyer('GB'), { seller: inBritain }))).toBe('destination GB 2000 2000');
    const inOss = { ...seller, taxRegistrations: [{ country: 'GB', scheme: 'oss', taxNumber: 'GB1' }] } as const;
    expect(summary(input(buyer('GB'), { seller: inOss }))).toBe('export DE 0 0');
  });
});

describe('the seller in China charges', () => {
  const seller = sampleSeller('seller-cn');
  test.each([
    ['a Chinese buyer', buyer('CN'), 'domestic CN 600 600'],
    ['a German buyer', buyer('DE', 'DE123456789'), 'export CN 0 0'],
    ['a buyer in Hong Kong', buyer('HK'), 'export CN 0 0'],
  ])('%s', (_, billing, expected) => {
    expect(summary(input(billing, { seller }))).toBe(expected);
  });
});

describe('tax rates', () => {
  test('that are not known for the day refuse the sale, never a silent zero', () => {
    expect(summary(input(buyer('DE'), { day: '2023-12-31' }))).toBe('billing.country tax_rate_unknown');
    expect(summary(input(buyer('FR'), { rates: [] }))).toBe('billing.country tax_rate_unknown');
  });

  test('carry their last day to the order', () => {
    const rates = [
      { country: 'DE', kind: 'standard', rateBasisPoints: 1900, validFrom: '2026-01-01', validUntil: '2026-12-31' },
    ] as const;
    const result = taxFor(input(buyer('DE'), { rates }));
    expect(result.ok && result.taxLines[0]?.rateValidUntil).toBe('2026-12-31');
  });

  test.each(['zero', 'exempt'] as const)('of the kind %s charge nothing and say so', (kind) => {
    const rates = [{ country: 'DE', kind, rateBasisPoints: 0, validFrom: '2026-01-01', validUntil: null }];
    expect(summary(input(buyer('DE'), { rates }))).toBe(`${kind} DE 0 0`);
  });

  test('apply once to the sum: three lines of 3.35 at 19 % give 1.91, not 1.92', () => {
    const lineNets = [335, 335, 335].map((amount) => money(amount, 'EUR'));
    expect(summary(input(buyer('DE'), { lineNets }))).toBe('domestic DE 1900 191');
  });

  test('round half up', () => {
    expect(summary(input(buyer('DE'), { lineNets: [money(150, 'EUR')] }))).toBe('domestic DE 1900 29');
  });

  test('give a base that is the sum of the lines, and never a negative tax', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0, max: 1_000_000_000 }), { maxLength: 20 }), (amounts) => {
        const lineNets = amounts.map((amount) => money(amount, 'EUR'));
        const result = taxFor(input(buyer('DE'), { lineNets }));
        const line = result.ok ? result.taxLines[0] : undefined;
        expect(line?.base).toEqual(sumMoney(lineNets, 'EUR'));
        expect(line?.tax.amountMinor).toBe(Math.floor((19 * (line?.base.amountMinor ?? 0) + 50) / 100));
      })
    );
  });
});

describe('the legal sentence', () => {
  test.each(['en', 'zh'] as const)('stands where no tax is charged and nowhere else (%s)', (locale) => {
    for (const category of TAX_CATEGORIES) {
      const isCharged = category === 'domestic' || category === 'destination';
      expect(legalSentence({ category, country: 'DE' }, locale) === null).toBe(isCharged);
    }
  });

  test('names the articles of the directive for reverse charge', () => {
    expect(legalSentence({ category: 'reverse_charge', country: 'FR' }, 'en')).toContain(
      '196 of Directive 2006/112/EC'
    );
  });

  test('of an export speaks of EU law for a seller in the EU only', () => {
    expect(legalSentence({ category: 'export', country: 'DE' }, 'en')).toContain('EU VAT');
    expect(legalSentence({ category: 'export', country: 'CN' }, 'en')).not.toContain('EU');
  });
});

test('there are 27 member states, all of them countries', () => {
  const letters = Array.from({ length: 26 }, (_, index) => String.fromCharCode(65 + index));
  const codes = letters.flatMap((first) => letters.map((second) => first + second));
  expect(codes.filter(isEuMemberState)).toHaveLength(27);
  expect(codes.filter((code) => isEuMemberState(code) && !isCountry(code))).toEqual([]);
  expect(codes.filter(isCountry)).toHaveLength(250);
});
