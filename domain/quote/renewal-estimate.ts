import { SERVICES } from '../catalogue/plan';
import type { Money } from '../money/money';
import type { QuoteContext } from './quote-input';
import { quotePurchasePlan } from './quote-purchase-plan';

/**
 * Gross of one more term of the same length at today's prices and today's capacity, for reminders; nothing is promised by
 * it. Null where it cannot be priced.
 */
export function renewalEstimate(context: QuoteContext): Money | null {
  const { plan, cycle, years, capacities } = context.subscription;
  if (plan === null || cycle === null) return null;
  const items = SERVICES.filter((service) => capacities[service] > 0).map((service) => ({
    service,
    quantity: capacities[service],
  }));
  const withoutPlan = { ...context.subscription, plan: null, term: null, trial: false, nextTermPaid: null };
  const quoted = quotePurchasePlan({ ...context, subscription: withoutPlan, plan, cycle, years, items });
  return quoted.ok ? quoted.quote.totals.gross : null;
}
