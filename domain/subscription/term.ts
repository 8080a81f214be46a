import type { TermLength } from '../catalogue/plan';
import { isTermLength } from '../catalogue/catalogue';
import { addMonths } from '../time/add-months';
import { toCivil } from '../time/calendar';
import type { IsoDate, Period } from '../time/iso-date';

/** @throws RangeError for a length that is not sold. */
export function monthsOf(termLength: TermLength): number {
  if (!isTermLength(termLength)) throw new RangeError(`no such term length: ${JSON.stringify(termLength)}`);
  return termLength.years === null ? 1 : 12 * termLength.years;
}

/** The day of the month that later ends are computed from. */
export function anchorDayOf(startDay: IsoDate): number {
  return toCivil(startDay).day;
}

/**
 * A term in whole days of the company's zone: from the start up to, not including, the same date later (product §3).
 * Without an anchor the start is the anchor.
 */
export function termFor(termLength: TermLength, startDay: IsoDate, anchorDay = anchorDayOf(startDay)): Period {
  return { from: startDay, until: addMonths(startDay, monthsOf(termLength), anchorDay) };
}

/** Goes on where the term ends: 31 Jan → 28 Feb → 31 Mar. */
export function nextTerm(term: Period, termLength: TermLength, anchorDay: number): Period {
  return termFor(termLength, term.until, anchorDay);
}
