import type { Refund } from '@paypal/paypal-server-sdk';
import type { RefundView } from '../shared/payment-provider';
import { GatewayFailure } from '../shared/provider-failure';
import { unitOf } from './checkout-view';
import type { PayPalCalls } from './paypal-calls';
import { callPayPal } from './paypal-failure';
import { idBehindUpLink, isPayPalId } from './paypal-ids';
import { toRefundView } from './refund-view';
import { checkoutOfCapture } from './resolve-checkout';

/** PayPal lists no refunds of a capture; the order that it belongs to shows them. */
export async function listRefunds(calls: PayPalCalls, captureId: string): Promise<readonly RefundView[]> {
  if (!isPayPalId(captureId)) return [];
  const checkoutId = checkoutOfCapture(await callPayPal('read', () => calls.getCapture(captureId)));
  if (checkoutId === null) {
    throw new GatewayFailure('unknown_outcome', 'paypal_capture_without_order', 'PayPal: the capture names no order');
  }
  const order = await callPayPal('read', () => calls.getOrder(checkoutId));
  return (unitOf(order)?.payments?.refunds ?? [])
    .filter((refund) => isOf(refund, captureId))
    .sort((one, other) => ((one.createTime ?? '') < (other.createTime ?? '') ? -1 : 1))
    .map(toRefundView);
}

/** One that does not say whose it is counts: to overlook a refund means to send money twice. */
function isOf(refund: Refund, captureId: string): boolean {
  const named = idBehindUpLink(refund.links, 'captures');
  return named === null || named === captureId;
}
