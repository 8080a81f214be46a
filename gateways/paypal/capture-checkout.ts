import type { Order } from '@paypal/paypal-server-sdk';
import type { CaptureInput, CheckoutView } from '../shared/payment-provider';
import { GatewayFailure } from '../shared/provider-failure';
import { capturesOf, toCheckoutView } from './checkout-view';
import { lookUp } from './look-up';
import type { PayPalCalls } from './paypal-calls';
import { callPayPal, issueOf } from './paypal-failure';
import { isPayPalId } from './paypal-ids';

/** What PayPal calls it when payer or bank say no, and the word that people are shown the reason by. */
const DECLINES: Readonly<Record<string, string>> = {
  INSTRUMENT_DECLINED: 'instrument_declined',
  PAYER_ACTION_REQUIRED: 'payer_action_required',
  REDIRECT_PAYER_FOR_ALTERNATE_FUNDING: 'payer_action_required',
  ORDER_NOT_APPROVED: 'not_approved',
  TRANSACTION_REFUSED: 'transaction_refused',
  TRANSACTION_LIMIT_EXCEEDED: 'limit_exceeded',
  TRANSACTION_RECEIVING_LIMIT_EXCEEDED: 'limit_exceeded',
  TRANSACTION_BLOCKED_BY_PAYEE: 'transaction_refused',
  PAYEE_BLOCKED_TRANSACTION: 'transaction_refused',
  DECLINED_DUE_TO_RELATED_TXN: 'transaction_refused',
  COMPLIANCE_VIOLATION: 'compliance_violation',
  PAYER_CANNOT_PAY: 'payer_cannot_pay',
  PAYER_ACCOUNT_RESTRICTED: 'payer_account_restricted',
  PAYER_ACCOUNT_LOCKED_OR_CLOSED: 'payer_account_restricted',
  MAX_NUMBER_OF_PAYMENT_ATTEMPTS_EXCEEDED: 'too_many_tries',
};

/** The money is there already, taken by an earlier try or under the same invoice id. */
const TAKEN_BEFORE = new Set(['ORDER_ALREADY_CAPTURED', 'DUPLICATE_INVOICE_ID']);

type Answer = { readonly order: Order } | { readonly declined: string } | 'taken_before';

export async function captureCheckout(
  calls: PayPalCalls,
  { checkoutId, idempotencyKey }: CaptureInput
): Promise<CheckoutView> {
  if (!isPayPalId(checkoutId)) return { state: 'expired', lastProblem: null };
  const answer = await callPayPal('write', () => capture(calls, checkoutId, idempotencyKey));
  if (answer === 'taken_before') return takenBefore(calls, checkoutId);
  if ('declined' in answer) return { state: 'open', lastProblem: answer.declined };
  // A short answer says nothing of the money.
  return capturesOf(answer.order).length === 0 ? lookUp(calls, checkoutId) : toCheckoutView(answer.order);
}

async function capture(calls: PayPalCalls, checkoutId: string, key: string): Promise<Answer> {
  try {
    return { order: await calls.captureOrder(checkoutId, key) };
  } catch (error) {
    const issue = issueOf(error) ?? '';
    if (TAKEN_BEFORE.has(issue)) return 'taken_before';
    const declined = DECLINES[issue];
    if (declined === undefined) throw error;
    return { declined };
  }
}

async function takenBefore(calls: PayPalCalls, checkoutId: string): Promise<CheckoutView> {
  const view = await lookUp(calls, checkoutId);
  if (view.state !== 'open' && view.state !== 'approved') return view;
  // Another order at PayPal was paid under our invoice id: this one never will be, and somebody must find that money.
  throw new GatewayFailure(
    'refused',
    'paypal_invoice_paid_elsewhere',
    'PayPal: the invoice id was paid by another order'
  );
}
