import { isCurrency, type Currency } from '../../domain/money/money';

/** @throws Error for a row in a currency that Purser does not sell in */
export function currencyOf(code: string): Currency {
  if (!isCurrency(code)) throw new Error(`${code} is not a currency that Purser sells in`);
  return code;
}
