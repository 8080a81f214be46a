import type { ProviderName } from '../../../domain/payment/provider-name';
import { createStripeProvider } from '../../../gateways/stripe/create-stripe-provider';
import { eventually, SECRET_KEY, WEBHOOK_SECRET } from '../sandbox/support/sandbox-fixture';
import type { ProviderBench } from './provider-bench';
import { startPayPalBench } from './start-paypal-bench';
import { CARDS, startStripeBench } from './stripe-bench';

export function startProviderBench(name: ProviderName): Promise<ProviderBench> {
  return name === 'stripe' ? startStripe() : startPayPalBench();
}

const STRIPE_PLACES = {
  create: { match: { method: 'POST', path: '/v1/checkout/sessions' } },
  capture: { match: { method: 'GET', path: '/v1/checkout/sessions' } },
  refund: { match: { method: 'POST', path: '/v1/refunds' } },
  disputes: { match: { method: 'GET', path: '/v1/disputes' } },
  anywhere: {},
};

async function startStripe(): Promise<ProviderBench> {
  const bench = await startStripeBench();
  const { fixture, provider } = bench;
  let running = fixture;
  const sessionsOf = async (orderId: string) =>
    (await fixture.stripe.checkout.sessions.list({ limit: 100 })).data.filter(
      ({ metadata }) => metadata?.['order_id'] === orderId
    );
  return {
    provider,
    sends: 2,
    order: (over) => bench.order(over),
    agree: (checkoutId, payer = 'good') => bench.pay(checkoutId, CARDS[payer]),
    checkoutsOf: async (orderId) => (await sessionsOf(orderId)).map(({ id }) => id),
    receivedMinor: async (orderId) =>
      (await bench.ledger(orderId)).reduce((sum, { receivedMinor }) => sum + receivedMinor, 0),
    isForgotten: async (methodId) => (await fixture.stripe.paymentMethods.retrieve(methodId)).customer === null,
    refundByHand: async (captureId) => {
      await fixture.stripe.refunds.create({ payment_intent: captureId, amount: 100 });
    },
    dispute: async (paymentIntent, how) => {
      const opened = await bench.control('disputes', { paymentIntent, isInquiry: how === 'question' });
      return String(opened['id']);
    },
    advance: async (disputeId) => {
      await bench.control(`disputes/${disputeId}/advance`);
    },
    decide: async (disputeId, status) => {
      await bench.control(`disputes/${disputeId}/close`, { status });
    },
    heldMinor: async (orderId) =>
      (await bench.ledger(orderId)).reduce(
        (sum, { receivedMinor, refundedMinor, withdrawnMinor }) => sum + receivedMinor - refundedMinor - withdrawnMinor,
        0
      ),
    deliveryAbout: async (captureId, eventType) => {
      const { payload, signature } = await eventually(`${eventType} about ${captureId}`, () =>
        fixture.receiver.received.find(
          ({ event, payload: text }) => event.type === eventType && text.includes(captureId)
        )
      );
      const headers = { 'stripe-signature': signature };
      return { rawBody: Buffer.from(payload), headers, receivedAtMs: Date.now() };
    },
    nowMs: () => bench.nowMs(),
    fault: (where, body) => bench.fault({ times: 2, ...body, ...STRIPE_PLACES[where] }),
    calm: () => bench.calm(),
    moveClock: (by) => bench.moveClock(by),
    delivery: async (orderId) => {
      const { payload, signature } = await eventually(`webhook of ${orderId}`, () =>
        fixture.receiver.received.find(
          ({ event, payload: text }) => event.type === 'checkout.session.completed' && text.includes(orderId)
        )
      );
      const headers = { 'stripe-signature': signature };
      return { rawBody: Buffer.from(payload), headers, receivedAtMs: Date.now() };
    },
    restarted: async () => {
      running = await running.restart();
      return createStripeProvider({
        secretKey: SECRET_KEY,
        apiBase: running.sandbox.urls.stripe,
        webhookSecrets: [WEBHOOK_SECRET],
      });
    },
    stop: () => running.stop(),
  };
}
