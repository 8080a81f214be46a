import type { CheckoutView, PaymentProvider } from '../shared/payment-provider';
import { toCheckoutView } from './checkout-view';
import { findCheckout, resolveCheckout } from './find-checkout';
import { listDisputes } from './list-disputes';
import { listRefunds } from './list-refunds';
import { listTouchedPayments } from './list-touched-payments';
import { readPayment } from './read-payment';
import { refundPayment } from './refund-payment';
import { startCheckout } from './start-checkout';
import { createStripeCalls, type StripeCalls } from './stripe-calls';
import { assertSafeStripeConfig, isLiveKey, type StripeGatewayConfig } from './stripe-config';
import { callStripe, isInvalidRequest, isNotFound } from './stripe-failure';
import { verifyWebhook } from './verify-webhook';

/** @throws Error with a sentence when the configuration mixes live money with a stand-in. */
export function createStripeProvider(config: StripeGatewayConfig): PaymentProvider {
  assertSafeStripeConfig(config);
  const calls = createStripeCalls(config);
  const trust = { secrets: config.webhookSecrets, livemode: isLiveKey(config.secretKey) };
  return {
    name: 'stripe',
    closesPages: true,
    startCheckout: (input) => startCheckout(calls, input),
    findCheckout: (input) => findCheckout(calls, input),
    lookUp: (checkoutId) => lookUp(calls, checkoutId),
    // Checkout takes the money itself as soon as the payer has agreed.
    captureCheckout: ({ checkoutId }) => lookUp(calls, checkoutId),
    resolveCheckout: (objectId) => resolveCheckout(calls, objectId),
    voidCheckout: (checkoutId, key) => voidCheckout(calls, checkoutId, key),
    refund: (input) => refundPayment(calls, input),
    listRefunds: (captureId) => listRefunds(calls, captureId),
    listDisputes: (captureId) => listDisputes(calls, captureId),
    readPayment: (captureId) => readPayment(calls, captureId),
    listTouchedPayments: (input) => listTouchedPayments(calls, input),
    forgetMethod: (methodId, key) => forgetMethod(calls, methodId, key),
    verifyWebhook: (received) => Promise.resolve().then(() => verifyWebhook(calls, trust, received)),
  };
}

async function lookUp(calls: StripeCalls, checkoutId: string): Promise<CheckoutView> {
  const expand = ['payment_intent', 'payment_intent.payment_method', 'payment_intent.latest_charge'];
  return toCheckoutView(await callStripe('read', () => calls.retrieveSession(checkoutId, { expand })));
}

async function voidCheckout(calls: StripeCalls, checkoutId: string, key: string): Promise<CheckoutView> {
  try {
    const session = await callStripe('write', () => calls.expireSession(checkoutId, key));
    if (session.status === 'expired') return { state: 'expired', lastProblem: null };
  } catch (error) {
    // Stripe expires open sessions only. A refusal says that this one has ended, not how.
    if (!isInvalidRequest(error)) throw error;
    const view = await lookUp(calls, checkoutId);
    if (view.state === 'open') throw error;
    return view;
  }
  return lookUp(calls, checkoutId);
}

/** Forgotten already, or by somebody else, is forgotten. */
async function forgetMethod(calls: StripeCalls, methodId: string, key: string): Promise<void> {
  try {
    await callStripe('write', () => calls.detachPaymentMethod(methodId, key));
  } catch (error) {
    if (isNotFound(error)) return;
    if (!isInvalidRequest(error)) throw error;
    const method = await callStripe('read', () => calls.retrievePaymentMethod(methodId));
    if (method.customer !== null) throw error;
  }
}
