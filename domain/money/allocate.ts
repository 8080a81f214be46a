import { magnitude } from './divide-rounded';
import { money, type Money } from './money';

/**
 * Splits without creating or losing a unit: the largest remainders receive the left-over units, earlier parts first.
 * @throws RangeError when a weight is negative or no safe integer, or when all are zero.
 */
export function allocate(total: Money, weights: readonly number[]): Money[] {
  if (weights.some((weight) => weight < 0 || !Number.isSafeInteger(weight))) {
    throw new RangeError('weights must be non-negative safe integers');
  }
  const weightSum = weights.reduce((sum, weight) => sum + BigInt(weight), 0n);
  if (weightSum === 0n) throw new RangeError('at least one weight must be positive');
  const parts = weights.map((weight, index) => {
    const product = BigInt(total.amountMinor) * BigInt(weight);
    return { index, share: product / weightSum, remainder: magnitude(product % weightSum) };
  });
  handOutRest(BigInt(total.amountMinor), parts);
  return parts.map((part) => money(Number(part.share), total.currency));
}

interface Part {
  readonly index: number;
  readonly remainder: bigint;
  share: bigint;
}

function handOutRest(total: bigint, parts: readonly Part[]): void {
  let rest = total - parts.reduce((sum, part) => sum + part.share, 0n);
  const unit = rest < 0n ? -1n : 1n;
  const byRemainder = [...parts].sort((a, b) => {
    if (a.remainder === b.remainder) return a.index - b.index;
    return b.remainder > a.remainder ? 1 : -1;
  });
  for (const part of byRemainder) {
    if (rest === 0n) return;
    part.share += unit;
    rest -= unit;
  }
}
