import type Stripe from 'stripe';
import type { PaymentView } from '../shared/payment-provider';
import { attemptNoOf, orderIdOf } from './checkout-view';
import type { StripeCalls } from './stripe-calls';
import { callStripe, isNotFound } from './stripe-failure';

/** Declined tries of one intent stand beside the charge that brought the money, newest first. */
const MOST_TRIES = 100;

export async function readPayment(calls: StripeCalls, captureId: string): Promise<PaymentView | null> {
  try {
    if (/^(ch|py)_\w+$/.test(captureId)) {
      return toPaymentView(await callStripe('read', () => calls.retrieveCharge(captureId)));
    }
    if (!/^pi_\w+$/.test(captureId)) return null;
    const list = await callStripe('read', () => calls.listCharges({ payment_intent: captureId, limit: MOST_TRIES }));
    return list.data.map(toPaymentView).find((view) => view !== null) ?? null;
  } catch (error) {
    if (isNotFound(error)) return null;
    throw error;
  }
}

/** The charge is the money; null for one that brought none. */
export function toPaymentView(charge: Stripe.Charge): PaymentView | null {
  if (!charge.paid || charge.amount_captured === 0) return null;
  return {
    captureId: idOf(charge.payment_intent) ?? charge.id,
    takenAt: new Date(charge.created * 1_000).toISOString(),
    amount: { amountMinor: charge.amount_captured, currency: charge.currency.toUpperCase() },
    refundedMinor: charge.amount_refunded,
    disputed: charge.disputed,
    orderId: orderIdOf(charge.metadata),
    attemptNo: attemptNoOf(charge.metadata),
  };
}

function idOf(reference: string | { readonly id: string } | null): string | null {
  return typeof reference === 'string' ? reference : (reference?.id ?? null);
}
