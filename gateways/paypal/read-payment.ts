import type { CapturedPayment } from '@paypal/paypal-server-sdk';
import type { PaymentView } from '../shared/payment-provider';
import { GatewayFailure } from '../shared/provider-failure';
import { isPaidCapture, refundedMinor } from './checkout-view';
import { fromPayPalMoney } from './paypal-amount';
import type { PayPalCalls } from './paypal-calls';
import { callPayPal, isNotFound } from './paypal-failure';
import { isPayPalId, readCustomId } from './paypal-ids';
import { checkoutOfCapture } from './resolve-checkout';

/** A capture does not tell how much of it went back; the order that it belongs to does. */
export async function readPayment(calls: PayPalCalls, captureId: string): Promise<PaymentView | null> {
  if (!isPayPalId(captureId)) return null;
  const capture = await captureOrNull(calls, captureId);
  if (capture === null || !isPaidCapture(capture)) return null;
  const checkoutId = checkoutOfCapture(capture);
  const order = checkoutId === null ? {} : await callPayPal('read', () => calls.getOrder(checkoutId));
  return {
    captureId,
    takenAt: takenAt(capture),
    amount: fromPayPalMoney(capture.amount),
    refundedMinor: refundedMinor(order, { ...capture, id: captureId }),
    disputed: null,
    ...readCustomId(capture.customId),
  };
}

async function captureOrNull(calls: PayPalCalls, captureId: string): Promise<CapturedPayment | null> {
  try {
    return await callPayPal('read', () => calls.getCapture(captureId));
  } catch (error) {
    if (isNotFound(error)) return null;
    throw error;
  }
}

function takenAt({ createTime }: CapturedPayment): string {
  const ms = Date.parse(createTime ?? '');
  if (Number.isNaN(ms)) throw new GatewayFailure('unavailable', 'paypal_unavailable', 'PayPal: a capture without time');
  return new Date(ms).toISOString();
}
