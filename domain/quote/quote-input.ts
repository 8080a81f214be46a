import type { BillingData } from '../billing/billing-data';
import type { Catalogue } from '../catalogue/catalogue';
import type { Seller } from '../catalogue/seller';
import type { PartnerPricing } from '../catalogue/unit-price';
import type { FieldProblem } from '../field-problem';
import type { Currency } from '../money/money';
import type { Policies } from '../policies/policies';
import type { SubscriptionSnapshot } from '../subscription/subscription-snapshot';
import type { TaxInput } from '../tax/tax-for';
import type { Instant } from '../time/iso-date';
import type { Quote } from './quote';

/** What every quote is made from. */
export interface QuoteContext {
  readonly catalogue: Catalogue;
  readonly partner: PartnerPricing;
  /** The partner's billing currency; a running term keeps its own. */
  readonly currency: Currency;
  readonly seller: Seller;
  readonly billing: BillingData;
  readonly taxNumberCheck?: TaxInput['numberCheck'];
  readonly subscription: SubscriptionSnapshot;
  readonly at: Instant;
  readonly policies: Policies;
}

/** As a client sent it: the words and numbers may be wrong. */
export interface RequestedItem {
  readonly service: string;
  /** Units to add. */
  readonly quantity: number;
}

export interface PurchaseServiceInput extends QuoteContext {
  readonly items: readonly RequestedItem[];
}

export interface PurchasePlanInput extends QuoteContext {
  readonly plan: string;
  readonly cycle: string;
  /** 1–5 for annual terms, null for monthly ones. */
  readonly years: number | null;
  /** Services bought with the plan; may be empty. */
  readonly items: readonly RequestedItem[];
}

/** A quote without the ids that the caller gives it. */
export type QuoteDraft = Omit<Quote, 'quoteId' | 'partnerId' | 'companyId' | 'billingContactId'>;

export type QuoteResult =
  | { readonly ok: true; readonly quote: QuoteDraft }
  /** Fields are named as in the inputs above: `items[0].quantity`, `plan`, `billing.taxNumber`, `companyId`. */
  | { readonly ok: false; readonly problems: readonly FieldProblem[] };
