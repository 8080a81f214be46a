import { assertNever } from '../assert';
import type { Policies } from '../policies/policies';
import { addMs, earliest } from '../time/calendar';
import type { Instant } from '../time/iso-date';
import type { PaymentMethod } from './order-kind';
import { priceLimit, type PriceLimitInput } from './price-limit';

export interface OrderDeadlineInput extends PriceLimitInput {
  readonly method: PaymentMethod;
  readonly placedAt: Instant;
  /** When the method in force was chosen, if later than placing. */
  readonly methodSince?: Instant;
  /** Where the offline deadline was moved to by a prolongation or an approval that stood in the way; null or absent: nowhere. */
  readonly offlineUntil?: Instant | null;
  readonly policies: Policies;
}

/**
 * When an unpaid order ends (product §4): by its method, never past the term it was priced for, never past its tax rate.
 * A change to an online method on an older order gives the online time anew, within the offline deadline.
 * @throws RangeError for an automatic renewal without the end of grace.
 */
export function orderDeadline(input: OrderDeadlineInput): Instant {
  const limit = priceLimit(input);
  return earliest([...methodDeadlines(input), ...(limit === null ? [] : [limit])]);
}

function methodDeadlines(input: OrderDeadlineInput): Instant[] {
  const { method, placedAt, methodSince, termEnd, policies } = input;
  const offline = offlineDeadline(input);
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

function offlineDeadline({ placedAt, offlineUntil, policies }: OrderDeadlineInput): Instant {
  const byPolicy = addMs(placedAt, policies.offlineDeadlineMs);
  return offlineUntil != null && offlineUntil > byPolicy ? offlineUntil : byPolicy;
}
