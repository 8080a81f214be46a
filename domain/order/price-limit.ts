import { addDays } from '../time/add-months';
import { earliest } from '../time/calendar';
import type { Instant, IsoDate } from '../time/iso-date';
import { startOfDayInstant } from '../time/time-zone';

export interface PriceLimitInput {
  /**
   * First day on which the price no longer holds: the end of the term it was made for, the end of grace for a renewal, null
   * for an order that begins a term of its own.
   */
  readonly termEnd: IsoDate | null;
  readonly companyTimeZone: string;
  /** Last day of the tax rate that the order used, null while open. */
  readonly rateValidUntil: IsoDate | null;
  readonly sellerTimeZone: string;
}

/**
 * When an order's price ceases to hold, whatever its deadline or a prolongation says: the end of the term it was priced for,
 * the end of its tax rate (product §4). null: never.
 */
export function priceLimit(input: PriceLimitInput): Instant | null {
  const limits: Instant[] = [];
  if (input.termEnd !== null) limits.push(startOfDayInstant(input.termEnd, input.companyTimeZone));
  if (input.rateValidUntil !== null) {
    limits.push(startOfDayInstant(addDays(input.rateValidUntil, 1), input.sellerTimeZone));
  }
  return limits.length === 0 ? null : earliest(limits);
}
