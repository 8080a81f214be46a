import { nextWake, reminderPlan, type Occasion, type PlannedWake } from '../../domain/subscription/reminder-plan';
import { paidUntil } from '../../domain/subscription/subscription-snapshot';
import type { Policies } from '../../domain/policies/policies';
import { methodToForget } from '../../db/subscription/method-of-company';
import { inTransaction } from '../../db/shared/transaction';
import { lockSubscription, noteWake, type SubscriptionRow } from '../../db/subscription/subscription-row';
import type { SubscriptionPlan, SubscriptionStepInput } from '../../workflows/contracts/subscription-steps';
import { FinalFailure } from '../shared/final-failure';
import type { StepDeps } from '../shared/step-deps';

/** Plans the sleeper's next date by today's rules and notes it in its row. */
export const planSubscription =
  (deps: StepDeps) =>
  ({ companyId, at }: SubscriptionStepInput): Promise<SubscriptionPlan> =>
    inTransaction(deps.db, async (trx) => {
      const subscription = await lockSubscription(trx, companyId);
      if (subscription === null) throw new FinalFailure('company_unknown', 'the company was never taken over');
      const after = subscription.duesDoneUntil ?? at;
      const wake = nextWake(datesOf(subscription, deps.policies), after);
      const what = wake === null ? 'nothing' : occasionCode(wake.what);
      await noteWake(trx, companyId, { at: wake?.at ?? null, what }, after);
      return {
        wakeAt: wake?.at ?? null,
        what,
        version: subscription.rowVersion,
        partnerId: subscription.partnerId,
        forgetMethodId: (await methodToForget(trx, companyId))?.savedMethodId ?? null,
      };
    });

/** Nothing is planned for a company without a running or just ended term. */
export function datesOf(subscription: SubscriptionRow, policies: Policies): PlannedWake[] {
  const { companyId, cycle, timeZone, autoRenew, trial, status } = subscription;
  const expiresOn = paidUntil(subscription);
  if (cycle === null || expiresOn === null || status === 'none' || status === 'lapsed') return [];
  return reminderPlan({ companyId, cycle, expiresOn, timeZone, autoRenew, trial }, policies);
}

/** `reminder:30`, `renewal_due`: readable in the Web UI, and what `performDue` is told. */
export function occasionCode(occasion: Occasion): string {
  return occasion.kind === 'reminder' ? `reminder:${occasion.daysBefore}` : occasion.kind;
}
