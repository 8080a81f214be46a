import type { Cycle } from '../catalogue/plan';
import type { Policies } from '../policies/policies';
import { addDays } from '../time/add-months';
import { addMs, instantMs, MS_PER_HOUR, MS_PER_SECOND } from '../time/calendar';
import type { Instant, IsoDate } from '../time/iso-date';
import { startOfDayInstant } from '../time/time-zone';

export interface RenewalFacts {
  readonly companyId: string;
  readonly cycle: Cycle;
  /** First day on which the company is no longer covered. */
  readonly expiresOn: IsoDate;
  readonly timeZone: string;
  readonly autoRenew: boolean;
  readonly trial: boolean;
}

/** What a sleeping subscription gets up for. `reminder` names its days before expiry. */
export type Occasion =
  | { readonly kind: 'reminder'; readonly daysBefore: number }
  | { readonly kind: 'renewal_due' }
  | { readonly kind: 'grace_end' }
  | { readonly kind: 'trial_end' };

export interface PlannedWake {
  readonly at: Instant;
  readonly what: Occasion;
}

/** Spreads the companies that share an expiry day; always later than the promised moment, never earlier. */
const LARGEST_JITTER_MS = 2 * MS_PER_HOUR;

/** Everything that will happen to the subscription if nobody does anything, in order, no two at the same instant. */
export function reminderPlan(facts: RenewalFacts, policies: Policies): PlannedWake[] {
  const jitterMs = wakeJitterMs(facts.companyId);
  return apart(
    promisedMoments(facts, policies)
      .map(({ at, what }) => ({ at: addMs(at, jitterMs), what }))
      .sort((a, b) => instantMs(a.at) - instantMs(b.at))
  );
}

/**
 * The first entry after the instant. Ask with the instant of the entry that has just been dealt with, so that a sleeper that
 * overslept deals with the rest at once; ask with the present when a plan is new, so that what is past is skipped.
 */
export function nextWake(plan: readonly PlannedWake[], after: Instant): PlannedWake | null {
  return plan.find(({ at }) => instantMs(at) > instantMs(after)) ?? null;
}

/** 0 up to two hours in whole seconds, always the same for a company. */
export function wakeJitterMs(companyId: string): number {
  return (hash(companyId) % (LARGEST_JITTER_MS / MS_PER_SECOND)) * MS_PER_SECOND;
}

function promisedMoments(facts: RenewalFacts, policies: Policies): PlannedWake[] {
  const { expiresOn, timeZone } = facts;
  const expiry = startOfDayInstant(expiresOn, timeZone);
  if (facts.trial) return [{ at: expiry, what: { kind: 'trial_end' } }];
  const graceEnd = startOfDayInstant(addDays(expiresOn, policies.graceDays), timeZone);
  const due: PlannedWake = {
    at: addMs(expiry, -policies.renewalChargeBeforeExpiryMs),
    what: { kind: 'renewal_due' },
  };
  return [
    ...reminderDays(facts, policies).map((daysBefore): PlannedWake => {
      const at = startOfDayInstant(addDays(expiresOn, -daysBefore), timeZone);
      return { at, what: { kind: 'reminder', daysBefore } };
    }),
    ...(facts.autoRenew ? [due] : []),
    { at: graceEnd, what: { kind: 'grace_end' } },
  ];
}

function reminderDays({ cycle, autoRenew }: RenewalFacts, policies: Policies): number[] {
  const always = policies.renewalReminderDays[cycle];
  return [...new Set(autoRenew ? always : [...always, ...policies.autoRenewOffReminderDays])];
}

/** Moves an entry a second on where it falls on the one before, so that asking for the next never skips one. */
function apart(plan: readonly PlannedWake[]): PlannedWake[] {
  const result: PlannedWake[] = [];
  for (const wake of plan) {
    const last = result.at(-1);
    const isTaken = last !== undefined && instantMs(last.at) >= instantMs(wake.at);
    result.push(isTaken ? { ...wake, at: addMs(last.at, MS_PER_SECOND) } : wake);
  }
  return result;
}

/** FNV-1a, 32 bits. */
function hash(text: string): number {
  let state = 0x811c9dc5;
  for (const character of text) {
    state = Math.imul(state ^ (character.codePointAt(0) ?? 0), 0x01000193) >>> 0;
  }
  return state;
}
