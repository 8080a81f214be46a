import type { Currency, Money } from '../money/money';
import type { Policies } from '../policies/policies';

/** Bank money of an order, minor units of its currency. */
export interface BankMoney {
  readonly total: Money;
  readonly receivedMinor: number;
  /** Closed as bank charges. */
  readonly shortfallMinor: number;
}

/** What is still missing; never below zero, since no receipt is allocated beyond the total. */
export function openMinor({ total, receivedMinor, shortfallMinor }: BankMoney): number {
  return Math.max(0, total.amountMinor - receivedMinor - shortfallMinor);
}

/** Product §5: a gross total above the limit of its currency needs a second pair of eyes. */
export function needsApproval(total: Money, policies: Policies): boolean {
  return total.amountMinor > policies.secondApprovalAboveMinor[total.currency];
}

/** The largest shortfall that can be closed as bank charges. */
export function shortfallTolerance(currency: Currency, policies: Policies): number {
  return policies.shortfallToleranceMinor[currency];
}

/** Where bank money takes an order that waits for it. */
export function stateForBankMoney(
  money: BankMoney,
  policies: Policies
): 'awaiting_payment' | 'awaiting_approval' | 'fulfilling' {
  if (openMinor(money) > 0) return 'awaiting_payment';
  return needsApproval(money.total, policies) ? 'awaiting_approval' : 'fulfilling';
}
