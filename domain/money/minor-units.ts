import type { Currency } from './money';

/** Decimals of a currency's amounts, as each party counts them. */
export interface MinorUnits {
  readonly iso: number;
  readonly stripe: number;
  readonly paypal: number;
}

/**
 * An own table: CLDR, and with it Intl, differs from ISO 4217 for some currencies, and the providers differ from both.
 * A currency outside the table is refused.
 */
export const MINOR_UNITS: Readonly<Record<Currency, MinorUnits>> = {
  USD: { iso: 2, stripe: 2, paypal: 2 },
  CNY: { iso: 2, stripe: 2, paypal: 2 },
  EUR: { iso: 2, stripe: 2, paypal: 2 },
};

export function minorUnits(currency: Currency): MinorUnits {
  return MINOR_UNITS[currency];
}
