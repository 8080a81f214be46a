import type { PaymentProvider } from '../shared/payment-provider';
import { captureCheckout } from './capture-checkout';
import { createCertificateStore } from './fetch-certificate';
import { listDisputes } from './list-disputes';
import { listRefunds } from './list-refunds';
import { listTouchedPayments } from './list-touched-payments';
import { readPayment } from './read-payment';
import { lookUp } from './look-up';
import { createPayPalCalls, type PayPalCalls } from './paypal-calls';
import { timeoutOf } from './paypal-client';
import { assertSafePayPalConfig, type PayPalGatewayConfig } from './paypal-config';
import { callPayPal, isNotFound } from './paypal-failure';
import { isVaultId } from './paypal-ids';
import { refundPayment } from './refund-payment';
import { resolveCheckout } from './resolve-checkout';
import { startCheckout } from './start-checkout';
import { verifyWebhook } from './verify-webhook';

/** @throws Error with a sentence when the configuration mixes live money with a stand-in. */
export function createPayPalProvider(config: PayPalGatewayConfig): PaymentProvider {
  assertSafePayPalConfig(config);
  const calls = createPayPalCalls(config);
  const { webhookId, apiBase } = config;
  const trust = { webhookId, certificate: createCertificateStore({ apiBase, timeoutMs: timeoutOf(config) }) };
  return {
    name: 'paypal',
    closesPages: false,
    startCheckout: (input) => startCheckout(calls, input),
    findCheckout: cannotBeFound,
    lookUp: (checkoutId) => lookUp(calls, checkoutId),
    captureCheckout: (input) => captureCheckout(calls, input),
    resolveCheckout: (objectId) => resolveCheckout(calls, objectId),
    // PayPal has no call that closes a page.
    voidCheckout: (checkoutId) => lookUp(calls, checkoutId),
    refund: (input) => refundPayment(calls, input),
    listRefunds: (captureId) => listRefunds(calls, captureId),
    listDisputes: (captureId) => listDisputes(calls, captureId),
    readPayment: (captureId) => readPayment(calls, captureId),
    listTouchedPayments: (input) => listTouchedPayments(calls, input),
    forgetMethod: (methodId) => forgetMethod(calls, methodId),
    verifyWebhook: (received) => verifyWebhook(trust, received),
  };
}

/**
 * PayPal lists no orders. None is needed: a repeat under the same key gives the same order for six hours, and an order that
 * nobody captures takes no money.
 */
function cannotBeFound(): Promise<null> {
  return Promise.resolve(null);
}

/** Forgotten already, or by the payer at PayPal, is forgotten. */
async function forgetMethod(calls: PayPalCalls, methodId: string): Promise<void> {
  if (!isVaultId(methodId)) return;
  try {
    await callPayPal('write', () => calls.deletePaymentToken(methodId));
  } catch (error) {
    if (!isNotFound(error)) throw error;
  }
}
