export const ROUNDINGS = ['half-up', 'half-even'] as const;
export type Rounding = (typeof ROUNDINGS)[number];

/**
 * Exact integer division with one named rounding. `half-up` rounds a tie away from zero, so that a credit mirrors its charge.
 * @throws RangeError when the denominator is zero.
 */
export function divideRounded(numerator: bigint, denominator: bigint, rounding: Rounding): bigint {
  if (denominator === 0n) throw new RangeError('the denominator must not be zero');
  const isNegative = numerator < 0n !== denominator < 0n;
  const dividend = magnitude(numerator);
  const divisor = magnitude(denominator);
  const quotient = dividend / divisor;
  const twiceRest = 2n * (dividend % divisor);
  const tieGoesUp = rounding === 'half-up' || quotient % 2n === 1n;
  const isRoundedUp = twiceRest > divisor || (twiceRest === divisor && tieGoesUp);
  const rounded = isRoundedUp ? quotient + 1n : quotient;
  return isNegative ? -rounded : rounded;
}

export function magnitude(value: bigint): bigint {
  return value < 0n ? -value : value;
}
