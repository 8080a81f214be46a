import { instantMs, MS_PER_HOUR, MS_PER_SECOND, toInstant } from './calendar';
import type { Instant, IsoDate } from './iso-date';

/** A formatter costs far more to build than to use; only zones that exist get in, so the map is bounded by their number. */
const formatters = new Map<string, Intl.DateTimeFormat>();

/** IANA name such as `Europe/Berlin`, or `UTC`. */
export function isTimeZone(value: string): boolean {
  try {
    formatterOf(value);
    return true;
  } catch (error) {
    if (error instanceof RangeError) return false;
    throw error;
  }
}

/** The calendar day that it is in the zone at the instant. @throws RangeError when there is no such zone. */
export function todayIn(timeZone: string, instant: Instant): IsoDate {
  return localDay(timeZone, instantMs(instant));
}

/**
 * The first instant that belongs to the day in the zone. Where the clocks skip midnight (or a whole day) that is the first
 * instant after the gap, which is why it is searched and not computed from an offset.
 */
export function startOfDayInstant(date: IsoDate, timeZone: string): Instant {
  const utcMidnightMs = instantMs(`${date}T00:00:00.000Z`);
  let before = (utcMidnightMs - 15 * MS_PER_HOUR) / MS_PER_SECOND;
  let reached = (utcMidnightMs + 40 * MS_PER_HOUR) / MS_PER_SECOND;
  while (reached - before > 1) {
    const middle = Math.floor((before + reached) / 2);
    if (localDay(timeZone, middle * MS_PER_SECOND) >= date) reached = middle;
    else before = middle;
  }
  return toInstant(reached * MS_PER_SECOND);
}

function localDay(timeZone: string, ms: number): IsoDate {
  const parts = new Map(
    formatterOf(timeZone)
      .formatToParts(ms)
      .map((part) => [part.type, part.value])
  );
  const [year = '', month = '', day = ''] = [parts.get('year'), parts.get('month'), parts.get('day')];
  return `${year.padStart(4, '0')}-${month}-${day}`;
}

function formatterOf(timeZone: string): Intl.DateTimeFormat {
  const known = formatters.get(timeZone);
  if (known !== undefined) return known;
  const formatter = new Intl.DateTimeFormat('en-u-ca-gregory-nu-latn', {
    timeZone,
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
  });
  formatters.set(timeZone, formatter);
  return formatter;
}
