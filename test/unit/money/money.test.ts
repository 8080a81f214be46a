import fc from 'fast-check';
import { addMoney, compareMoney, subtractMoney, sumMoney, zeroMoney } from '../../../domain/money/add-money';
import { allocate } from '../../../domain/money/allocate';
import { divideRounded } from '../../../domain/money/divide-rounded';
import { formatMoney, toDecimalString } from '../../../domain/money/format-money';
import { MINOR_UNITS } from '../../../domain/money/minor-units';
import { CURRENCIES, money } from '../../../domain/money/money';
import { multiplyByRatio } from '../../../domain/money/multiply-by-ratio';
import { anyMinor } from '../support/arbitraries';

const usd = (amountMinor: number): ReturnType<typeof money> => money(amountMinor, 'USD');

describe('money', () => {
  test.each([0.1, Number.NaN, Infinity, 2 ** 53])('refuses %p as an amount', (amount) => {
    expect(() => money(amount, 'USD')).toThrow(RangeError);
  });

  test('has no negative zero, which JSON and equality tell apart from zero', () => {
    expect(Object.is(money(-0, 'USD').amountMinor, 0)).toBe(true);
  });

  test('never combines two currencies', () => {
    const eur = money(1, 'EUR');
    expect(() => addMoney(usd(1), eur)).toThrow('cannot combine USD with EUR');
    expect(() => subtractMoney(usd(1), eur)).toThrow(RangeError);
    expect(() => compareMoney(usd(1), eur)).toThrow(RangeError);
    expect(() => sumMoney([usd(1)], 'EUR')).toThrow(RangeError);
  });

  test('refuses a sum beyond the safe integers instead of losing a unit', () => {
    expect(() => addMoney(usd(Number.MAX_SAFE_INTEGER), usd(1))).toThrow(RangeError);
  });

  test('the sum of nothing is zero in the named currency', () => {
    expect(sumMoney([], 'CNY')).toEqual(zeroMoney('CNY'));
  });

  test('subtraction undoes addition', () => {
    fc.assert(
      fc.property(anyMinor, anyMinor, (a, b) => {
        expect(subtractMoney(addMoney(usd(a), usd(b)), usd(b))).toEqual(usd(a));
      })
    );
  });
});

describe('rounding', () => {
  test.each([
    [5n, 2n, 'half-up', 3n],
    [-5n, 2n, 'half-up', -3n],
    [5n, -2n, 'half-up', -3n],
    [5n, 2n, 'half-even', 2n],
    [7n, 2n, 'half-even', 4n],
    [-5n, 2n, 'half-even', -2n],
    [4n, 3n, 'half-up', 1n],
    [-4n, 3n, 'half-up', -1n],
    [0n, 3n, 'half-up', 0n],
  ] as const)('%p ÷ %p %s is %p', (numerator, denominator, rounding, expected) => {
    expect(divideRounded(numerator, denominator, rounding)).toBe(expected);
  });

  test('refuses a denominator of zero', () => {
    expect(() => divideRounded(1n, 0n, 'half-up')).toThrow(RangeError);
  });

  test('the known proration 19.99 × 17/31 is 10.96', () => {
    expect(multiplyByRatio(usd(1999), 17, 31, 'half-up')).toEqual(usd(1096));
  });

  test('is exact where floating point is not: 1.115 × 100', () => {
    expect(multiplyByRatio(usd(1115), 1, 10, 'half-up')).toEqual(usd(112));
    expect(multiplyByRatio(usd(1005), 1, 10, 'half-up')).toEqual(usd(101));
  });

  test.each([1.5, Number.NaN])('refuses the ratio %p', (part) => {
    expect(() => multiplyByRatio(usd(1), part, 2, 'half-up')).toThrow(RangeError);
    expect(() => multiplyByRatio(usd(1), 2, part, 'half-up')).toThrow(RangeError);
  });

  test('is never more than half a unit away from the exact value', () => {
    const ratio = fc.bigInt({ min: 1n, max: 10_000_000n });
    fc.assert(
      fc.property(anyMinor, ratio, ratio, fc.constantFrom('half-up', 'half-even'), (amount, top, bottom, rounding) => {
        const product = BigInt(amount) * top;
        const off = divideRounded(product, bottom, rounding) * bottom - product;
        expect(2n * (off < 0n ? -off : off) <= bottom).toBe(true);
      })
    );
  });
});

describe('allocate', () => {
  test('splits 100 in three as 34, 33, 33', () => {
    expect(allocate(usd(100), [1, 1, 1]).map((part) => part.amountMinor)).toEqual([34, 33, 33]);
  });

  test('gives the left-over units to the largest remainders', () => {
    expect(allocate(usd(10), [1, 5, 3]).map((part) => part.amountMinor)).toEqual([1, 6, 3]);
  });

  test.each([[[-1, 2]], [[0.5]], [[0, 0]], [[]]])('refuses the weights %p', (weights) => {
    expect(() => allocate(usd(1), weights)).toThrow(RangeError);
  });

  test('conserves the total, and a part of weight zero gets nothing', () => {
    const weights = fc.array(fc.integer({ min: 0, max: 1_000_000 }), { minLength: 1, maxLength: 20 });
    fc.assert(
      fc.property(
        fc.maxSafeInteger(),
        weights.filter((list) => list.some((weight) => weight > 0)),
        (total, list) => {
          const parts = allocate(usd(total), list);
          const sum = parts.reduce((acc, part) => acc + BigInt(part.amountMinor), 0n);
          expect(sum).toBe(BigInt(total));
          for (const [index, part] of parts.entries()) {
            if (list[index] === 0) expect(part.amountMinor).toBe(0);
            expect(part.amountMinor === 0 || Math.sign(part.amountMinor) === Math.sign(total)).toBe(true);
          }
        }
      )
    );
  });
});

describe('money in text', () => {
  test.each([
    [0, '0.00', 'USD 0.00'],
    [5, '0.05', 'USD 0.05'],
    [123456789, '1234567.89', 'USD 1,234,567.89'],
    [-100000, '-1000.00', '−USD 1,000.00'],
    [99999, '999.99', 'USD 999.99'],
  ])('%p cents are %s and %s', (amount, decimal, text) => {
    expect(toDecimalString(usd(amount))).toBe(decimal);
    expect(formatMoney(usd(amount), 'en')).toBe(text);
  });

  test('names the currency in Chinese', () => {
    expect(formatMoney(money(123450, 'CNY'), 'zh')).toBe('人民币 1,234.50');
  });

  test('the decimal text gives the amount back', () => {
    fc.assert(
      fc.property(fc.maxSafeInteger(), (amount) => {
        expect(BigInt(toDecimalString(usd(amount)).replace('.', ''))).toBe(BigInt(amount));
      })
    );
  });

  test('every currency has its decimals for every party', () => {
    for (const currency of CURRENCIES) {
      expect(MINOR_UNITS[currency]).toEqual({ iso: 2, stripe: 2, paypal: 2 });
    }
  });
});
