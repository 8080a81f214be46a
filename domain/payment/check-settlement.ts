import { sameMoney, type Money } from '../money/money';

export interface Settlement {
  readonly orderId: string;
  readonly amount: Money;
}

/** The object read back from the provider; the currency may be one that we do not sell in. */
export interface SeenSettlement {
  /** Null when the provider's object names no order. */
  readonly orderId: string | null;
  readonly amountMinor: number;
  readonly currency: string;
}

export type SettlementCheck = 'right' | 'wrong_amount' | 'wrong_currency' | 'wrong_order';

/** Compares what was read back from the provider with what the order asks for; never what a webhook body or return URL says. */
export function checkSettlement(expected: Settlement, seen: SeenSettlement): SettlementCheck {
  if (seen.orderId !== expected.orderId) return 'wrong_order';
  if (seen.currency.toUpperCase() !== expected.amount.currency) return 'wrong_currency';
  const seenMoney: Money = { amountMinor: seen.amountMinor, currency: expected.amount.currency };
  return sameMoney(expected.amount, seenMoney) ? 'right' : 'wrong_amount';
}
