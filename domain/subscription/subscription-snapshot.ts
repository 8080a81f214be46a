import type { Capacities, Cycle, Plan, TermLength } from '../catalogue/plan';
import type { WorkplaceCompany } from '../company/entitlement';
import type { Currency } from '../money/money';
import { toCivil } from '../time/calendar';
import type { IsoDate, Period } from '../time/iso-date';

export interface PaidTerm {
  readonly term: Period;
  readonly termLength: TermLength;
}

/** A company's subscription as quotes and activation see it. */
export interface SubscriptionSnapshot {
  /** Null when the company has no plan. */
  readonly plan: Plan | null;
  readonly cycle: Cycle | null;
  readonly years: number | null;
  /** The term that runs or ran last. */
  readonly term: Period | null;
  /** 1–31, null without a term. */
  readonly anchorDay: number | null;
  readonly trial: boolean;
  readonly capacities: Capacities;
  /** Rises by one per change; 0 before the first. */
  readonly version: number;
  readonly timeZone: string;
  /** Currency of the running term; null when Purser did not sell it. */
  readonly currency: Currency | null;
  /** The term after the running one, once it has been paid. */
  readonly nextTermPaid: PaidTerm | null;
  /** The lower plan that the next renewal brings. */
  readonly scheduledPlan: Plan | null;
}

/** The subscription of a company that Purser has not sold to before, taken over on first contact (product §6). */
export function takeOver(company: WorkplaceCompany): SubscriptionSnapshot {
  const { plan, cycle, years, trial, capacities, version, timeZone, termStart, expiresOn } = company;
  const term = termStart === null || expiresOn === null ? null : { from: termStart, until: expiresOn };
  return {
    plan,
    cycle,
    years,
    term,
    anchorDay: term === null ? null : anchorOf(term.from, term.until),
    trial,
    capacities,
    version,
    timeZone,
    currency: null,
    nextTermPaid: null,
    scheduledPlan: null,
  };
}

/** The later day of the month: a term from 28 Feb to 31 Mar began as one of a 31st. */
function anchorOf(from: IsoDate, until: IsoDate): number {
  return Math.max(toCivil(from).day, toCivil(until).day);
}

/** Plan, term and term length that hold on the day, or null: no plan, an incomplete record, or the paid time is over. */
export function runningTerm(subscription: SubscriptionSnapshot, today: IsoDate): (PaidTerm & { plan: Plan }) | null {
  const { plan, cycle, years, term, nextTermPaid } = subscription;
  if (plan === null || cycle === null || term === null) return null;
  if (today < term.until) return { plan, term, termLength: { cycle, years } };
  return nextTermPaid !== null && today < nextTermPaid.term.until ? { plan, ...nextTermPaid } : null;
}

/** The paid term that follows the running one; null when there is none, or when that is the one that runs. */
export function paidTermAfter({ nextTermPaid }: SubscriptionSnapshot, running: Period): PaidTerm | null {
  return nextTermPaid === null || nextTermPaid.term.from < running.until ? null : nextTermPaid;
}

/** The first day on which the company is no longer covered by what has been paid. */
export function paidUntil(subscription: SubscriptionSnapshot): IsoDate | null {
  return subscription.nextTermPaid?.term.until ?? subscription.term?.until ?? null;
}
