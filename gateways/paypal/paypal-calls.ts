import { createHash } from 'node:crypto';
import {
  type ApiResponse,
  type CapturedPayment,
  type Order,
  type OrderRequest,
  OrdersController,
  PaymentsController,
  type Refund,
  type RefundRequest,
  type SearchResponse,
  TransactionSearchController,
  VaultController,
} from '@paypal/paypal-server-sdk';
import { getDispute, listDisputesOfCapture, type DisputePage, type PayPalDispute } from './dispute-calls';
import { type PayPalClient, timeoutOf } from './paypal-client';
import type { PayPalGatewayConfig } from './paypal-config';
import { PayPalSession } from './paypal-session';

/**
 * The only calls of the SDK that Purser makes. Every write that PayPal knows a `PayPal-Request-Id` for demands its key here:
 * the SDK sends none of its own, and without one a repeat is a second payment.
 */
export interface PayPalCalls {
  createOrder(body: OrderRequest, key: string): Promise<Order>;
  captureOrder(id: string, key: string): Promise<Order>;
  refundCapture(captureId: string, body: RefundRequest, key: string): Promise<Refund>;
  /** Safe to repeat by its nature; PayPal takes no key for it. */
  deletePaymentToken(id: string): Promise<void>;
  getOrder(id: string): Promise<Order>;
  getCapture(id: string): Promise<CapturedPayment>;
  getRefund(id: string): Promise<Refund>;
  listDisputes(of: { captureId: string; pageToken: string | null }): Promise<DisputePage>;
  getDispute(id: string): Promise<PayPalDispute>;
  searchTransactions(span: TransactionSpan): Promise<SearchResponse>;
}

export interface TransactionSpan {
  readonly startDate: string;
  /** At most 31 days later. */
  readonly endDate: string;
  /** The first is 1. */
  readonly page: number;
  readonly pageSize: number;
}

const WHOLE = 'return=representation';
const LONGEST_KEY = 108;

export function createPayPalCalls(config: PayPalGatewayConfig): PayPalCalls {
  const session = new PayPalSession(config);
  const timeoutMs = timeoutOf(config);
  type Limits = { abortSignal: AbortSignal };
  const ask = <T>(call: (client: PayPalClient, limits: Limits) => Promise<ApiResponse<T>>): Promise<T> =>
    session.run(async (client) => {
      // The SDK's own time-out begins anew with every byte that trickles in.
      const { result } = await call(client, { abortSignal: AbortSignal.timeout(timeoutMs) });
      return result;
    });
  return {
    createOrder: (body, key) => {
      const paypalRequestId = requestIdOf(key);
      return ask((client, limits) =>
        new OrdersController(client).createOrder({ body, paypalRequestId, prefer: WHOLE }, limits)
      );
    },
    captureOrder: (id, key) => {
      const paypalRequestId = requestIdOf(key);
      return ask((client, limits) =>
        new OrdersController(client).captureOrder({ id, paypalRequestId, prefer: WHOLE, body: {} }, limits)
      );
    },
    refundCapture: (captureId, body, key) => {
      const paypalRequestId = requestIdOf(key);
      return ask((client, limits) =>
        new PaymentsController(client).refundCapturedPayment(
          { captureId, paypalRequestId, prefer: WHOLE, body },
          limits
        )
      );
    },
    deletePaymentToken: (id) => ask((client, limits) => new VaultController(client).deletePaymentToken(id, limits)),
    getOrder: (id) => ask((client, limits) => new OrdersController(client).getOrder({ id }, limits)),
    getCapture: (captureId) =>
      ask((client, limits) => new PaymentsController(client).getCapturedPayment({ captureId }, limits)),
    searchTransactions: (span) =>
      ask((client, limits) =>
        new TransactionSearchController(client).searchTransactions({ ...span, fields: 'transaction_info' }, limits)
      ),
    getRefund: (refundId) => ask((client, limits) => new PaymentsController(client).getRefund({ refundId }, limits)),
    listDisputes: (of) => ask((client, limits) => listDisputesOfCapture(client, of, limits)),
    getDispute: (id) => ask((client, limits) => getDispute(client, id, limits)),
  };
}

/** Longer keys than PayPal takes are hashed, which keeps equal what is equal. */
function requestIdOf(key: string): string {
  if (key.trim() === '') throw new RangeError('a write to PayPal needs an idempotency key');
  return key.length <= LONGEST_KEY && /^[\x21-\x7e]+$/.test(key) ? key : createHash('sha256').update(key).digest('hex');
}
