const TIME = new Intl.DateTimeFormat('en-GB', { dateStyle: 'medium', timeStyle: 'short' });

/** An instant in the reader's own zone. */
export function formatInstant(instant: string): string {
  return TIME.format(new Date(instant));
}

const SHORT = new Intl.DateTimeFormat('en-GB', { dateStyle: 'medium' });

/** The day of an instant in the reader's own zone, where a table has no room for more. */
export function formatInstantDay(instant: string): string {
  return SHORT.format(new Date(instant));
}

const DAY = new Intl.DateTimeFormat('en-GB', { dateStyle: 'medium', timeZone: 'UTC' });

/** A calendar day, which has no zone. */
export function formatDay(day: string): string {
  return DAY.format(new Date(`${day}T00:00:00Z`));
}

const TIME_OF_DAY = new Intl.DateTimeFormat('en-GB', { timeStyle: 'short' });

export function formatTimeOfDay(moment: Date): string {
  return TIME_OF_DAY.format(moment);
}

/** The day that it is now where the reader sits, YYYY-MM-DD. */
export function localToday(): string {
  return localDay(new Date());
}

export function localDay(date: Date): string {
  const two = (part: number): string => String(part).padStart(2, '0');
  return `${date.getFullYear()}-${two(date.getMonth() + 1)}-${two(date.getDate())}`;
}

const MS_PER_DAY = 86_400_000;

/** The day so many days after an instant, in the reader's zone. */
export function dayAfter(instant: string, days: number): string {
  return localDay(new Date(Date.parse(instant) + days * MS_PER_DAY));
}

/** The last minute of a day in the reader's zone, as the API takes an instant. */
export function endOfDay(day: string): string {
  return new Date(`${day}T23:59:00`).toISOString();
}

export function daysInWords(days: number): string {
  if (days === 0) return 'today';
  return days === 1 ? '1 day' : `${days} days`;
}
