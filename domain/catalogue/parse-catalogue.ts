import {
  boolean,
  integer,
  JsonProblems,
  list,
  nullable,
  object,
  oneOf,
  partialRecord,
  record,
  text,
  textThat,
  type Reader,
} from '../json-reader';
import { CURRENCIES } from '../money/money';
import { readPolicies } from '../policies/parse-policies';
import { isCountry } from '../tax/country';
import { RATE_KINDS, type TaxRate } from '../tax/tax-rate';
import { isIsoDate } from '../time/calendar';
import { isTimeZone } from '../time/time-zone';
import {
  planItem,
  serviceItem,
  TERM_KEYS,
  type Catalogue,
  type CheckoutMethod,
  type MethodOffer,
  type PartnerPrices,
  type PriceBook,
  type QuantityRule,
  type Tier,
} from './catalogue';
import { catalogueProblems } from './catalogue-problems';
import { PLANS, SERVICES } from './plan';
import {
  REGISTRATION_SCHEMES,
  type BankDetails,
  type Seller,
  type SellerAddress,
  type TaxRegistration,
} from './seller';

/** Together with the largest quantity, the largest price keeps every amount of an order far inside the safe integers. */
const LARGEST_PRICE_MINOR = 1_000_000_000;
const LARGEST_CAPACITY = 100_000;
const CHECKOUT_METHODS: readonly CheckoutMethod[] = ['card', 'paypal', 'offline'];

const code = textThat((value) => /^[a-z0-9][a-z0-9._-]{0,63}$/.test(value), 'a code of small letters, digits, . _ -');
const country = textThat(isCountry, 'an ISO 3166-1 alpha-2 country');
const day = textThat(isIsoDate, 'a day such as 2026-01-31');
const timeZone = textThat(isTimeZone, 'an IANA time zone');
const currency = oneOf(CURRENCIES);
const quantity = integer(1, LARGEST_CAPACITY);
const prices = partialRecord(
  [...PLANS.map(planItem), ...SERVICES.map(serviceItem)],
  partialRecord(TERM_KEYS, integer(0, LARGEST_PRICE_MINOR))
);

const priceBook = object<PriceBook>({ version: code, currency, effectiveFrom: day, prices });
const partnerPrices = object<PartnerPrices>({
  partnerCode: code,
  currency,
  effectiveFrom: day,
  effectiveUntil: nullable(day),
  prices,
});
const taxRate = object<TaxRate>({
  country,
  kind: oneOf(RATE_KINDS),
  rateBasisPoints: integer(0, 10_000),
  validFrom: day,
  validUntil: nullable(day),
});
const seller = object<Seller>({
  sellerId: code,
  legalName: text(),
  address: object<SellerAddress>({ street: text(), city: text(), stateProvince: text(), zipCode: text(20) }),
  country,
  taxNumber: text(40),
  taxRegistrations: list(
    object<TaxRegistration>({ country, scheme: oneOf(REGISTRATION_SCHEMES), taxNumber: text(40) }),
    250
  ),
  timeZone,
  taxCurrency: currency,
  invoicePrefix: textThat((value) => /^[A-Z]{2,5}$/.test(value), '2 to 5 capital letters'),
  bankDetails: list(
    object<BankDetails>({ currency, bank: text(), accountHolder: text(), account: text(40), swift: text(11) }),
    20
  ),
});
const methodOffer = object<MethodOffer>({
  sellerId: code,
  currency,
  method: oneOf(CHECKOUT_METHODS),
  minMinor: integer(1, Number.MAX_SAFE_INTEGER),
  maxMinor: nullable(integer(1, Number.MAX_SAFE_INTEGER)),
});

const catalogue: Reader<Catalogue> = object<Catalogue>({
  version: code,
  isSample: boolean,
  planServices: record(PLANS, list(oneOf(SERVICES), SERVICES.length)),
  quantityRules: record(SERVICES, object<QuantityRule>({ min: quantity, max: quantity, step: quantity })),
  priceBooks: list(priceBook, 200),
  partnerPrices: list(partnerPrices, 5_000),
  tiers: list(object<Tier>({ tier: code, discountBasisPoints: integer(0, 10_000) }), 50),
  taxRates: list(taxRate, 2_000),
  sellers: list(seller, 50),
  methods: list(methodOffer, 500),
  policies: readPolicies,
});

/** @throws JsonProblems that name everything wrong, each with its path. */
export function parseCatalogue(json: unknown): Catalogue {
  const parsed = catalogue(json, '');
  const problems = catalogueProblems(parsed);
  if (problems.length > 0) throw new JsonProblems(problems);
  return parsed;
}
