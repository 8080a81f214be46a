import { beginCapture, endCapture, type PaymentAttempt } from '../../db/payment/attempts';
import { hasWinner } from '../../db/payment/captures';
import { lockOrder } from '../../db/shared/order-facts';
import { inTransaction } from '../../db/shared/transaction';
import type { CheckoutView, PaymentProvider } from '../../gateways/shared/payment-provider';
import { GatewayFailure } from '../../gateways/shared/provider-failure';
import type { PaymentDeps } from './payment-deps';

/**
 * Takes the money of a page that its payer has approved, when the order still wants it by this page. Closing a page is a mark
 * in our database where the provider has no call for it, so mark and capture go through the order's lock: whichever comes
 * first keeps the other out. Null: the money is not taken, now or ever by this page.
 */
export async function capturePayment(
  { db }: PaymentDeps,
  provider: PaymentProvider,
  attempt: PaymentAttempt & { readonly checkoutId: string }
): Promise<CheckoutView | null> {
  const begun = await inTransaction(db, async (trx) => {
    const order = await lockOrder(trx, attempt.orderId);
    const wanted = order.state === 'awaiting_payment' && order.receivedMinor === 0;
    return wanted && !(await hasWinner(trx, order.orderId)) ? beginCapture(trx, attempt) : null;
  });
  if (begun === null) return null;
  const view = await capture(provider, { ...begun, checkoutId: attempt.checkoutId }).catch(async (error: unknown) => {
    // Refused for good: nothing was taken, so the page may be closed, and the next try is another capture.
    if (error instanceof GatewayFailure && error.kind === 'refused') await endNow(db, begun);
    throw error;
  });
  if (view.state === 'open') await endNow(db, begun);
  return view;
}

function capture(
  provider: PaymentProvider,
  attempt: PaymentAttempt & { readonly checkoutId: string }
): Promise<CheckoutView> {
  return provider.captureCheckout({ checkoutId: attempt.checkoutId, idempotencyKey: keyOf(attempt) });
}

function endNow(db: PaymentDeps['db'], attempt: PaymentAttempt): Promise<void> {
  return inTransaction(db, (trx) => endCapture(trx, attempt));
}

/** By what the business decided: a repeat has the same key, a try after a decline another. */
function keyOf({ orderId, attemptNo, captureNo }: PaymentAttempt): string {
  return `order:${orderId}:attempt:${attemptNo}:capture:${captureNo}`;
}
