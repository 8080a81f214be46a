import type { Refund } from '@paypal/paypal-server-sdk';
import type { RefundView } from '../shared/payment-provider';
import { fromPayPalMoney } from './paypal-amount';
import { fromPayPalTime } from './paypal-time';

/** @throws GatewayFailure `unavailable` for an answer that tells no amount */
export function toRefundView(refund: Refund): RefundView {
  return {
    providerRefundId: refund.id ?? '',
    refundId: refund.customId ?? null,
    amount: fromPayPalMoney(refund.amount),
    state: stateOf(refund.status),
    madeAt: fromPayPalTime(refund.createTime),
  };
}

function stateOf(status: string | undefined): RefundView['state'] {
  if (status === 'COMPLETED') return 'done';
  // A word that PayPal invents later is no proof of an end.
  return status === 'FAILED' || status === 'CANCELLED' ? 'failed' : 'pending';
}
