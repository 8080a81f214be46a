import type { BillingData } from '../billing/billing-data';
import type { Plan, Service, TermLength } from '../catalogue/plan';
import type { Entitlement } from '../company/entitlement';
import type { Currency, Money } from '../money/money';
import type { OrderKind } from '../order/order-kind';
import type { TaxLine } from '../tax/tax-line';
import type { Instant, IsoDate, Period } from '../time/iso-date';

export type LineItem =
  { readonly type: 'plan'; readonly plan: Plan } | { readonly type: 'service'; readonly service: Service };

/** One line of a quote, order and invoice; what is needed to say its arithmetic in words in any language. */
export interface PricedLine {
  /** From 1, in the order of the quote. */
  readonly lineNo: number;
  readonly item: LineItem;
  /** Units bought: the delta of a service, 1 for a plan. */
  readonly quantity: number;
  /** Capacity of the service once the order is active; 1 for a plan. */
  readonly resultingTotal: number;
  /** List price of one unit for the whole term length, before discount. */
  readonly listUnit: Money;
  /** 1000 = 10 % off list; 0 where a partner's own price replaces the list price. */
  readonly discountBasisPoints: number;
  readonly daysCharged: number;
  readonly daysInTerm: number;
  readonly period: Period;
  readonly list: Money;
  /** list − net. */
  readonly discount: Money;
  readonly net: Money;
}

export interface Totals {
  readonly net: Money;
  readonly tax: Money;
  readonly gross: Money;
}

/** What is charged: immutable once stored (product §3). */
export interface Quote {
  readonly quoteId: string;
  readonly partnerId: string;
  readonly companyId: string;
  readonly sellerId: string;
  readonly kind: OrderKind;
  readonly currency: Currency;
  readonly termLength: TermLength;
  /** The term that the order buys or that it ends with; for a first purchase "if paid today". */
  readonly term: Period;
  /** Day of the month that the term's ends are computed from, 1–31. */
  readonly anchorDay: number;
  readonly lines: readonly PricedLine[];
  readonly taxLines: readonly TaxLine[];
  readonly totals: Totals;
  readonly billing: BillingData;
  readonly billingContactId: string | null;
  /** What Workplace will be told if the order is activated with nothing else in between. */
  readonly target: Entitlement;
  /** Version of the subscription that the quote was made for, 0 for none. */
  readonly subscriptionVersion: number;
  /** Day in the company's time zone that days are counted from. */
  readonly quotedOn: IsoDate;
  readonly priceBookVersion: string;
  readonly createdAt: Instant;
  readonly expiresAt: Instant;
}
