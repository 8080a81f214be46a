import type { Policies } from '../policies/policies';
import { addMs, instantMs, MS_PER_DAY } from '../time/calendar';
import type { Instant } from '../time/iso-date';
import type { PaymentMethod } from './order-kind';
import type { OrderState } from './order-state';

export interface ReminderTime {
  readonly at: Instant;
  /** Once per order: `account_manager:3` on the third day, `buyer:<day of the deadline>`, `approvers:<day>`. */
  readonly what: string;
}

export interface ReminderInput {
  readonly state: OrderState;
  readonly method: PaymentMethod;
  readonly placedAt: Instant;
  readonly deadlineAt: Instant;
  /** Set while the order waits for a second pair of eyes. */
  readonly approvalSince: Instant | null;
  readonly policies: Policies;
  /** Reminders up to this instant are past. */
  readonly after: Instant;
}

/**
 * When somebody is reminded of an order that waits for people (product §4, §5), earliest first: the account manager on some
 * days after an offline order was placed, its buyer before the deadline, the approvers every day. Of the daily ones only the
 * next is given, since nobody knows how many there will be.
 */
export function reminderTimes(order: ReminderInput): ReminderTime[] {
  if (order.state === 'awaiting_approval') return nextForApprovers(order);
  if (order.state !== 'awaiting_payment' || order.method !== 'offline') return [];
  const { placedAt, deadlineAt, policies, after } = order;
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

function nextForApprovers({ approvalSince, after }: ReminderInput): ReminderTime[] {
  if (approvalSince === null) return [];
  const sinceMs = instantMs(approvalSince);
  const days = Math.max(1, Math.floor((instantMs(after) - sinceMs) / MS_PER_DAY) + 1);
  const at = addMs(approvalSince, days * MS_PER_DAY);
  return [{ at, what: `approvers:${at.slice(0, 10)}` }];
}
