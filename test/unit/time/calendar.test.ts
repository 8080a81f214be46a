import fc from 'fast-check';
import { addDays, addMonths, daysBetween } from '../../../domain/time/add-months';
import { addMs, earliest, instantMs, isInstant, isIsoDate, MS_PER_HOUR, toCivil } from '../../../domain/time/calendar';
import { isTimeZone, startOfDayInstant, todayIn } from '../../../domain/time/time-zone';
import { anyDay, anyTimeZone } from '../support/arbitraries';

describe('days and instants', () => {
  test.each([
    '2026-02-29',
    '2026-13-01',
    '2026-00-10',
    '2026-04-31',
    '26-01-01',
    '2026-1-1',
    '1899-12-31',
    '',
    null,
    5,
  ])('%p is no day', (value) => {
    expect(isIsoDate(value)).toBe(false);
  });

  test.each(['2028-02-29', '2000-02-29', '1900-01-01', '9999-12-31'])('%p is a day', (value) => {
    expect(isIsoDate(value)).toBe(true);
  });

  test('1900 was no leap year', () => {
    expect(isIsoDate('1900-02-29')).toBe(false);
  });

  test.each([
    ['2026-11-23T08:00:00Z', true],
    ['2026-11-23T08:00:00.123Z', true],
    ['2026-11-23T08:00:00+01:00', false],
    ['2026-11-23T24:00:00Z', false],
    ['2026-11-23T08:60:00Z', false],
    ['2026-02-30T08:00:00Z', false],
    ['2026-11-23', false],
    [undefined, false],
  ])('isInstant(%p) is %p', (value, expected) => {
    expect(isInstant(value)).toBe(expected);
  });

  test('refuses to calculate with what is no day or instant', () => {
    expect(() => addDays('2026-02-30', 1)).toThrow(RangeError);
    expect(() => addMs('yesterday', 1)).toThrow(RangeError);
    expect(() => earliest([])).toThrow(RangeError);
  });

  test('finds the earliest instant whatever its notation', () => {
    expect(earliest(['2026-01-01T00:00:00.500Z', '2026-01-01T00:00:00Z'])).toBe('2026-01-01T00:00:00.000Z');
  });
});

describe('addMonths', () => {
  test.each([
    ['2026-01-31', 1, 31, '2026-02-28'],
    ['2026-02-28', 1, 31, '2026-03-31'],
    ['2028-01-31', 1, 31, '2028-02-29'],
    ['2028-02-29', 12, 29, '2029-02-28'],
    ['2031-02-28', 12, 29, '2032-02-29'],
    ['2026-12-15', 1, 15, '2027-01-15'],
    ['2026-01-15', -1, 15, '2025-12-15'],
    ['2026-05-31', 1, 31, '2026-06-30'],
  ])('%s + %p months on day %p is %s', (from, months, anchor, expected) => {
    expect(addMonths(from, months, anchor)).toBe(expected);
  });

  test.each([0, 32, 1.5])('refuses the anchor day %p', (anchor) => {
    expect(() => addMonths('2026-01-01', 1, anchor)).toThrow(RangeError);
  });

  test('lands in the right month, on the anchor or on the last day of a shorter month', () => {
    fc.assert(
      fc.property(anyDay, fc.integer({ min: 0, max: 60 }), fc.integer({ min: 1, max: 31 }), (day, months, anchor) => {
        const end = addMonths(day, months, anchor);
        const [from, to] = [toCivil(day), toCivil(end)];
        expect(to.year * 12 + to.month - (from.year * 12 + from.month)).toBe(months);
        expect(to.day === anchor || (to.day < anchor && addDays(end, 1).endsWith('-01'))).toBe(true);
      })
    );
  });

  test('two steps with the same anchor are one long step', () => {
    const months = fc.integer({ min: 0, max: 40 });
    fc.assert(
      fc.property(anyDay, months, months, fc.integer({ min: 1, max: 31 }), (day, a, b, anchor) => {
        expect(addMonths(addMonths(day, a, anchor), b, anchor)).toBe(addMonths(day, a + b, anchor));
      })
    );
  });
});

