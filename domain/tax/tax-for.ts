import type { BillingData } from '../billing/billing-data';
import type { Seller } from '../catalogue/seller';
import type { FieldProblem } from '../field-problem';
import { sumMoney, zeroMoney } from '../money/add-money';
import type { Currency, Money } from '../money/money';
import { multiplyByRatio } from '../money/multiply-by-ratio';
import type { IsoDate } from '../time/iso-date';
import { isCountry, isEuMemberState } from './country';
import type { TaxCategory, TaxLine } from './tax-line';
import { taxNumberProblem } from './tax-number-problem';
import { findTaxRate, type TaxRate } from './tax-rate';

export type TaxBuyer = Pick<BillingData, 'country' | 'taxNumberType' | 'taxNumber'>;

export interface TaxInput {
  readonly seller: Pick<Seller, 'country' | 'taxRegistrations'>;
  readonly billing: TaxBuyer;
  /** The rounded nets of the lines; all of one currency and one kind of service, so of one rate. */
  readonly lineNets: readonly Money[];
  readonly currency: Currency;
  readonly day: IsoDate;
  readonly rates: readonly TaxRate[];
  /** What the register said of the number; when it was not asked, the form decides. */
  readonly numberCheck?: 'valid' | 'invalid' | 'unchecked';
}

export type TaxResult =
  { readonly ok: true; readonly taxLines: readonly TaxLine[] } | { readonly ok: false; readonly problem: FieldProblem };

/** The taxes of an order, or why it cannot be sold there: never a silent zero (product §7). */
export function taxFor(input: TaxInput): TaxResult {
  const problem = buyerProblem(input.billing);
  if (problem !== null) return { ok: false, problem };
  const { country } = input.billing;
  if (country === input.seller.country) return charged(input, 'domestic');
  const registration = input.seller.taxRegistrations.find((candidate) => candidate.country === country);
  if (isEuMemberState(country) && isEuMemberState(input.seller.country)) {
    if (hasValidVatNumber(input)) return uncharged(input, 'reverse_charge', country);
    return registration === undefined ? numberRequired(country) : charged(input, 'destination');
  }
  if (registration?.scheme === 'local') return charged(input, 'destination');
  return uncharged(input, 'export', input.seller.country);
}

function buyerProblem({ country, taxNumber, taxNumberType }: TaxBuyer): FieldProblem | null {
  if (!isCountry(country)) {
    const message = 'This country is not known; choose it by its two letters, such as DE.';
    return { field: 'billing.country', code: 'country_unknown', message };
  }
  if (taxNumber === null || taxNumber === '') return null;
  if (taxNumberType === null) {
    const message = 'Choose the type of the tax number.';
    return { field: 'billing.taxNumberType', code: 'tax_number_type_missing', message };
  }
  const problem = taxNumberProblem(taxNumberType, taxNumber, country);
  return problem === null ? null : { field: 'billing.taxNumber', ...problem };
}

function hasValidVatNumber({ billing, numberCheck }: TaxInput): boolean {
  const hasNumber = billing.taxNumber !== null && billing.taxNumber !== '';
  return hasNumber && billing.taxNumberType === 'vat_number' && numberCheck !== 'invalid';
}

function charged(input: TaxInput, category: 'domestic' | 'destination'): TaxResult {
  const { country } = input.billing;
  const rate = findTaxRate(input.rates, country, input.day);
  if (rate === undefined) {
    const message = `No tax rate of ${country} is known for ${input.day}, so nothing can be sold there; tell your account manager.`;
    return { ok: false, problem: { field: 'billing.country', code: 'tax_rate_unknown', message } };
  }
  const base = sumMoney(input.lineNets, input.currency);
  const { rateBasisPoints, validUntil } = rate;
  const tax = multiplyByRatio(base, rateBasisPoints, 10_000, 'half-up');
  const named = rate.kind === 'standard' ? category : rate.kind;
  return {
    ok: true,
    taxLines: [{ category: named, rateBasisPoints, base, tax, country, rateValidUntil: validUntil }],
  };
}

function uncharged(input: TaxInput, category: TaxCategory, country: string): TaxResult {
  const base = sumMoney(input.lineNets, input.currency);
  const tax = zeroMoney(input.currency);
  return { ok: true, taxLines: [{ category, rateBasisPoints: 0, base, tax, country, rateValidUntil: null }] };
}

function numberRequired(country: string): TaxResult {
  const message = `Selling to ${country} needs the buyer’s valid VAT number; add it to the billing contact.`;
  return { ok: false, problem: { field: 'billing.taxNumber', code: 'tax_number_required', message } };
}
