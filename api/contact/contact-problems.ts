import type { BillingData } from '../../domain/billing/billing-data';
import { isCountry } from '../../domain/tax/country';
import { taxNumberProblem } from '../../domain/tax/tax-number-problem';
import { invalidInput } from '../http/app-error';

/** What the tax rules would refuse at the next quote is told now. @throws AppError 422 */
export function checkContactData({ country, taxNumberType, taxNumber }: BillingData): void {
  if (!isCountry(country)) {
    throw invalidInput([
      { field: 'data.country', code: 'country_unknown', message: 'is no country code of ISO 3166-1' },
    ]);
  }
  if (taxNumberType === null || taxNumber === null) return;
  const problem = taxNumberProblem(taxNumberType, taxNumber, country);
  if (problem !== null) throw invalidInput([{ field: 'data.taxNumber', ...problem }]);
}
