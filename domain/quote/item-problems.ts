import { planSupports, type Catalogue, type QuantityRule } from '../catalogue/catalogue';
import { SERVICES, type Capacities, type Plan, type Service } from '../catalogue/plan';
import type { FieldProblem } from '../field-problem';
import type { RequestedItem } from './quote-input';

export interface CheckedItem {
  readonly service: Service;
  readonly quantity: number;
  readonly resultingTotal: number;
}

export interface ItemContext {
  readonly catalogue: Catalogue;
  readonly plan: Plan;
  /** The lower plan that the next renewal brings, if one is scheduled. */
  readonly scheduledPlan: Plan | null;
  readonly capacities: Capacities;
}

/** The requested services, checked one by one, each problem under its own field. */
export function checkItems(
  items: readonly RequestedItem[],
  context: ItemContext
): { readonly checked: CheckedItem[]; readonly problems: FieldProblem[] } {
  const checked: CheckedItem[] = [];
  const problems: FieldProblem[] = [];
  items.forEach(({ service, quantity }, index) => {
    const known = SERVICES.find((candidate) => candidate === service);
    const isRepeated = items.slice(0, index).some((earlier) => earlier.service === service);
    const found =
      known === undefined
        ? [unknownService()]
        : [
            ...(isRepeated ? [duplicate(known)] : []),
            ...planProblems(known, context),
            ...quantityProblems(context.catalogue.quantityRules[known], quantity, context.capacities[known]),
          ];
    problems.push(...found.map((problem) => ({ ...problem, field: `items[${index}].${problem.field}` })));
    if (known !== undefined && found.length === 0) {
      checked.push({ service: known, quantity, resultingTotal: context.capacities[known] + quantity });
    }
  });
  return { checked, problems };
}

function unknownService(): FieldProblem {
  const message = `There is no such service; known are ${SERVICES.join(', ')}.`;
  return { field: 'service', code: 'service_unknown', message };
}

function duplicate(service: Service): FieldProblem {
  const message = `The service ${service} is in the order already; put the whole quantity into one line.`;
  return { field: 'service', code: 'service_duplicate', message };
}

function planProblems(service: Service, { catalogue, plan, scheduledPlan }: ItemContext): FieldProblem[] {
  if (!planSupports(catalogue, plan, service)) {
    const message = `The ${plan} plan does not include the service ${service}; switch to a plan that does.`;
    return [{ field: 'service', code: 'service_not_in_plan', message }];
  }
  if (scheduledPlan !== null && !planSupports(catalogue, scheduledPlan, service)) {
    const message = `A change to the ${scheduledPlan} plan is scheduled, which does not include the service ${service}; revoke the change first.`;
    return [{ field: 'service', code: 'service_not_in_scheduled_plan', message }];
  }
  return [];
}

function quantityProblems(rule: QuantityRule, quantity: number, current: number): FieldProblem[] {
  if (!Number.isSafeInteger(quantity)) return [quantityProblem('quantity_not_whole', 'Give a whole number of units.')];
  if (quantity < 1) return [quantityProblem('quantity_not_positive', 'Give the units to add, at least 1.')];
  if (quantity < rule.min) return [quantityProblem('quantity_too_small', `One order adds at least ${rule.min} units.`)];
  if (quantity % rule.step !== 0) {
    return [quantityProblem('quantity_wrong_step', `Units are added in steps of ${rule.step}.`)];
  }
  if (current + quantity > rule.max) {
    const room = Math.max(0, rule.max - current);
    const message = `At most ${rule.max} units are possible in total; ${room} more can be added to the ${current} there are.`;
    return [quantityProblem('quantity_over_limit', message)];
  }
  return [];
}

function quantityProblem(code: string, message: string): FieldProblem {
  return { field: 'quantity', code, message };
}
