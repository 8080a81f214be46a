import Stripe from 'stripe';
import type { RefundInput, RefundResult, RefundView } from '../shared/payment-provider';
import type { StripeCalls } from './stripe-calls';
import { callStripe } from './stripe-failure';

export async function refundPayment(calls: StripeCalls, input: RefundInput): Promise<RefundResult> {
  const params: Stripe.RefundCreateParams = {
    payment_intent: input.captureId,
    amount: input.amount.amountMinor,
    metadata: { refund_id: input.refundId },
  };
  return callStripe('write', async () => {
    try {
      const refund = await calls.createRefund(params, input.idempotencyKey);
      return { outcome: 'made', refund: toRefundView(refund) };
    } catch (error) {
      const code = refusalCode(error);
      if (code === null) throw error;
      return { outcome: 'refused', code };
    }
  });
}

export function toRefundView(refund: Stripe.Refund): RefundView {
  return {
    providerRefundId: refund.id,
    refundId: refund.metadata?.['refund_id'] ?? null,
    amount: { amountMinor: refund.amount, currency: refund.currency.toUpperCase() },
    state: stateOf(refund.status),
    madeAt: new Date(refund.created * 1_000).toISOString(),
  };
}

function stateOf(status: string | null): RefundView['state'] {
  if (status === 'succeeded') return 'done';
  // A word that Stripe invents later is no proof of an end.
  return status === 'failed' || status === 'canceled' ? 'failed' : 'pending';
}

/** Null for everything that says nothing about the payment itself, such as a wrong id or no answer. */
function refusalCode(error: unknown): string | null {
  if (!(error instanceof Stripe.errors.StripeInvalidRequestError)) return null;
  switch (error.code) {
    case 'charge_already_refunded':
      return 'already_refunded';
    case 'charge_disputed':
      return 'payment_disputed';
    case 'insufficient_funds':
    case 'balance_insufficient':
      return 'balance_too_low';
    case 'amount_too_large':
      return 'refund_exceeds_payment';
    default:
      // More than is left is told by the parameter only, without a code.
      return error.param === 'amount' ? 'refund_exceeds_payment' : null;
  }
}