describe('addDays and daysBetween', () => {
  test('count the leap day', () => {
    expect(daysBetween('2028-02-01', '2028-03-01')).toBe(29);
    expect(daysBetween('2027-02-01', '2027-03-01')).toBe(28);
    expect(daysBetween('2026-03-01', '2026-02-28')).toBe(-1);
  });

  test('undo each other', () => {
    fc.assert(
      fc.property(anyDay, fc.integer({ min: -4000, max: 4000 }), (day, days) => {
        expect(daysBetween(day, addDays(day, days))).toBe(days);
      })
    );
  });
});

describe('the day in a zone', () => {
  test.each([
    ['Asia/Shanghai', '2026-11-23T15:59:59.999Z', '2026-11-23'],
    ['Asia/Shanghai', '2026-11-23T16:00:00.000Z', '2026-11-24'],
    ['America/St_Johns', '2026-11-24T03:29:59.000Z', '2026-11-23'],
    ['America/St_Johns', '2026-11-24T03:30:00.000Z', '2026-11-24'],
    ['UTC', '2026-12-31T23:59:59.999Z', '2026-12-31'],
  ])('in %s at %s it is %s', (zone, instant, day) => {
    expect(todayIn(zone, instant)).toBe(day);
  });

  test.each([
    ['2026-03-29', 'Europe/Berlin', '2026-03-28T23:00:00.000Z'],
    ['2026-03-30', 'Europe/Berlin', '2026-03-29T22:00:00.000Z'],
    ['2026-10-26', 'Europe/Berlin', '2026-10-25T23:00:00.000Z'],
    ['2026-07-01', 'Asia/Shanghai', '2026-06-30T16:00:00.000Z'],
    ['2026-07-01', 'Pacific/Kiritimati', '2026-06-30T10:00:00.000Z'],
    ['2026-07-01', 'Pacific/Pago_Pago', '2026-07-01T11:00:00.000Z'],
  ])('%s begins in %s at %s', (day, zone, instant) => {
    expect(startOfDayInstant(day, zone)).toBe(instant);
  });

  test('a day whose midnight the clocks skip begins after the gap', () => {
    expect(startOfDayInstant('2018-11-04', 'America/Sao_Paulo')).toBe('2018-11-04T03:00:00.000Z');
    expect(todayIn('America/Sao_Paulo', '2018-11-04T02:59:59.000Z')).toBe('2018-11-03');
  });

  test('a day that a zone skipped begins where the next one does', () => {
    expect(startOfDayInstant('2011-12-30', 'Pacific/Apia')).toBe(startOfDayInstant('2011-12-31', 'Pacific/Apia'));
  });

  test('the start belongs to the day and the second before does not', () => {
    fc.assert(
      fc.property(anyDay, anyTimeZone, (day, zone) => {
        const start = startOfDayInstant(day, zone);
        expect(todayIn(zone, start)).toBe(day);
        expect(todayIn(zone, addMs(start, -1000))).toBe(addDays(day, -1));
      }),
      { numRuns: 200 }
    );
  });

  test('days are 23 to 25 hours long', () => {
    fc.assert(
      fc.property(anyDay, anyTimeZone, (day, zone) => {
        const length = instantMs(startOfDayInstant(addDays(day, 1), zone)) - instantMs(startOfDayInstant(day, zone));
        expect(length).toBeGreaterThanOrEqual(23 * MS_PER_HOUR);
        expect(length).toBeLessThanOrEqual(25 * MS_PER_HOUR);
      }),
      { numRuns: 100 }
    );
  });

  test('knows which zones exist', () => {
    expect(isTimeZone('Europe/Berlin')).toBe(true);
    expect(isTimeZone('Europe/Atlantis')).toBe(false);
    expect(isTimeZone('')).toBe(false);
  });
});
