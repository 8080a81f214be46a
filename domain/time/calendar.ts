import type { Instant, IsoDate } from './iso-date';

export const MS_PER_SECOND = 1_000;
export const MS_PER_MINUTE = 60 * MS_PER_SECOND;
export const MS_PER_HOUR = 60 * MS_PER_MINUTE;
export const MS_PER_DAY = 24 * MS_PER_HOUR;

const DATE_FORM = /^(\d{4})-(\d{2})-(\d{2})$/;
const INSTANT_FORM = /^(\d{4}-\d{2}-\d{2})T([01]\d|2[0-3]):[0-5]\d:[0-5]\d(\.\d{1,9})?Z$/;
/** Date.UTC reads smaller years as 19xx; no term, price or document of ours is older. */
const FIRST_YEAR = 1900;

export interface CivilDate {
  readonly year: number;
  /** 1–12. */
  readonly month: number;
  /** 1–31. */
  readonly day: number;
}

/** A day that exists, from 1900 to 9999. */
export function isIsoDate(value: unknown): value is IsoDate {
  if (typeof value !== 'string') return false;
  const match = DATE_FORM.exec(value);
  if (match === null) return false;
  const [year, month, day] = [Number(match[1]), Number(match[2]), Number(match[3])];
  return year >= FIRST_YEAR && month >= 1 && month <= 12 && day >= 1 && day <= daysInMonth(year, month);
}

/** RFC 3339 in UTC, written with `Z`; leap seconds are refused. */
export function isInstant(value: unknown): value is Instant {
  if (typeof value !== 'string') return false;
  const match = INSTANT_FORM.exec(value);
  return match !== null && isIsoDate(match[1]);
}

/** @throws RangeError when the value is no day. */
export function toCivil(date: string): CivilDate {
  if (!isIsoDate(date)) throw new RangeError(`not a calendar day: ${JSON.stringify(date)}`);
  return { year: Number(date.slice(0, 4)), month: Number(date.slice(5, 7)), day: Number(date.slice(8, 10)) };
}

/** @throws RangeError when there is no such day. */
export function toIsoDate({ year, month, day }: CivilDate): IsoDate {
  const pad = (value: number, length: number): string => String(value).padStart(length, '0');
  const date: string = `${pad(year, 4)}-${pad(month, 2)}-${pad(day, 2)}`;
  toCivil(date);
  return date;
}

export function daysInMonth(year: number, month: number): number {
  if (month === 2) return isLeapYear(year) ? 29 : 28;
  return month === 4 || month === 6 || month === 9 || month === 11 ? 30 : 31;
}

export function isLeapYear(year: number): boolean {
  return (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0;
}

/** Milliseconds since 1970. @throws RangeError when the value is no instant. */
export function instantMs(instant: string): number {
  if (!isInstant(instant)) throw new RangeError(`not an instant in UTC: ${JSON.stringify(instant)}`);
  return Date.parse(instant);
}

export function toInstant(ms: number): Instant {
  return new Date(ms).toISOString();
}

/** `ms` may be negative. */
export function addMs(instant: Instant, ms: number): Instant {
  return toInstant(instantMs(instant) + ms);
}

/** @throws RangeError when the list is empty. */
export function earliest(instants: readonly Instant[]): Instant {
  if (instants.length === 0) throw new RangeError('there is no earliest of nothing');
  return toInstant(Math.min(...instants.map(instantMs)));
}
