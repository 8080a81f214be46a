import type { PaymentMethod } from '../order/order-kind';
import type { Currency } from '../money/money';
import type { Policies } from '../policies/policies';
import type { TaxRate } from '../tax/tax-rate';
import type { IsoDate } from '../time/iso-date';
import type { Plan, Service, TermLength } from './plan';
import type { Seller } from './seller';

/** What may be bought of one service. */
export interface QuantityRule {
  /** Smallest number of units that one order adds. */
  readonly min: number;
  /** Largest capacity that a company may have in total. */
  readonly max: number;
  /** What one order adds is a multiple of this. */
  readonly step: number;
}

export type PriceItem = `plan:${Plan}` | `service:${Service}`;

export const TERM_KEYS = ['month', 'year1', 'year2', 'year3', 'year4', 'year5'] as const;
export type TermKey = (typeof TERM_KEYS)[number];

/** Net minor units for one unit of an item over the whole term. */
export type TermPrices = Readonly<Partial<Record<TermKey, number>>>;
export type PriceTable = Readonly<Partial<Record<PriceItem, TermPrices>>>;

/** List prices of one currency; they hold until the currency's next book begins. */
export interface PriceBook {
  readonly version: string;
  readonly currency: Currency;
  readonly effectiveFrom: IsoDate;
  readonly prices: PriceTable;
}

/** A partner's own prices: where one is given it replaces the list price, and no tier discount applies to it. */
export interface PartnerPrices {
  readonly partnerCode: string;
  readonly currency: Currency;
  readonly effectiveFrom: IsoDate;
  /** The last day, null while open. */
  readonly effectiveUntil: IsoDate | null;
  readonly prices: PriceTable;
}

export interface Tier {
  readonly tier: string;
  /** 1000 = 10 % off list. */
  readonly discountBasisPoints: number;
}

export type CheckoutMethod = Exclude<PaymentMethod, 'saved' | 'none'>;

/** A method that checkout offers for gross totals from `minMinor` to `maxMinor`, both included. */
export interface MethodOffer {
  readonly sellerId: string;
  readonly currency: Currency;
  readonly method: CheckoutMethod;
  readonly minMinor: number;
  /** Null where the method has no upper limit. */
  readonly maxMinor: number | null;
}

/** Everything that is for sale, by whom and on which terms; read from one versioned file. */
export interface Catalogue {
  readonly version: string;
  /** The numbers are examples, not a vendor's prices. */
  readonly isSample: boolean;
  readonly planServices: Readonly<Record<Plan, readonly Service[]>>;
  readonly quantityRules: Readonly<Record<Service, QuantityRule>>;
  readonly priceBooks: readonly PriceBook[];
  readonly partnerPrices: readonly PartnerPrices[];
  readonly tiers: readonly Tier[];
  readonly taxRates: readonly TaxRate[];
  readonly sellers: readonly Seller[];
  readonly methods: readonly MethodOffer[];
  readonly policies: Policies;
}

export function planItem(plan: Plan): PriceItem {
  return `plan:${plan}`;
}

export function serviceItem(service: Service): PriceItem {
  return `service:${service}`;
}

/** Undefined for a length that is not sold: months come singly, years from 1 to 5. */
export function termKey({ cycle, years }: TermLength): TermKey | undefined {
  if (cycle === 'monthly') return years === null ? 'month' : undefined;
  return TERM_KEYS.find((key) => key === `year${years}`);
}

export function isTermLength(termLength: TermLength): boolean {
  return termKey(termLength) !== undefined;
}

export function planSupports(catalogue: Catalogue, plan: Plan, service: Service): boolean {
  return catalogue.planServices[plan].includes(service);
}

export function findSeller(catalogue: Catalogue, sellerId: string): Seller | undefined {
  return catalogue.sellers.find((seller) => seller.sellerId === sellerId);
}
