import { addDays } from '../time/add-months';
import type { IsoDate } from '../time/iso-date';
import { paidUntil, type SubscriptionSnapshot } from './subscription-snapshot';

/** What a company's subscription is on a day of its own calendar. */
export type SubscriptionPhase = 'none' | 'trial' | 'active' | 'grace' | 'lapsed';

/** By its dates alone: a trial has no grace, a paid term has `graceDays` of it. */
export function phaseOn(subscription: SubscriptionSnapshot, today: IsoDate, graceDays: number): SubscriptionPhase {
  const until = paidUntil(subscription);
  if (subscription.plan === null || until === null) return 'none';
  if (subscription.trial) return today < until ? 'trial' : 'lapsed';
  if (today < until) return 'active';
  return today < addDays(until, graceDays) ? 'grace' : 'lapsed';
}
