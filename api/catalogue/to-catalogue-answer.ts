import type { Partner } from '../../db/account/find-partner';
import type { Locale } from '../../domain/billing/billing-data';
import { findSeller, planItem, serviceItem, type PriceItem } from '../../domain/catalogue/catalogue';
import { methodsOffered } from '../../domain/catalogue/offered-methods';
import { PLANS, SERVICES, type TermLength } from '../../domain/catalogue/plan';
import { unitPrice } from '../../domain/catalogue/unit-price';
import { invariant } from '../../domain/assert';
import { money } from '../../domain/money/money';
import { multiplyByRatio } from '../../domain/money/multiply-by-ratio';
import { isPayable } from '../../domain/payment/is-payable';
import { itemName } from '../../domain/quote/describe-line';
import type { Instant } from '../../domain/time/iso-date';
import { todayIn } from '../../domain/time/time-zone';
import type { OfferDeps } from '../shared/methods-for';

const TERM_LENGTHS: readonly TermLength[] = [
  { cycle: 'monthly', years: null },
  ...[1, 2, 3, 4, 5].map((years) => ({ cycle: 'annually', years }) as const),
];
const BASIS_POINTS = 10_000;

interface Reader {
  readonly partner: Partner;
  readonly at: Instant;
  readonly locale: Locale;
}

/** The catalogue as one partner sees it today, in the zone of its seller. */
export function toCatalogueAnswer({ catalogue, providers }: OfferDeps, { partner, at, locale }: Reader) {
  const seller = findSeller(catalogue, partner.sellerId);
  invariant(seller !== undefined, `partner ${partner.partnerId} has a seller that the catalogue lacks`);
  const day = todayIn(seller.timeZone, at);
  const { currency } = partner;
  const pricesOf = (item: PriceItem) =>
    TERM_LENGTHS.flatMap((termLength) => {
      const found = unitPrice(catalogue, { currency, day, item, termLength, partner });
      if (found === undefined) return [];
      const { unit: list, discountBasisPoints } = found;
      const net = multiplyByRatio(list, BASIS_POINTS - discountBasisPoints, BASIS_POINTS, 'half-up');
      return [{ ...termLength, list, discountBasisPoints, net }];
    });
  return {
    version: catalogue.version,
    isSample: catalogue.isSample,
    day,
    partnerId: partner.partnerId,
    currency,
    seller: { sellerId: seller.sellerId, legalName: seller.legalName, country: seller.country },
    plans: PLANS.map((plan) => ({
      plan,
      name: itemName({ type: 'plan', plan }, locale),
      services: catalogue.planServices[plan],
      prices: pricesOf(planItem(plan)),
    })),
    services: SERVICES.map((service) => ({
      service,
      name: itemName({ type: 'service', service }, locale),
      ...catalogue.quantityRules[service],
      prices: pricesOf(serviceItem(service)),
    })),
    methods: methodsOffered(catalogue, seller.sellerId, currency)
      .filter(({ method }) => isPayable(method, providers))
      .map(({ method, minMinor, maxMinor }) => ({
        method,
        min: money(minMinor, currency),
        max: maxMinor === null ? null : money(maxMinor, currency),
      })),
  };
}
