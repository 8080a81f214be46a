import { assertNever } from '../assert';
import type { Policies } from '../policies/policies';
import { addDays } from '../time/add-months';
import { addMs, earliest } from '../time/calendar';
import type { Instant, IsoDate } from '../time/iso-date';
import { startOfDayInstant } from '../time/time-zone';
import type { PaymentMethod } from './order-kind';

export interface OrderDeadlineInput {
  readonly method: PaymentMethod;
  readonly placedAt: Instant;
  /** When the method in force was chosen, if later than placing. */
  readonly methodSince?: Instant;
  /**
   * First day on which the price no longer holds: the end of the term it was made for, the end of grace for a renewal, null
   * for an order that begins a term of its own.
   */
  readonly termEnd: IsoDate | null;
  readonly companyTimeZone: string;
  /** Last day of the tax rate that the order used, null while open. */
  readonly rateValidUntil: IsoDate | null;
  readonly sellerTimeZone: string;
  readonly policies: Policies;
}

/**
 * When an unpaid order ends (product §4): by its method, never past the term it was priced for, never past its tax rate.
 * A change to an online method on an older order gives the online time anew, within the offline deadline.
 * @throws RangeError for an automatic renewal without the end of grace.
 */
export function orderDeadline(input: OrderDeadlineInput): Instant {
  const limits: Instant[] = [];
  if (input.termEnd !== null) limits.push(startOfDayInstant(input.termEnd, input.companyTimeZone));
  if (input.rateValidUntil !== null) {
    limits.push(startOfDayInstant(addDays(input.rateValidUntil, 1), input.sellerTimeZone));
  }
  return earliest([...methodDeadlines(input), ...limits]);
}

function methodDeadlines({ method, placedAt, methodSince, termEnd, policies }: OrderDeadlineInput): Instant[] {
  const offline = addMs(placedAt, policies.offlineDeadlineMs);
  switch (method) {
    case 'card':
    case 'paypal':
    case 'none':
      return [offline, addMs(methodSince ?? placedAt, policies.onlineDeadlineMs)];
    case 'offline':
      return [offline];
    case 'saved':
      if (termEnd === null) throw new RangeError('an automatic renewal lasts until the end of grace, which is missing');
      return [];
    default:
      return assertNever(method);
  }
}
