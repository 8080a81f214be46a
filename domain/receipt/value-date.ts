import { addDays } from '../time/add-months';
import type { IsoDate } from '../time/iso-date';

/** An older line is a mistyped year far more often than money: orders wait for weeks, and banks book within days. */
const OLDEST_DAYS = 731;

/** @param today in the zone of the seller whose account it is */
export function valueDateProblem(valueDate: IsoDate, today: IsoDate): 'in_future' | 'too_old' | null {
  if (valueDate > today) return 'in_future';
  return valueDate < addDays(today, -OLDEST_DAYS) ? 'too_old' : null;
}

export const VALUE_DATE_MESSAGES = {
  in_future: 'is in the future; give the day on which the bank booked the money',
  too_old: 'is more than two years ago; check the year',
} as const;
