export interface PaidAndGone {
  /** What the order was paid with, minor units: the winning capture, or its bank money without closed shortfalls. */
  readonly paidMinor: number;
  /** Of refunds that people asked for: on their way or done. */
  readonly refundedMinor: number;
  /** Sent back at the provider by others than us. */
  readonly byOthersMinor: number;
  /** Taken by lost disputes. */
  readonly lostMinor: number;
}

/** What may still go back; the sum of all refunds never exceeds what was paid (product §5). Never below zero. */
export function refundableMinor({ paidMinor, refundedMinor, byOthersMinor, lostMinor }: PaidAndGone): number {
  return Math.max(0, paidMinor - refundedMinor - byOthersMinor - lostMinor);
}

/**
 * The money of a refund that credits `grossMinor`: less than that where a shortfall was closed as bank charges, since the
 * invoice stayed whole, or where a part has gone another way.
 */
export function refundAmountMinor(grossMinor: number, money: PaidAndGone): number {
  return Math.min(grossMinor, refundableMinor(money));
}
