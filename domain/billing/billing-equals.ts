import type { BillingData } from './billing-data';

/** Field by field: an order is placed with exactly the billing data that its quote's tax came from. */
export function billingEquals(a: BillingData, b: BillingData): boolean {
  return (
    a.firstName === b.firstName &&
    a.lastName === b.lastName &&
    a.company === b.company &&
    a.email === b.email &&
    a.phone === b.phone &&
    a.country === b.country &&
    a.stateProvince === b.stateProvince &&
    a.city === b.city &&
    a.street === b.street &&
    a.zipCode === b.zipCode &&
    a.taxNumberType === b.taxNumberType &&
    a.taxNumber === b.taxNumber &&
    a.locale === b.locale
  );
}
