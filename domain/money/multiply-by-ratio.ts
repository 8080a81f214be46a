import { divideRounded, type Rounding } from './divide-rounded';
import { money, type Money } from './money';

/**
 * `amount × numerator ÷ denominator`, exact until the one rounding at the end.
 * @throws RangeError when numerator or denominator is no integer, the denominator is zero, or the result leaves the safe integers.
 */
export function multiplyByRatio(
  amount: Money,
  numerator: number | bigint,
  denominator: number | bigint,
  rounding: Rounding
): Money {
  const exact = BigInt(amount.amountMinor) * toBigInt(numerator);
  return money(Number(divideRounded(exact, toBigInt(denominator), rounding)), amount.currency);
}

function toBigInt(value: number | bigint): bigint {
  if (typeof value === 'number' && !Number.isSafeInteger(value)) {
    throw new RangeError(`a ratio is made of integers, got ${value}`);
  }
  return BigInt(value);
}
