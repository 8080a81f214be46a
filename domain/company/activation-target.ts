import { planSupports, type Catalogue } from '../catalogue/catalogue';
import type { Capacities, Plan, Service, TermLength } from '../catalogue/plan';
import { anchorDayOf, termFor } from '../subscription/term';
import {
  paidTermAfter,
  paidUntil,
  runningTerm,
  type SubscriptionSnapshot,
} from '../subscription/subscription-snapshot';
import type { Instant, Period } from '../time/iso-date';
import { todayIn } from '../time/time-zone';
import type { Entitlement } from './entitlement';

export interface Delta {
  readonly service: Service;
  readonly quantity: number;
}

export interface ActivationInput {
  readonly kind: 'purchase_plan' | 'purchase_service';
  readonly deltas: readonly Delta[];
  /** The term, plan and length that the order was priced for. */
  readonly quotedTerm: Period;
  /** The paid term after it that the order was charged for as well; null when it was charged for the first alone. */
  readonly quotedNextTerm: Period | null;
  readonly quotedPlan: Plan | null;
  readonly termLength: TermLength;
  readonly subscription: SubscriptionSnapshot;
  readonly catalogue: Catalogue;
  readonly at: Instant;
}

export type ActivationTarget =
  | { readonly ok: true; readonly target: Entitlement; readonly term: Period; readonly anchorDay: number }
  /** The world moved between quote and money: a person decides about the paid order (product §4). */
  | { readonly ok: false; readonly code: ActivationConflict };

export const ACTIVATION_CONFLICTS = [
  'plan_changed',
  'term_changed',
  'plan_running',
  'service_not_in_plan',
  'service_leaves_with_downgrade',
  'over_limit',
] as const;
export type ActivationConflict = (typeof ACTIVATION_CONFLICTS)[number];

/**
 * The whole target for Workplace, from what the company has now and what the order adds; plan, limits, scheduled downgrade
 * and term are checked again, since other orders may have been activated in between.
 */
export function activationTarget(input: ActivationInput): ActivationTarget {
  return input.kind === 'purchase_service' ? expansionTarget(input) : firstPurchaseTarget(input);
}

function expansionTarget(input: ActivationInput): ActivationTarget {
  const { subscription, quotedTerm, quotedNextTerm, quotedPlan, at } = input;
  const running = runningTerm(subscription, todayIn(subscription.timeZone, at));
  if (running === null || !samePeriod(running.term, quotedTerm)) return conflict('term_changed');
  // Capacity holds for all that is paid: a term that the order was not charged for would be given away, one that is gone taken.
  if (!samePeriod(paidTermAfter(subscription, running.term)?.term ?? null, quotedNextTerm))
    return conflict('term_changed');
  if (running.plan !== quotedPlan) return conflict('plan_changed');
  const capacities = added(subscription.capacities, input.deltas);
  const problem = capacityProblem(input, running.plan, capacities);
  if (problem !== null) return conflict(problem);
  return {
    ok: true,
    term: running.term,
    anchorDay: subscription.anchorDay ?? anchorDayOf(running.term.from),
    target: {
      plan: running.plan,
      cycle: running.termLength.cycle,
      years: running.termLength.years,
      termStart: running.term.from,
      expiresOn: paidUntil(subscription),
      trial: false,
      capacities,
    },
  };
}

function samePeriod(a: Period | null, b: Period | null): boolean {
  return a?.from === b?.from && a?.until === b?.until;
}

/** The term starts on the day of activation, whenever that comes (product §3). */
function firstPurchaseTarget(input: ActivationInput): ActivationTarget {
  const { subscription, quotedPlan, termLength, at } = input;
  const today = todayIn(subscription.timeZone, at);
  if (!subscription.trial && runningTerm(subscription, today) !== null) return conflict('plan_running');
  if (quotedPlan === null) return conflict('plan_changed');
  const capacities = added(NOTHING, input.deltas);
  const problem = capacityProblem(
    { ...input, subscription: { ...subscription, scheduledPlan: null } },
    quotedPlan,
    capacities
  );
  if (problem !== null) return conflict(problem);
  const term = termFor(termLength, today);
  return {
    ok: true,
    term,
    anchorDay: anchorDayOf(today),
    target: {
      plan: quotedPlan,
      cycle: termLength.cycle,
      years: termLength.years,
      termStart: term.from,
      expiresOn: term.until,
      trial: false,
      capacities,
    },
  };
}

const NOTHING: Capacities = { meeting_room: 0, location: 0, desk: 0, visitor: 0 };

function added(capacities: Capacities, deltas: readonly Delta[]): Capacities {
  const totals = { ...capacities };
  for (const { service, quantity } of deltas) totals[service] += quantity;
  return totals;
}

function capacityProblem(
  { deltas, catalogue, subscription }: ActivationInput,
  plan: Plan,
  capacities: Capacities
): ActivationConflict | null {
  for (const { service } of deltas) {
    if (!planSupports(catalogue, plan, service)) return 'service_not_in_plan';
    const { scheduledPlan } = subscription;
    if (scheduledPlan !== null && !planSupports(catalogue, scheduledPlan, service))
      return 'service_leaves_with_downgrade';
    if (capacities[service] > catalogue.quantityRules[service].max) return 'over_limit';
  }
  return null;
}

function conflict(code: ActivationConflict): ActivationTarget {
  return { ok: false, code };
}
