import Stripe from 'stripe';
import type { StripeGatewayConfig } from './stripe-config';

type Sessions = Stripe.Checkout.Session;

/**
 * The only calls of the SDK that Purser makes. Every write demands its idempotency key here, since the SDK's own default
 * is a new random key per call, which protects nothing when an activity is tried again.
 */
export interface StripeCalls {
  createCustomer(params: Stripe.CustomerCreateParams, key: string): Promise<Stripe.Customer>;
  createSession(params: Stripe.Checkout.SessionCreateParams, key: string): Promise<Sessions>;
  expireSession(id: string, key: string): Promise<Sessions>;
  detachPaymentMethod(id: string, key: string): Promise<Stripe.PaymentMethod>;
  createRefund(params: Stripe.RefundCreateParams, key: string): Promise<Stripe.Refund>;
  retrieveSession(id: string, params: Stripe.Checkout.SessionRetrieveParams): Promise<Sessions>;
  listSessions(params: Stripe.Checkout.SessionListParams): Promise<Stripe.ApiList<Sessions>>;
  listRefunds(params: Stripe.RefundListParams): Promise<Stripe.ApiList<Stripe.Refund>>;
  listCharges(params: Stripe.ChargeListParams): Promise<Stripe.ApiList<Stripe.Charge>>;
  listDisputes(params: Stripe.DisputeListParams): Promise<Stripe.ApiList<Stripe.Dispute>>;
  retrieveCharge(id: string): Promise<Stripe.Charge>;
  retrievePaymentMethod(id: string): Promise<Stripe.PaymentMethod>;
  verifyEvent(input: VerifyInput): Stripe.Event;
}

export interface VerifyInput {
  readonly rawBody: Buffer;
  readonly signature: string;
  readonly secret: string;
  readonly receivedAtMs: number;
}

/** Also the age that a delivered event may have. */
export const SIGNATURE_TOLERANCE_S = 300;
const TIMEOUT_MS = 20_000;
const LONGEST_KEY = 255;

export function createStripeCalls(config: StripeGatewayConfig): StripeCalls {
  const stripe = connect(config);
  return {
    createCustomer: (params, key) => stripe.customers.create(params, keyed(key)),
    createSession: (params, key) => stripe.checkout.sessions.create(params, keyed(key)),
    expireSession: (id, key) => stripe.checkout.sessions.expire(id, {}, keyed(key)),
    detachPaymentMethod: (id, key) => stripe.paymentMethods.detach(id, {}, keyed(key)),
    createRefund: (params, key) => stripe.refunds.create(params, keyed(key)),
    retrieveSession: (id, params) => stripe.checkout.sessions.retrieve(id, params),
    listSessions: (params) => stripe.checkout.sessions.list(params),
    listRefunds: (params) => stripe.refunds.list(params),
    listCharges: (params) => stripe.charges.list(params),
    listDisputes: (params) => stripe.disputes.list(params),
    retrieveCharge: (id) => stripe.charges.retrieve(id),
    retrievePaymentMethod: (id) => stripe.paymentMethods.retrieve(id),
    verifyEvent: ({ rawBody, signature, secret, receivedAtMs }) =>
      stripe.webhooks.constructEvent(rawBody, signature, secret, SIGNATURE_TOLERANCE_S, undefined, receivedAtMs),
  };
}

function connect({ secretKey, apiBase, timeoutMs = TIMEOUT_MS }: StripeGatewayConfig): Stripe {
  const base = apiBase === null ? null : new URL(apiBase);
  return new Stripe(secretKey, {
    ...(base !== null && { host: base.hostname, protocol: base.protocol === 'https:' ? 'https' : 'http' }),
    ...(base !== null && base.port !== '' && { port: base.port }),
    apiVersion: '2026-10-28.endive',
    timeout: timeoutMs,
    maxNetworkRetries: 1,
    telemetry: false,
  });
}

function keyed(idempotencyKey: string): Stripe.RequestOptions {
  if (idempotencyKey.trim() === '' || idempotencyKey.length > LONGEST_KEY) {
    throw new RangeError(`a write to Stripe needs an idempotency key of 1 to ${LONGEST_KEY} characters`);
  }
  return { idempotencyKey };
}
