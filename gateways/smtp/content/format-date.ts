import type { Locale } from '../../../domain/billing/billing-data';
import { toCivil } from '../../../domain/time/calendar';
import type { Instant, IsoDate } from '../../../domain/time/iso-date';

const MONTHS = [
  'January',
  'February',
  'March',
  'April',
  'May',
  'June',
  'July',
  'August',
  'September',
  'October',
  'November',
  'December',
];

/** `23 November 2026`, `2026年11月23日`: written out, since the order of numbers differs between readers of one language. */
export function formatDate(date: IsoDate, locale: Locale): string {
  const { year, month, day } = toCivil(date);
  return locale === 'zh' ? `${year}年${month}月${day}日` : `${day} ${MONTHS[month - 1] ?? ''} ${year}`;
}

/** To the minute in UTC, which the text says. */
export function formatInstant(instant: Instant, locale: Locale): string {
  const utc = new Date(instant).toISOString();
  const day = formatDate(utc.slice(0, 10), locale);
  const time = utc.slice(11, 16);
  return locale === 'zh' ? `${day} ${time}（UTC）` : `${day}, ${time} UTC`;
}
