import type Stripe from 'stripe';
import type { CheckoutView, SavedMethod } from '../shared/payment-provider';

/** Needs the session with `payment_intent`, its `payment_method` and its `latest_charge` expanded. */
export function toCheckoutView(session: Stripe.Checkout.Session): CheckoutView {
  const intent = expanded(session.payment_intent);
  // The money decides before the session: the two change at different moments.
  if (intent?.status === 'succeeded') return paidView(session, intent);
  switch (session.status) {
    case 'open':
      return intent?.status === 'processing'
        ? { state: 'processing' }
        : { state: 'open', lastProblem: lastProblem(intent) };
    case 'expired':
      return { state: 'expired', lastProblem: null };
    case 'complete':
      return intent?.status === 'canceled' ? { state: 'expired', lastProblem: null } : { state: 'processing' };
    default:
      // A word that Stripe invents later is no reason to give up on money that may be on its way.
      return { state: 'processing' };
  }
}

export function orderIdOf(metadata: Stripe.Metadata | null | undefined): string | null {
  return metadata?.['order_id'] ?? null;
}

export function attemptNoOf(metadata: Stripe.Metadata | null | undefined): number | null {
  const text = metadata?.['attempt_no'];
  return text !== undefined && /^\d{1,6}$/.test(text) ? Number(text) : null;
}

function paidView(session: Stripe.Checkout.Session, intent: Stripe.PaymentIntent): CheckoutView {
  return {
    state: 'paid',
    captureId: intent.id,
    amount: { amountMinor: intent.amount_received, currency: intent.currency.toUpperCase() },
    refundedMinor: expanded(intent.latest_charge)?.amount_refunded ?? 0,
    orderId: orderIdOf(intent.metadata) ?? orderIdOf(session.metadata),
    attemptNo: attemptNoOf(intent.metadata) ?? attemptNoOf(session.metadata),
    savedMethod: savedMethodOf(intent),
  };
}

/**
 * Only what the buyer agreed to have saved and what is still attached: a method that was forgotten since must not come back
 * by a later look.
 */
function savedMethodOf(intent: Stripe.PaymentIntent): SavedMethod | null {
  const method = expanded(intent.payment_method);
  const customerId = idOf(intent.customer);
  if (intent.setup_future_usage !== 'off_session' || method === null || customerId === null) return null;
  if (idOf(method.customer) !== customerId) return null;
  return {
    providerCustomerId: customerId,
    providerMethodId: method.id,
    brand: method.card?.brand ?? null,
    last4: method.card?.last4 ?? null,
    expiryMonth: method.card?.exp_month ?? null,
    expiryYear: method.card?.exp_year ?? null,
  };
}

export function idOf(reference: string | { readonly id: string } | null): string | null {
  return typeof reference === 'string' ? reference : (reference?.id ?? null);
}

/** The provider's short code, such as `insufficient_funds`, in the small alphabet of such codes. */
function lastProblem(intent: Stripe.PaymentIntent | null): string | null {
  const problem = intent?.last_payment_error;
  const code = problem?.decline_code ?? problem?.code ?? null;
  if (code === null) return null;
  return /^[a-z0-9_]{1,64}$/.test(code) ? code : 'payment_failed';
}

function expanded<T extends object>(value: string | T | null): T | null {
  return typeof value === 'string' ? null : value;
}
