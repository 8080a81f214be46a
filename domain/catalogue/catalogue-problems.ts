import type { Currency } from '../money/money';
import type { IsoDate } from '../time/iso-date';
import type { Catalogue } from './catalogue';
import { bankDetailsFor, type Seller } from './seller';

/** What is wrong between the parts of a catalogue whose parts are right by themselves; each with its path. */
export function catalogueProblems(catalogue: Catalogue): string[] {
  return [
    ...quantityProblems(catalogue),
    ...repeated(catalogue.priceBooks, 'priceBooks', (book) => book.version),
    ...repeated(catalogue.priceBooks, 'priceBooks', (book) => `${book.currency} from ${book.effectiveFrom}`),
    ...repeated(catalogue.tiers, 'tiers', (tier) => tier.tier),
    ...repeated(catalogue.sellers, 'sellers', (seller) => seller.sellerId),
    ...repeated(catalogue.sellers, 'sellers', (seller) => seller.invoicePrefix),
    ...repeated(catalogue.methods, 'methods', (offer) => `${offer.sellerId} ${offer.currency} ${offer.method}`),
    ...overlaps(catalogue.taxRates, 'taxRates', (rate) => [rate.country, rate.validFrom, rate.validUntil]),
    ...overlaps(catalogue.partnerPrices, 'partnerPrices', (own) => [
      `${own.partnerCode} ${own.currency}`,
      own.effectiveFrom,
      own.effectiveUntil,
    ]),
    ...rateProblems(catalogue),
    ...methodProblems(catalogue),
  ];
}

function quantityProblems(catalogue: Catalogue): string[] {
  return Object.entries(catalogue.quantityRules).flatMap(([service, { min, max, step }]) =>
    min <= max && min % step === 0 ? [] : [`quantityRules.${service}: min must be a multiple of step and not above max`]
  );
}

function rateProblems(catalogue: Catalogue): string[] {
  return catalogue.taxRates.flatMap((rate, index) =>
    (rate.kind === 'standard') === rate.rateBasisPoints > 0
      ? []
      : [`taxRates[${index}].rateBasisPoints: must be above 0 for a standard rate and 0 for any other`]
  );
}

function methodProblems(catalogue: Catalogue): string[] {
  const sellers = new Map(catalogue.sellers.map((seller) => [seller.sellerId, seller]));
  return catalogue.methods.flatMap(({ sellerId, method, currency, minMinor, maxMinor }, index) => [
    ...(sellers.has(sellerId) ? [] : [`methods[${index}].sellerId: there is no seller ${sellerId}`]),
    ...(method === 'offline' && !hasAccount(sellers.get(sellerId), currency)
      ? [
          `methods[${index}].method: ${sellerId} has no bank details in ${currency} that an offline order could be paid to`,
        ]
      : []),
    ...(maxMinor === null || minMinor <= maxMinor ? [] : [`methods[${index}].maxMinor: must not be below minMinor`]),
  ]);
}

function hasAccount(seller: Seller | undefined, currency: Currency): boolean {
  return seller === undefined || bankDetailsFor(seller, currency) !== null;
}

function repeated<T>(entries: readonly T[], path: string, keyOf: (entry: T) => string): string[] {
  const seen = new Set<string>();
  return entries.flatMap((entry, index) => {
    const key = keyOf(entry);
    if (seen.has(key)) return [`${path}[${index}]: ${key} is there already`];
    seen.add(key);
    return [];
  });
}

type DatedKey = readonly [key: string, from: IsoDate, until: IsoDate | null];

function overlaps<T>(entries: readonly T[], path: string, datedKeyOf: (entry: T) => DatedKey): string[] {
  const dated = entries.map(datedKeyOf);
  return dated.flatMap(([key, from, until], index) => {
    if (until !== null && until < from) return [`${path}[${index}]: ends before it begins`];
    const earlier = dated
      .slice(0, index)
      .some(
        ([otherKey, otherFrom, otherUntil]) =>
          otherKey === key && (until === null || otherFrom <= until) && (otherUntil === null || from <= otherUntil)
      );
    return earlier ? [`${path}[${index}]: ${key} has an earlier entry for some of these days`] : [];
  });
}
