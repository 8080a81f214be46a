import fc from 'fast-check';
import type { TermLength } from '../../../domain/catalogue/plan';
import { anchorDayOf, nextTerm, termFor } from '../../../domain/subscription/term';
import { daysBetween } from '../../../domain/time/add-months';
import type { Period } from '../../../domain/time/iso-date';
import { anyDay } from '../support/arbitraries';

const MONTH: TermLength = { cycle: 'monthly', years: null };
const years = (n: number): TermLength => ({ cycle: 'annually', years: n });
const anyLength = fc.constantFrom(MONTH, years(1), years(2), years(3), years(4), years(5));

function ends(start: string, length: TermLength, count: number): string[] {
  const anchor = anchorDayOf(start);
  const terms: Period[] = [termFor(length, start)];
  while (terms.length < count) terms.push(nextTerm(terms.at(-1) ?? termFor(length, start), length, anchor));
  return terms.map((term) => term.until);
}

describe('terms', () => {
  test('end on the same date one month or n years on', () => {
    expect(termFor(MONTH, '2026-11-23')).toEqual({ from: '2026-11-23', until: '2026-12-23' });
    expect(termFor(years(3), '2026-11-23')).toEqual({ from: '2026-11-23', until: '2029-11-23' });
  });

  test('of a 31st go 28 Feb, 31 Mar, 30 Apr', () => {
    expect(ends('2027-01-31', MONTH, 3)).toEqual(['2027-02-28', '2027-03-31', '2027-04-30']);
  });

  test('of a 29 Feb go 28 Feb until the next leap year', () => {
    expect(ends('2028-02-29', years(1), 4)).toEqual(['2029-02-28', '2030-02-28', '2031-02-28', '2032-02-29']);
  });

  test.each([
    [{ cycle: 'annually', years: 0 }],
    [{ cycle: 'annually', years: 6 }],
    [{ cycle: 'annually', years: 1.5 }],
    [{ cycle: 'annually', years: null }],
    [{ cycle: 'monthly', years: 1 }],
  ] as const)('of %p are refused', (length) => {
    expect(() => termFor(length, '2026-11-23')).toThrow(RangeError);
  });

  test('follow each other without gap or overlap and never lose the anchor', () => {
    fc.assert(
      fc.property(anyDay, anyLength, fc.integer({ min: 1, max: 30 }), (start, length, count) => {
        const anchor = anchorDayOf(start);
        let term = termFor(length, start);
        for (let n = 1; n <= count; n++) {
          const next = nextTerm(term, length, anchor);
          expect(next.from).toBe(term.until);
          expect(anchorDayOf(next.until) === anchor || anchorDayOf(next.until) >= 28).toBe(true);
          term = next;
        }
        const months = length.years === null ? count + 1 : 12 * length.years * (count + 1);
        expect(daysBetween(start, term.until)).toBeGreaterThanOrEqual(28 * months);
      })
    );
  });

  test('are as long as the calendar says: 28–31 days for a month, 365 or 366 for a year', () => {
    fc.assert(
      fc.property(anyDay, (start) => {
        const month = termFor(MONTH, start);
        const year = termFor(years(1), start);
        expect([28, 29, 30, 31]).toContain(daysBetween(month.from, month.until));
        expect([365, 366]).toContain(daysBetween(year.from, year.until));
      })
    );
  });
});
