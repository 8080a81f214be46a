import type { CapturedPayment } from '@paypal/paypal-server-sdk';
import { unitOf } from './checkout-view';
import type { PayPalCalls } from './paypal-calls';
import { callPayPal, isNotFound } from './paypal-failure';
import { idBehindUpLink, isPayPalId, readCustomId } from './paypal-ids';

export interface ResolvedCheckout {
  readonly checkoutId: string;
  readonly orderId: string | null;
}

/** An id does not tell whether it is of an order, a capture or a refund, so they are asked for in this order. */
export async function resolveCheckout(calls: PayPalCalls, objectId: string): Promise<ResolvedCheckout | null> {
  if (!isPayPalId(objectId)) return null;
  const order = await known(() => calls.getOrder(objectId));
  if (order !== null) return { checkoutId: objectId, orderId: readCustomId(unitOf(order)?.customId).orderId };
  const capture = (await known(() => calls.getCapture(objectId))) ?? (await captureOfRefund(calls, objectId));
  const checkoutId = capture === null ? null : checkoutOfCapture(capture);
  return checkoutId === null ? null : { checkoutId, orderId: readCustomId(capture?.customId).orderId };
}

/** `null` for a capture of another kind of payment, which has no order. */
export function checkoutOfCapture(capture: CapturedPayment): string | null {
  const named = capture.supplementaryData?.relatedIds?.orderId ?? idBehindUpLink(capture.links, 'orders');
  return named !== null && isPayPalId(named) ? named : null;
}

async function captureOfRefund(calls: PayPalCalls, refundId: string): Promise<CapturedPayment | null> {
  const refund = await known(() => calls.getRefund(refundId));
  const captureId = idBehindUpLink(refund?.links, 'captures');
  return captureId === null ? null : known(() => calls.getCapture(captureId));
}

async function known<T>(call: () => Promise<T>): Promise<T | null> {
  try {
    return await callPayPal('read', call);
  } catch (error) {
    if (isNotFound(error)) return null;
    throw error;
  }
}
