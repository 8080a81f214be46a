import type { Entitlement } from './company-row';

export interface FieldError {
  readonly field: string;
  readonly code: string;
  readonly message: string;
}

/** Why a target, whose fields are valid one by one, cannot be set as a whole. */
export function checkEntitlement(target: Entitlement): FieldError[] {
  if (target.plan === null) return checkNoPlan(target);
  return [...checkTerm(target), ...(target.trial ? checkTrial(target) : checkPaid(target)), ...checkServices(target)];
}

function checkNoPlan(target: Entitlement): FieldError[] {
  const errors: FieldError[] = [];
  for (const field of ['cycle', 'years', 'termStart', 'expiresOn'] as const) {
    if (target[field] !== null)
      errors.push({ field, code: 'without_plan', message: `Without a plan, ${field} must be null.` });
  }
  if (target.trial) errors.push({ field: 'trial', code: 'without_plan', message: 'A trial needs a plan.' });
  for (const [service, count] of Object.entries(target.capacities)) {
    if (count > 0) errors.push(serviceError(service, 'Without a plan, all capacities must be 0.'));
  }
  return errors;
}

function checkTerm({ termStart, expiresOn }: Entitlement): FieldError[] {
  if (termStart === null || expiresOn === null) {
    return [{ field: 'termStart', code: 'missing_term', message: 'A plan needs termStart and expiresOn.' }];
  }
  if (termStart < expiresOn) return [];
  return [{ field: 'expiresOn', code: 'empty_term', message: 'expiresOn must be later than termStart.' }];
}

function checkTrial({ cycle, years }: Entitlement): FieldError[] {
  if (cycle === null && years === null) return [];
  return [{ field: 'cycle', code: 'trial_with_cycle', message: 'On trial, cycle and years must be null.' }];
}

function checkPaid({ cycle, years }: Entitlement): FieldError[] {
  if (cycle === null) return [{ field: 'cycle', code: 'missing_cycle', message: 'A paid plan needs a cycle.' }];
  if (cycle === 'annually' && years === null) {
    return [{ field: 'years', code: 'missing_years', message: 'An annual plan needs years (1 to 5).' }];
  }
  if (cycle === 'monthly' && years !== null) {
    return [{ field: 'years', code: 'years_on_monthly', message: 'On a monthly plan, years must be null.' }];
  }
  return [];
}

/** Desk and visitor come with Standard and Pro only. */
function checkServices({ plan, capacities }: Entitlement): FieldError[] {
  if (plan !== 'basic') return [];
  return (['desk', 'visitor'] as const)
    .filter((service) => capacities[service] > 0)
    .map((service) => serviceError(service, `The basic plan does not include ${service}.`));
}

function serviceError(service: string, message: string): FieldError {
  return { field: `capacities.${service}`, code: 'service_not_in_plan', message };
}
