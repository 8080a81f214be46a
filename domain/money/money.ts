/** ISO 4217 codes of the currencies that Purser sells in. */
export const CURRENCIES = ['USD', 'CNY', 'EUR'] as const;
export type Currency = (typeof CURRENCIES)[number];

/** Integer count of the currency's smallest unit. JSON-safe, so it can cross HTTP, SQL and workflow borders. */
export interface Money {
  readonly amountMinor: number;
  readonly currency: Currency;
}

/** @throws RangeError when the amount is no safe integer. */
export function money(amountMinor: number, currency: Currency): Money {
  if (!Number.isSafeInteger(amountMinor)) {
    throw new RangeError(`amountMinor must be a safe integer, got ${amountMinor}`);
  }
  return { amountMinor: amountMinor === 0 ? 0 : amountMinor, currency };
}

export function isCurrency(value: string): value is Currency {
  return CURRENCIES.some((currency) => currency === value);
}

export function sameMoney(a: Money, b: Money): boolean {
  return a.currency === b.currency && a.amountMinor === b.amountMinor;
}
