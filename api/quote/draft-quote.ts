import { invariant } from '../../domain/assert';
import type { BillingData } from '../../domain/billing/billing-data';
import { findSeller } from '../../domain/catalogue/catalogue';
import type { FieldProblem } from '../../domain/field-problem';
import type { QuoteContext, QuoteDraft, QuoteResult, RequestedItem } from '../../domain/quote/quote-input';
import { quotePurchasePlan } from '../../domain/quote/quote-purchase-plan';
import { quotePurchaseService } from '../../domain/quote/quote-purchase-service';
import type { Instant } from '../../domain/time/iso-date';
import type { ApiDeps } from '../http/api-deps';
import { AppError, invalidInput } from '../http/app-error';
import type { MetCompany } from '../shared/meet-company';
import { toSubscriptionAnswer } from '../shared/subscription-schemas';

export interface Drafting {
  readonly asked:
    | { readonly kind: 'purchase_service'; readonly services: readonly RequestedItem[] }
    | {
        readonly kind: 'purchase_plan';
        readonly plan: string;
        readonly cycle: string;
        readonly years: number | null;
        readonly services: readonly RequestedItem[];
      };
  readonly met: MetCompany;
  readonly billing: BillingData;
  readonly at: Instant;
}

/** @throws AppError 422 that names fields as the caller sent them; 409 with the subscription when the moment is wrong */
export function draftQuote(deps: ApiDeps, { asked, met, billing, at }: Drafting): QuoteDraft {
  const { catalogue } = deps;
  const { partner, subscription } = met;
  const seller = findSeller(catalogue, partner.sellerId);
  invariant(seller !== undefined, `partner ${partner.partnerId} has a seller that the catalogue lacks`);
  const { policies } = catalogue;
  const { currency } = partner;
  const context: QuoteContext = { catalogue, partner, currency, seller, billing, subscription, at, policies };
  const result = quoteOf(asked, context);
  if (result.ok) return result.quote;
  const moment = result.problems.find(({ field }) => field === 'companyId');
  if (moment === undefined) throw invalidInput(result.problems.map(asCallerNamed));
  const currentState = toSubscriptionAnswer(subscription, at, policies.graceDays);
  throw new AppError('wrong_state', { detail: moment.message, extra: { reason: moment.code, currentState } });
}

function quoteOf(asked: Drafting['asked'], context: QuoteContext): QuoteResult {
  switch (asked.kind) {
    case 'purchase_service':
      return quotePurchaseService({ ...context, items: asked.services });
    case 'purchase_plan': {
      const { plan, cycle, years, services } = asked;
      return quotePurchasePlan({ ...context, plan, cycle, years, items: services });
    }
  }
}

/** The rules say `items`; the interface says `services`. */
function asCallerNamed(problem: FieldProblem): FieldProblem {
  return { ...problem, field: problem.field.replace(/^items\b/, 'services') };
}
