import { documentNumber, DOCUMENT_SERIES, invoiceNumber } from '../../../domain/invoice/invoice-number';

const seller = { invoicePrefix: 'EU' };

test('an invoice number names seller, year and count', () => {
  expect(invoiceNumber(seller, 2026, 123)).toBe('EU-INV-2026-000123');
});

test('no two series, sellers, years or counts share a number', () => {
  const numbers = ['EU', 'CN', 'INV'].flatMap((invoicePrefix) =>
    DOCUMENT_SERIES.flatMap((series) =>
      [2026, 2027].flatMap((year) =>
        [1, 10, 999_999, 1_000_000].map((n) => documentNumber({ invoicePrefix }, series, year, n))
      )
    )
  );
  expect(new Set(numbers).size).toBe(3 * 3 * 2 * 4);
});

test.each([0, -1, 1.5])('a count of %p is refused', (n) => {
  expect(() => invoiceNumber(seller, 2026, n)).toThrow(RangeError);
});
