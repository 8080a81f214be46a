import { daysInMonth, MS_PER_DAY, toCivil, toIsoDate } from './calendar';
import type { IsoDate } from './iso-date';

/**
 * The day `months` later in the calendar, on the anchor day or on the month's last day where the month is shorter. The anchor
 * makes 31 Jan → 28 Feb → 31 Mar, where the former end alone would stay on the 28th.
 */
export function addMonths(date: IsoDate, months: number, anchorDay: number): IsoDate {
  if (!Number.isSafeInteger(months)) throw new RangeError(`months must be an integer, got ${months}`);
  if (!isAnchorDay(anchorDay)) throw new RangeError(`the anchor day is 1–31, got ${anchorDay}`);
  const { year, month } = toCivil(date);
  const index = year * 12 + (month - 1) + months;
  const target = { year: Math.floor(index / 12), month: (index % 12) + 1 };
  return toIsoDate({ ...target, day: Math.min(anchorDay, daysInMonth(target.year, target.month)) });
}

export function isAnchorDay(value: number): boolean {
  return Number.isInteger(value) && value >= 1 && value <= 31;
}

/** `days` may be negative. */
export function addDays(date: IsoDate, days: number): IsoDate {
  return new Date((dayNumber(date) + days) * MS_PER_DAY).toISOString().slice(0, 10);
}

/** Days from `from`, included, up to `until`, not included; negative when `until` is earlier. */
export function daysBetween(from: IsoDate, until: IsoDate): number {
  return dayNumber(until) - dayNumber(from);
}

function dayNumber(date: IsoDate): number {
  const { year, month, day } = toCivil(date);
  return Date.UTC(year, month - 1, day) / MS_PER_DAY;
}
