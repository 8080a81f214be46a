import { money, type Currency, type Money } from './money';

export function zeroMoney(currency: Currency): Money {
  return money(0, currency);
}

/** @throws RangeError when the currencies differ or the sum leaves the safe integers. */
export function addMoney(a: Money, b: Money): Money {
  requireSameCurrency(a.currency, b.currency);
  return money(a.amountMinor + b.amountMinor, a.currency);
}

/** @throws RangeError when the currencies differ or the difference leaves the safe integers. */
export function subtractMoney(a: Money, b: Money): Money {
  requireSameCurrency(a.currency, b.currency);
  return money(a.amountMinor - b.amountMinor, a.currency);
}

/** The currency is named because the sum of an empty list has one too. */
export function sumMoney(list: readonly Money[], currency: Currency): Money {
  return list.reduce((sum, part) => addMoney(sum, part), zeroMoney(currency));
}

/** Negative when `a` is less than `b`. @throws RangeError when the currencies differ. */
export function compareMoney(a: Money, b: Money): number {
  requireSameCurrency(a.currency, b.currency);
  return a.amountMinor - b.amountMinor;
}

function requireSameCurrency(a: Currency, b: Currency): void {
  if (a !== b) throw new RangeError(`cannot combine ${a} with ${b}`);
}
