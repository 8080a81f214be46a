/** One bank receipt's money, minor units of its own currency. */
export interface ReceiptMoney {
  readonly amountMinor: number;
  /** Pays orders. */
  readonly allocatedMinor: number;
  /** To be sent back, or sent back already. */
  readonly returningMinor: number;
}

/** What nobody has decided about yet; above zero the receipt is among the unmatched ones. */
export function leftMinor({ amountMinor, allocatedMinor, returningMinor }: ReceiptMoney): number {
  return amountMinor - allocatedMinor - returningMinor;
}
