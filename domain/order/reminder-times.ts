import type { Policies } from '../policies/policies';
import { addMs, MS_PER_DAY } from '../time/calendar';
import type { Instant } from '../time/iso-date';
import type { PaymentMethod } from './order-kind';

export interface ReminderTime {
  readonly at: Instant;
  /** Once per order: `account_manager:3` on the third day, `buyer:<deadline day>` before a deadline. */
  readonly what: string;
}

export interface ReminderInput {
  readonly method: PaymentMethod;
  readonly placedAt: Instant;
  readonly deadlineAt: Instant;
  readonly policies: Policies;
  /** Reminders before this are past. */
  readonly after: Instant;
}

/**
 * When somebody is reminded of an unpaid offline order (product §4): the account manager on some days after placing, the
 * buyer before the deadline. Earliest first; none at or past the deadline, and none for other methods.
 */
export function reminderTimes({ method, placedAt, deadlineAt, policies, after }: ReminderInput): ReminderTime[] {
  if (method !== 'offline') return [];
  const days = policies.accountManagerReminderDays.map((day) => ({
    at: addMs(placedAt, day * MS_PER_DAY),
    what: `account_manager:${day}`,
  }));
  const buyer = {
    at: addMs(deadlineAt, -policies.buyerReminderBeforeDeadlineMs),
    what: `buyer:${deadlineAt.slice(0, 10)}`,
  };
  return [...days, buyer]
    .filter(({ at }) => at > after && at < deadlineAt)
    .sort((a, b) => (a.at < b.at ? -1 : a.at > b.at ? 1 : 0));
}
