import { money, type Currency, type Money } from '../money/money';
import type { IsoDate } from '../time/iso-date';
import { termKey, type Catalogue, type PartnerPrices, type PriceBook, type PriceItem } from './catalogue';
import type { TermLength } from './plan';

/** The partner as prices see it. */
export interface PartnerPricing {
  readonly partnerCode: string;
  /** Null for a partner that pays list prices. */
  readonly tier: string | null;
}

export interface PriceRequest {
  readonly currency: Currency;
  /** Day that decides which book holds. */
  readonly day: IsoDate;
  readonly item: PriceItem;
  readonly termLength: TermLength;
  readonly partner: PartnerPricing;
}

export interface UnitPrice {
  /** Net, one unit, whole term, before discount; the partner's own price where it has one. */
  readonly unit: Money;
  /** 0 where the partner's own price holds. */
  readonly discountBasisPoints: number;
  readonly priceBookVersion: string;
}

/** The book of the currency that began last before or on the day. */
export function findPriceBook(catalogue: Catalogue, currency: Currency, day: IsoDate): PriceBook | undefined {
  return catalogue.priceBooks
    .filter((book) => book.currency === currency && book.effectiveFrom <= day)
    .reduce<PriceBook | undefined>(
      (latest, book) => (latest === undefined || book.effectiveFrom > latest.effectiveFrom ? book : latest),
      undefined
    );
}

/**
 * The partner's own price, else list with the tier's discount; never both (product §3).
 * Undefined when no book holds on the day, the item has no price in it, or the partner's tier is unknown.
 */
export function unitPrice(catalogue: Catalogue, request: PriceRequest): UnitPrice | undefined {
  const book = findPriceBook(catalogue, request.currency, request.day);
  const discountBasisPoints = tierDiscount(catalogue, request.partner.tier);
  const key = termKey(request.termLength);
  if (book === undefined || discountBasisPoints === undefined || key === undefined) return undefined;
  const own = findPartnerPrices(catalogue, request)?.prices[request.item]?.[key];
  if (own !== undefined) return asUnitPrice(own, 0, book);
  const list = book.prices[request.item]?.[key];
  return list === undefined ? undefined : asUnitPrice(list, discountBasisPoints, book);
}

function asUnitPrice(amountMinor: number, discountBasisPoints: number, book: PriceBook): UnitPrice {
  return { unit: money(amountMinor, book.currency), discountBasisPoints, priceBookVersion: book.version };
}

function tierDiscount(catalogue: Catalogue, tier: string | null): number | undefined {
  if (tier === null) return 0;
  return catalogue.tiers.find((candidate) => candidate.tier === tier)?.discountBasisPoints;
}

function findPartnerPrices(catalogue: Catalogue, request: PriceRequest): PartnerPrices | undefined {
  return catalogue.partnerPrices.find(
    (own) =>
      own.partnerCode === request.partner.partnerCode &&
      own.currency === request.currency &&
      own.effectiveFrom <= request.day &&
      (own.effectiveUntil === null || request.day <= own.effectiveUntil)
  );
}
