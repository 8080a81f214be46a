import type { Order, OrdersCapture, PurchaseUnit } from '@paypal/paypal-server-sdk';
import type { CheckoutView, SavedMethod } from '../shared/payment-provider';
import { fromPayPalMoney } from './paypal-amount';
import { idBehindUpLink, readCustomId } from './paypal-ids';

/** Money came with these, whatever was sent back since. */
const PAID = new Set<string>(['COMPLETED', 'PARTIALLY_REFUNDED', 'REFUNDED']);
const DENIED = new Set<string>(['DECLINED', 'FAILED']);

export function toCheckoutView(order: Order): CheckoutView {
  const captures = capturesOf(order);
  // The money decides before the order: an order can be complete while its capture is pending or denied.
  const paid = captures.find(isPaidCapture);
  if (paid !== undefined) return paidView(order, paid);
  if (captures.some(({ status }) => !DENIED.has(status ?? ''))) return { state: 'processing' };
  switch (order.status as string | undefined) {
    case 'CREATED':
    case 'SAVED':
    case 'PAYER_ACTION_REQUIRED':
      return { state: 'open', lastProblem: null };
    case 'APPROVED':
      return { state: 'approved' };
    case 'VOIDED':
      return { state: 'expired', lastProblem: null };
    case 'COMPLETED':
      return captures.length > 0 ? { state: 'expired', lastProblem: 'capture_denied' } : { state: 'processing' };
    default:
      // A word that PayPal invents later is no reason to give up on money that may be on its way.
      return { state: 'processing' };
  }
}

export function unitOf(order: Order): PurchaseUnit | undefined {
  return order.purchaseUnits?.[0];
}

export function capturesOf(order: Order): readonly OrdersCapture[] {
  return unitOf(order)?.payments?.captures ?? [];
}

export function isPaidCapture({ status }: Pick<OrdersCapture, 'status'>): boolean {
  return PAID.has(status ?? '');
}

function paidView(order: Order, capture: OrdersCapture): CheckoutView {
  return {
    state: 'paid',
    captureId: capture.id ?? '',
    amount: fromPayPalMoney(capture.amount),
    refundedMinor: refundedMinor(order, capture),
    ...readCustomId(capture.customId ?? unitOf(order)?.customId),
    savedMethod: savedMethodOf(order),
  };
}

/** A capture says whether it was refunded; how much of it stands with the refunds. Failed ones are still here. */
export function refundedMinor(order: Order, capture: Pick<OrdersCapture, 'id' | 'status' | 'amount'>): number {
  const status: string | undefined = capture.status;
  if (status === 'REFUNDED') return fromPayPalMoney(capture.amount).amountMinor;
  const refunds = unitOf(order)?.payments?.refunds ?? [];
  return refunds
    .filter((refund) => idBehindUpLink(refund.links, 'captures') === capture.id && !isLost(refund.status))
    .reduce((sum, { amount }) => sum + fromPayPalMoney(amount).amountMinor, 0);
}

function isLost(status: string | undefined): boolean {
  return status === 'FAILED' || status === 'CANCELLED';
}

/** Only what PayPal has stored already; a method that is still being stored has an id that cannot be charged. */
function savedMethodOf(order: Order): SavedMethod | null {
  const wallet = order.paymentSource?.paypal;
  const vault = wallet?.attributes?.vault;
  const status: string | undefined = vault?.status;
  const customerId = vault?.customer?.id ?? order.payer?.payerId ?? wallet?.accountId;
  if (vault?.id === undefined || status !== 'VAULTED' || customerId === undefined) return null;
  return {
    providerCustomerId: customerId,
    providerMethodId: vault.id,
    brand: 'paypal',
    last4: null,
    expiryMonth: null,
    expiryYear: null,
  };
}
