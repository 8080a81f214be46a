import { making, reading, type Operation } from './api-call';
import { listDisputes, readDispute } from './resources/disputes';
import { captureOrder, createOrder, readOrder } from './resources/orders';
import { readCapture, readRefund, refundCapture } from './resources/refunds';
import { searchTransactions } from './resources/transactions';
import {
  createPaymentToken,
  createSetupToken,
  readPaymentToken,
  readSetupToken,
  removePaymentToken,
} from './resources/vault';
import { verifyWebhookSignature } from './resources/verify-webhook-signature';

/** Every call of PayPal's API that the stand-in knows, but for the token, which needs no bearer. */
export const OPERATIONS: Readonly<Record<string, Operation>> = {
  'POST /v2/checkout/orders': making('orders', createOrder),
  'GET /v2/checkout/orders/:id': reading(readOrder),
  'POST /v2/checkout/orders/:id/capture': making('orders', captureOrder),
  'GET /v2/payments/captures/:id': reading(readCapture),
  'POST /v2/payments/captures/:id/refund': making('payments', refundCapture),
  'GET /v2/payments/refunds/:id': reading(readRefund),
  'POST /v3/vault/setup-tokens': making('vault', createSetupToken),
  'GET /v3/vault/setup-tokens/:id': reading(readSetupToken),
  'POST /v3/vault/payment-tokens': making('vault', createPaymentToken),
  'GET /v3/vault/payment-tokens/:id': reading(readPaymentToken),
  'DELETE /v3/vault/payment-tokens/:id': {
    kind: 'plain',
    run: (world, call) => {
      removePaymentToken(world, call);
      return { status: 204, headers: {}, body: '' };
    },
  },
  'GET /v1/customer/disputes': reading(listDisputes),
  'GET /v1/reporting/transactions': reading(searchTransactions),
  'GET /v1/customer/disputes/:id': reading(readDispute),
  'POST /v1/notifications/verify-webhook-signature': reading(verifyWebhookSignature),
};
