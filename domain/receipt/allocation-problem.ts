import type { Money } from '../money/money';
import { openMinor, type BankMoney } from '../order/order-money';
import { leftMinor, type ReceiptMoney } from './receipt-money';

export interface AllocationWish {
  readonly receipt: ReceiptMoney & {
    readonly partnerId: string | null;
    /** Whose account the money came to. */
    readonly sellerId: string;
    readonly currency: string;
    readonly reversed: object | null;
  };
  readonly order: BankMoney & { readonly partnerId: string; readonly sellerId: string; readonly total: Money };
  /** What of the receipt is to pay the order. */
  readonly amountMinor: number;
}

export type AllocationProblem =
  | 'receipt_reversed'
  | 'receipt_of_other_partner'
  | 'receipt_of_other_seller'
  | 'receipt_in_other_currency'
  | 'receipt_exceeded'
  | 'order_exceeded';

/**
 * Why a receipt cannot pay the order with that amount (product §5): one partner, the order's own seller, one currency, never above what is left of the
 * receipt, never above what is open on the order; the rest stays unmatched. null when it can.
 */
export function allocationProblem({ receipt, order, amountMinor }: AllocationWish): AllocationProblem | null {
  if (receipt.reversed !== null) return 'receipt_reversed';
  if (receipt.partnerId !== null && receipt.partnerId !== order.partnerId) return 'receipt_of_other_partner';
  if (receipt.sellerId !== order.sellerId) return 'receipt_of_other_seller';
  if (receipt.currency !== order.total.currency) return 'receipt_in_other_currency';
  if (amountMinor <= 0 || amountMinor > leftMinor(receipt)) return 'receipt_exceeded';
  return amountMinor > openMinor(order) ? 'order_exceeded' : null;
}
