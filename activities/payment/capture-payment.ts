import { beginCapture, endCapture, type PaymentAttempt } from '../../db/payment/attempts';
import { hasWinner } from '../../db/payment/captures';
import { lockOrder } from '../../db/shared/order-facts';
import { inTransaction } from '../../db/shared/transaction';
import type { CheckoutView, PaymentProvider } from '../../gateways/shared/payment-provider';
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
  const view = await provider.captureCheckout({ checkoutId: attempt.checkoutId, idempotencyKey: keyOf(begun) });
  if (view.state === 'open') await inTransaction(db, (trx) => endCapture(trx, begun));
  return view;
}

/** By what the business decided: a repeat has the same key, a try after a decline another. */
function keyOf({ orderId, attemptNo, captureNo }: PaymentAttempt): string {
  return `order:${orderId}:attempt:${attemptNo}:capture:${captureNo}`;
}
