import type { CheckoutView } from '../shared/payment-provider';
import { toCheckoutView } from './checkout-view';
import type { PayPalCalls } from './paypal-calls';
import { callPayPal, isNotFound } from './paypal-failure';
import { isPayPalId } from './paypal-ids';

/** PayPal deletes what nobody approved in time: an unknown order takes no money any more. */
export async function lookUp(calls: PayPalCalls, checkoutId: string): Promise<CheckoutView> {
  if (!isPayPalId(checkoutId)) return { state: 'expired', lastProblem: null };
  try {
    return toCheckoutView(await callPayPal('read', () => calls.getOrder(checkoutId)));
  } catch (error) {
    if (isNotFound(error)) return { state: 'expired', lastProblem: null };
    throw error;
  }
}
