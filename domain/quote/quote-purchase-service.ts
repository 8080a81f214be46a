import { serviceItem } from '../catalogue/catalogue';
import type { Capacities } from '../catalogue/plan';
import { unitPrice, type UnitPrice } from '../catalogue/unit-price';
import type { Entitlement } from '../company/entitlement';
import type { FieldProblem } from '../field-problem';
import type { Currency } from '../money/money';
import {
  paidTermAfter,
  paidUntil,
  runningTerm,
  type PaidTerm,
  type SubscriptionSnapshot,
} from '../subscription/subscription-snapshot';
import type { IsoDate, Period } from '../time/iso-date';
import { todayIn } from '../time/time-zone';
import { assembleQuote } from './assemble-quote';
import { checkItems, type CheckedItem } from './item-problems';
import { priceLine } from './price-line';
import type { PricedLine } from './quote';
import type { PurchaseServiceInput, QuoteResult } from './quote-input';

/** More capacity for a running plan, ending with it, charged for the days that are left, today included (product §3). */
export function quotePurchaseService(input: PurchaseServiceInput): QuoteResult {
  const { subscription } = input;
  const today = todayIn(subscription.timeZone, input.at);
  const running = runningTerm(subscription, today);
  if (subscription.trial || running === null) return { ok: false, problems: [notForSale(subscription)] };
  const { checked, problems } = checkItems(input.items, {
    catalogue: input.catalogue,
    plan: running.plan,
    scheduledPlan: subscription.scheduledPlan,
    capacities: subscription.capacities,
  });
  if (input.items.length === 0) problems.push(nothingChosen());
  if (problems.length > 0) return { ok: false, problems };

  const terms = chargedTerms(subscription, running, today);
  const currency = subscription.currency ?? input.currency;
  const priced = priceItems(input, checked, terms, currency);
  if (!priced.ok) return priced;
  return assembleQuote(input, {
    kind: 'purchase_service',
    currency,
    termLength: running.termLength,
    term: running.term,
    anchorDay: subscription.anchorDay ?? Number(running.term.from.slice(-2)),
    lines: priced.lines,
    target: targetOf(subscription, running, checked),
    quotedOn: today,
    priceBookVersion: priced.priceBookVersion,
    priceEndsOn: running.term.until,
  });
}

interface ChargedTerm extends PaidTerm {
  readonly period: Period;
}

/** The rest of this term and, where the next one is paid already, the whole of that. */
function chargedTerms(subscription: SubscriptionSnapshot, running: PaidTerm, today: IsoDate): ChargedTerm[] {
  const { term, termLength } = running;
  const from = today < term.from ? term.from : today;
  const rest: ChargedTerm = { term, termLength, period: { from, until: term.until } };
  const next = paidTermAfter(subscription, term);
  return next === null ? [rest] : [rest, { ...next, period: next.term }];
}

type PricedItems =
  | { readonly ok: true; readonly lines: PricedLine[]; readonly priceBookVersion: string }
  | { readonly ok: false; readonly problems: FieldProblem[] };

function priceItems(
  input: PurchaseServiceInput,
  items: readonly CheckedItem[],
  terms: readonly ChargedTerm[],
  currency: Currency
): PricedItems {
  const day = todayIn(input.subscription.timeZone, input.at);
  const lines: PricedLine[] = [];
  const problems: FieldProblem[] = [];
  let last: UnitPrice | undefined;
  items.forEach(({ service, quantity, resultingTotal }, index) => {
    for (const { term, termLength, period } of terms) {
      const request = { currency, day, item: serviceItem(service), termLength, partner: input.partner };
      const price = unitPrice(input.catalogue, request);
      if (price === undefined) {
        problems.push(priceMissing(`items[${index}].service`, service, currency));
        return;
      }
      const item = { type: 'service', service } as const;
      lines.push(priceLine({ lineNo: lines.length + 1, item, quantity, resultingTotal, price, period, term }));
      last = price;
    }
  });
  if (problems.length > 0 || last === undefined) return { ok: false, problems };
  return { ok: true, lines, priceBookVersion: last.priceBookVersion };
}

export function priceMissing(field: string, item: string, currency: Currency): FieldProblem {
  const message = `There is no price in ${currency} for ${item} and this term; ask your account manager.`;
  return { field, code: 'price_missing', message };
}

function targetOf(
  subscription: SubscriptionSnapshot,
  running: NonNullable<ReturnType<typeof runningTerm>>,
  items: readonly CheckedItem[]
): Entitlement {
  return {
    plan: running.plan,
    cycle: running.termLength.cycle,
    years: running.termLength.years,
    termStart: running.term.from,
    expiresOn: paidUntil(subscription),
    trial: false,
    capacities: withItems(subscription.capacities, items),
  };
}

export function withItems(capacities: Capacities, items: readonly CheckedItem[]): Capacities {
  const totals = items.map(({ service, resultingTotal }) => [service, resultingTotal] as const);
  return { ...capacities, ...Object.fromEntries(totals) };
}

function notForSale({ plan, term, trial }: SubscriptionSnapshot): FieldProblem {
  if (trial) {
    const message = 'The company is on trial; buy the plan first, services can come with it.';
    return { field: 'companyId', code: 'on_trial', message };
  }
  if (plan === null || term === null) {
    const message = 'The company has no active plan; start with a first purchase of plan and services.';
    return { field: 'companyId', code: 'no_active_plan', message };
  }
  const message = `The plan ended on ${term.until}; renew it or buy a new one before adding capacity.`;
  return { field: 'companyId', code: 'plan_expired', message };
}

function nothingChosen(): FieldProblem {
  return { field: 'items', code: 'items_empty', message: 'Choose at least one service and its quantity.' };
}
