import { isTermLength, planItem, serviceItem } from '../catalogue/catalogue';
import { CYCLES, PLANS, type Capacities, type Plan, type TermLength } from '../catalogue/plan';
import { unitPrice } from '../catalogue/unit-price';
import type { FieldProblem } from '../field-problem';
import { paidUntil, type SubscriptionSnapshot } from '../subscription/subscription-snapshot';
import { anchorDayOf, termFor } from '../subscription/term';
import { addDays } from '../time/add-months';
import type { IsoDate, Period } from '../time/iso-date';
import { todayIn } from '../time/time-zone';
import { assembleQuote } from './assemble-quote';
import { checkItems, type CheckedItem } from './item-problems';
import { priceLine } from './price-line';
import type { LineItem, PricedLine } from './quote';
import type { PurchasePlanInput, QuoteResult } from './quote-input';
import { priceMissing, withItems } from './quote-purchase-service';

const NO_CAPACITY: Capacities = { meeting_room: 0, location: 0, desk: 0, visitor: 0 };

/**
 * A plan with services for a company without a running one: first purchase, win-back, or conversion of a trial. A full term
 * that starts at activation, shown as "if paid today"; what an ended plan or a trial had is not carried over.
 */
export function quotePurchasePlan(input: PurchasePlanInput): QuoteResult {
  const today = todayIn(input.subscription.timeZone, input.at);
  const plan = PLANS.find((candidate) => candidate === input.plan);
  const termLength = parseTermLength(input);
  const problems = [
    ...companyProblems(input.subscription, today, input.policies.graceDays),
    ...(plan === undefined ? [planUnknown()] : []),
    ...termLength.problems,
  ];
  const items = checkItems(input.items, {
    catalogue: input.catalogue,
    plan: plan ?? 'pro',
    scheduledPlan: null,
    capacities: NO_CAPACITY,
  });
  problems.push(...items.problems);
  if (plan === undefined || termLength.value === null || problems.length > 0) return { ok: false, problems };
  return quoteTerm(input, { plan, termLength: termLength.value, items: items.checked, today });
}

interface Choice {
  readonly plan: Plan;
  readonly termLength: TermLength;
  readonly items: readonly CheckedItem[];
  readonly today: IsoDate;
}

function quoteTerm(input: PurchasePlanInput, choice: Choice): QuoteResult {
  const { plan, termLength, items, today } = choice;
  const term = termFor(termLength, today);
  const wanted: Wanted[] = [
    { item: { type: 'plan', plan }, quantity: 1, field: 'plan' },
    ...items.map(({ service, quantity }, index): Wanted => {
      return { item: { type: 'service', service }, quantity, field: `items[${index}].service` };
    }),
  ];
  const priced = priceWanted(input, wanted, choice, term);
  if (!priced.ok) return priced;
  return assembleQuote(input, {
    kind: 'purchase_plan',
    currency: input.currency,
    termLength,
    term,
    anchorDay: anchorDayOf(today),
    lines: priced.lines,
    target: {
      plan,
      cycle: termLength.cycle,
      years: termLength.years,
      termStart: term.from,
      expiresOn: term.until,
      trial: false,
      capacities: withItems(NO_CAPACITY, items),
    },
    quotedOn: today,
    priceBookVersion: priced.priceBookVersion,
    priceEndsOn: null,
  });
}

interface Wanted {
  readonly item: LineItem;
  readonly quantity: number;
  readonly field: string;
}

type PricedPlan =
  | { readonly ok: true; readonly lines: PricedLine[]; readonly priceBookVersion: string }
  | { readonly ok: false; readonly problems: FieldProblem[] };

function priceWanted(
  { catalogue, currency, partner }: PurchasePlanInput,
  wanted: readonly Wanted[],
  { termLength, today }: Choice,
  term: Period
): PricedPlan {
  const lines: PricedLine[] = [];
  const problems: FieldProblem[] = [];
  let priceBookVersion = '';
  for (const { item, quantity, field } of wanted) {
    const key = item.type === 'plan' ? planItem(item.plan) : serviceItem(item.service);
    const price = unitPrice(catalogue, { currency, day: today, item: key, termLength, partner });
    if (price === undefined) {
      problems.push(priceMissing(field, key, currency));
    } else {
      lines.push(
        priceLine({ lineNo: lines.length + 1, item, quantity, resultingTotal: quantity, price, period: term, term })
      );
      priceBookVersion = price.priceBookVersion;
    }
  }
  return problems.length > 0 ? { ok: false, problems } : { ok: true, lines, priceBookVersion };
}

function companyProblems(subscription: SubscriptionSnapshot, today: IsoDate, graceDays: number): FieldProblem[] {
  const until = paidUntil(subscription);
  if (subscription.plan === null || subscription.trial || until === null) return [];
  if (today < until) {
    const message = `The company has the ${subscription.plan} plan until ${until}; add services to it or switch the plan.`;
    return [{ field: 'companyId', code: 'plan_active', message }];
  }
  if (today < addDays(until, graceDays)) {
    const message = `The plan ended on ${until} and is in its days of grace, in which only a renewal can be bought.`;
    return [{ field: 'companyId', code: 'renewal_only', message }];
  }
  return [];
}

function planUnknown(): FieldProblem {
  return { field: 'plan', code: 'plan_unknown', message: `There is no such plan; known are ${PLANS.join(', ')}.` };
}

function parseTermLength(input: Pick<PurchasePlanInput, 'cycle' | 'years'>): {
  readonly value: TermLength | null;
  readonly problems: FieldProblem[];
} {
  const cycle = CYCLES.find((candidate) => candidate === input.cycle);
  if (cycle === undefined) {
    const message = `There is no such cycle; known are ${CYCLES.join(', ')}.`;
    return { value: null, problems: [{ field: 'cycle', code: 'cycle_unknown', message }] };
  }
  const { years } = input;
  if (!isTermLength({ cycle, years })) {
    const message =
      cycle === 'monthly' ? 'A monthly plan runs for one month; leave the years empty.' : 'Choose 1 to 5 years.';
    return { value: null, problems: [{ field: 'years', code: 'years_wrong', message }] };
  }
  return { value: { cycle, years }, problems: [] };
}
