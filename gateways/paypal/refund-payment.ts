import type { RefundRequest } from '@paypal/paypal-server-sdk';
import type { RefundInput, RefundResult } from '../shared/payment-provider';
import { GatewayFailure } from '../shared/provider-failure';
import { listRefunds } from './list-refunds';
import { toPayPalMoney } from './paypal-amount';
import type { PayPalCalls } from './paypal-calls';
import { callPayPal, issueOf } from './paypal-failure';
import { isPayPalId } from './paypal-ids';
import { toRefundView } from './refund-view';

const REFUSALS: Readonly<Record<string, string>> = {
  CAPTURE_FULLY_REFUNDED: 'already_refunded',
  REFUND_AMOUNT_EXCEEDED: 'refund_exceeds_payment',
  REFUND_TIME_LIMIT_EXCEEDED: 'refund_too_late',
  PENDING_CAPTURE: 'payment_pending',
  TRANSACTION_DISPUTED: 'payment_disputed',
  REFUND_NOT_PERMITTED_DUE_TO_CHARGEBACK: 'payment_disputed',
  REFUND_FAILED_INSUFFICIENT_FUNDS: 'balance_too_low',
  MAX_NUMBER_OF_REFUNDS_EXCEEDED: 'too_many_refunds',
  PARTIAL_REFUND_NOT_ALLOWED: 'refund_not_allowed',
  REFUND_AMOUNT_TOO_LOW: 'refund_not_allowed',
  REFUND_NOT_ALLOWED: 'refund_not_allowed',
  REFUND_IS_RESTRICTED: 'refund_not_allowed',
  TRANSACTION_REFUSED: 'refund_not_allowed',
  REFUND_CAPTURE_CURRENCY_MISMATCH: 'currency_differs',
  CURRENCY_MISMATCH: 'currency_differs',
  PAYEE_ACCOUNT_LOCKED_OR_CLOSED: 'account_restricted',
  PAYEE_ACCOUNT_RESTRICTED: 'account_restricted',
  PAYER_ACCOUNT_LOCKED_OR_CLOSED: 'account_restricted',
};

export async function refundPayment(calls: PayPalCalls, input: RefundInput): Promise<RefundResult> {
  const { captureId, refundId } = input;
  if (!isPayPalId(captureId)) throw new GatewayFailure('refused', 'paypal_not_found', 'PayPal: no id of a capture');
  const answer = await callPayPal('write', () => refundOrRefusal(calls, input));
  if (answer !== 'sent_before') return answer;
  // PayPal has forgotten the key and knows our id by the refund itself.
  const refund = (await listRefunds(calls, captureId)).find((sent) => sent.refundId === refundId);
  return refund === undefined ? { outcome: 'refused', code: 'refund_id_used' } : { outcome: 'made', refund };
}

async function refundOrRefusal(calls: PayPalCalls, input: RefundInput): Promise<RefundResult | 'sent_before'> {
  try {
    const refund = await calls.refundCapture(input.captureId, refundRequest(input), input.idempotencyKey);
    return { outcome: 'made', refund: toRefundView(refund) };
  } catch (error) {
    const issue = issueOf(error) ?? '';
    if (issue === 'DUPLICATE_INVOICE_ID') return 'sent_before';
    const code = REFUSALS[issue];
    if (code === undefined) throw error;
    return { outcome: 'refused', code };
  }
}

function refundRequest({ refundId, amount }: RefundInput): RefundRequest {
  return { amount: toPayPalMoney(amount), customId: refundId, invoiceId: refundId, noteToPayer: `Refund ${refundId}` };
}
