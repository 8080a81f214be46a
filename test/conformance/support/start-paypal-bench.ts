import { createPayPalProvider } from '../../../gateways/paypal/create-paypal-provider';
import type { PaymentProvider, ReceivedWebhook } from '../../../gateways/shared/payment-provider';
import type { SeenRequest } from '../../../sandbox/http/request-log';
import { callJson, fault, moveClock } from '../sandbox/support/calls';
import { approve, control, startPayPalFixture, type PayPalFixture } from '../sandbox/support/paypal-fixture';
import {
  eventually,
  PAYPAL_CLIENT_ID,
  PAYPAL_CLIENT_SECRET,
  PAYPAL_WEBHOOK_ID,
} from '../sandbox/support/sandbox-fixture';
import type { ProviderBench } from './provider-bench';
import { orderAt } from './stripe-bench';

const TIMEOUT_MS = 1_000;

/** What only PayPal's other side can do. */
export interface PayPalBench extends ProviderBench {
  approve(checkoutId: string, payer: 'pending'): Promise<void>;
  /** The bank's answer to a pending payment. */
  settle(checkoutId: string, outcome: 'complete' | 'deny'): Promise<void>;
  /** Faults of the money rather than of the wire. */
  special(body: object): Promise<void>;
  requests(): Promise<readonly SeenRequest[]>;
}

const PAYPAL_PLACES = {
  create: { match: { method: 'POST', path: '/v2/checkout/orders' } },
  capture: { match: { method: 'POST', path: '^/v2/checkout/orders/[^/]+/capture' } },
  refund: { match: { method: 'POST', path: '^/v2/payments/captures/[^/]+/refund' } },
  disputes: { match: { method: 'GET', path: '^/v1/customer/disputes' } },
  // The token is fetched once and no part of the call that the test is about.
  anywhere: { match: { path: '^/v[23]/' } },
};

function payPalAt(apiBase: string): PaymentProvider {
  return createPayPalProvider({
    clientId: PAYPAL_CLIENT_ID,
    clientSecret: PAYPAL_CLIENT_SECRET,
    webhookId: PAYPAL_WEBHOOK_ID,
    environment: 'sandbox',
    apiBase,
    timeoutMs: TIMEOUT_MS,
  });
}

interface PayPalEntry {
  readonly id: string;
  readonly capturedMinor: number;
  readonly netMinor: number;
  readonly captures: readonly { readonly id: string }[];
}

async function entriesOf({ base }: PayPalFixture, orderId: string): Promise<readonly PayPalEntry[]> {
  return (await callJson(`${base}/_sandbox/ledger?order_id=${orderId}`)).body['entries'] as readonly PayPalEntry[];
}

function asReceived(rawBody: Buffer, headers: object): ReceivedWebhook {
  const single = Object.entries(headers).map(([name, value]): [string, string] => [name, String(value)]);
  return { rawBody, headers: Object.fromEntries(single), receivedAtMs: Date.now() };
}

async function arm(fixture: PayPalFixture, body: object): Promise<void> {
  const { status } = await fault(fixture, body, 'paypal');
  if (status !== 201) throw new Error(`the stand-in took no such fault: ${JSON.stringify(body)}`);
}

export async function startPayPalBench(): Promise<PayPalBench> {
  const fixture = await startPayPalFixture();
  let running = fixture;
  let orderCount = 0;
  const clock = `${fixture.sandbox.urls.control}/clock`;
  const nowMs = async (): Promise<number> => Date.parse(String((await callJson(clock)).body['now']));
  return {
    provider: payPalAt(fixture.base),
    sends: 1,
    order: async (over = {}) => {
      orderCount += 1;
      // The account takes each invoice id once, as ours has to be set.
      const orderNo = `ORD-2026-${String(orderCount).padStart(6, '0')}`;
      return orderAt(await nowMs(), { orderNo, ...over });
    },
    agree: async (checkoutId, payer = 'good') => {
      await approve(fixture, checkoutId, payer === 'good' ? 'normal' : payer);
    },
    approve: async (checkoutId, payer) => {
      await approve(fixture, checkoutId, payer);
    },
    settle: async (checkoutId, outcome) => {
      const { body } = await callJson(`${fixture.base}/_sandbox/ledger`);
      const entry = (body['entries'] as readonly PayPalEntry[]).find(({ id }) => id === checkoutId);
      const { status } = await control(fixture, `captures/${entry?.captures[0]?.id ?? ''}/settle`, { outcome });
      if (status !== 200) throw new Error('the stand-in settled nothing');
    },
    requests: async () =>
      (await callJson(`${fixture.base}/_sandbox/requests`)).body['requests'] as readonly SeenRequest[],
    checkoutsOf: async (orderId) => (await entriesOf(fixture, orderId)).map(({ id }) => id),
    receivedMinor: async (orderId) =>
      (await entriesOf(fixture, orderId)).reduce((sum, { capturedMinor }) => sum + capturedMinor, 0),
    isForgotten: (methodId) =>
      fixture.sdk.vault.getPaymentToken(methodId).then(
        () => false,
        () => true
      ),
    refundByHand: async (captureId) => {
      const amount = { currencyCode: 'USD', value: '1.00' };
      await fixture.sdk.payments.refundCapturedPayment({ captureId, body: { amount } });
    },
    dispute: async (captureId, how) => {
      const stage = how === 'question' ? 'INQUIRY' : 'CHARGEBACK';
      return String((await control(fixture, 'disputes', { captureId, stage })).body['dispute_id']);
    },
    advance: async (disputeId) => {
      await control(fixture, `disputes/${disputeId}/advance`);
    },
    decide: async (disputeId, status) => {
      await control(fixture, `disputes/${disputeId}/close`, { status });
    },
    heldMinor: async (orderId) => (await entriesOf(fixture, orderId)).reduce((sum, { netMinor }) => sum + netMinor, 0),
    deliveryAbout: async (captureId, eventType) => {
      const { payload, headers } = await eventually(`${eventType} about ${captureId}`, () =>
        fixture.receiver.received.find(
          ({ event, payload: text }) => event.event_type === eventType && text.includes(captureId)
        )
      );
      return asReceived(payload, headers);
    },
    nowMs,
    fault: (where, body) => arm(fixture, { times: 1, ...body, ...PAYPAL_PLACES[where] }),
    special: (body) => arm(fixture, body),
    calm: async () => {
      await callJson(`${fixture.base}/_sandbox/faults`, 'DELETE');
    },
    moveClock: (by) => moveClock(fixture, by),
    delivery: async (orderId) => {
      const { payload, headers } = await eventually(`webhook of ${orderId}`, () =>
        fixture.receiver.received.find(
          ({ event, payload: text }) => event.event_type === 'CHECKOUT.ORDER.APPROVED' && text.includes(orderId)
        )
      );
      return asReceived(payload, headers);
    },
    restarted: async () => {
      running = await running.restart();
      return payPalAt(running.base);
    },
    stop: () => running.stop(),
  };
}
