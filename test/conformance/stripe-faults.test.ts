import type { CheckoutView } from '../../gateways/shared/payment-provider';
import { createStripeProvider } from '../../gateways/stripe/create-stripe-provider';
import { eventually, WEBHOOK_SECRET } from './sandbox/support/sandbox-fixture';
import { failureOf } from './support/failure-of';
import { CARDS, startStripeBench, type StripeBench } from './support/stripe-bench';

let bench: StripeBench;

beforeEach(async () => {
  bench = await startStripeBench();
});
afterEach(() => bench.fixture.stop());

const sessions = { method: 'POST', path: '/v1/checkout/sessions' };
const sessionCount = async (): Promise<number> =>
  (await bench.fixture.stripe.checkout.sessions.list({ limit: 100 })).data.length;

describe('a start of which no answer came', () => {
  it.each([
    ['after the effect', { effect: 'cut-after', match: sessions, times: 2 }, 1],
    ['before the effect', { effect: 'cut-before', match: sessions, times: 2 }, 0],
    ['in time', { effect: 'slow', when: 'after', ms: 1_500, match: sessions, times: 2 }, 1],
  ])('%s has an unknown outcome, is found by looking, and repeated makes no second one', async (_when, fault, made) => {
    const order = await bench.order();
    const createdAt = new Date(await bench.nowMs()).toISOString();
    await bench.fault(fault);
    const failure = await failureOf(bench.provider.startCheckout(order));
    expect([failure.kind, failure.code]).toEqual(['unknown_outcome', 'stripe_no_answer']);
    await bench.calm();
    const found = await bench.provider.findCheckout({ ...order, createdAt });
    expect([found === null ? 0 : 1, await sessionCount()]).toEqual([made, made]);
    const checkout = await bench.provider.startCheckout(order);
    if (found !== null) expect(checkout).toEqual(found);
    expect(await sessionCount()).toBe(1);
  });

  it('once is mended by the SDK itself, with one checkout', async () => {
    await bench.fault({ effect: 'cut-after', match: sessions, times: 1 });
    await bench.provider.startCheckout(await bench.order());
    expect(await sessionCount()).toBe(1);
  });

  it('is still found after 25 hours, when the key is forgotten and a blind repeat would open a second one', async () => {
    const order = await bench.order();
    const createdAt = new Date(await bench.nowMs()).toISOString();
    await bench.fault({ effect: 'cut-after', match: sessions, times: 2 });
    await failureOf(bench.provider.startCheckout(order));
    await bench.moveClock('PT25H');
    const found = await bench.provider.findCheckout({ ...order, createdAt });
    expect(found).not.toBeNull();
    expect(await bench.provider.lookUp(found?.objectId ?? '')).toEqual({ state: 'expired', lastProblem: null });
    const later = await bench.order({ orderId: order.orderId });
    expect((await bench.provider.startCheckout(later)).objectId).not.toBe(found?.objectId);
  });
});

describe('a provider that is busy or away', () => {
  it('does not know the key: refused, and the key is in no message', async () => {
    const stranger = createStripeProvider({
      secretKey: 'sk_test_wrongkey',
      apiBase: bench.fixture.sandbox.urls.stripe,
      webhookSecrets: [WEBHOOK_SECRET],
    });
    const failure = await failureOf(stranger.startCheckout(await bench.order()));
    expect([failure.kind, failure.code]).toEqual(['refused', 'stripe_key_refused']);
    expect(`${failure.message}${String(failure.options.cause)}`).not.toContain('wrongkey');
  });
});

describe('a void of which no answer came', () => {
  it.each(['cut-before', 'cut-after'])('(%s) is unknown, and repeated tells the truth', async (effect) => {
    const { objectId } = await bench.provider.startCheckout(await bench.order());
    await bench.fault({ effect, match: { method: 'POST', path: '/v1/checkout/sessions/' }, times: 2 });
    expect((await failureOf(bench.provider.voidCheckout(objectId, 'void:x'))).kind).toBe('unknown_outcome');
    expect(await bench.provider.voidCheckout(objectId, 'void:x')).toEqual({ state: 'expired', lastProblem: null });
  });

  it('and that a payment overtook reports the payment', async () => {
    const { objectId } = await bench.provider.startCheckout(await bench.order());
    await bench.fault({ effect: 'cut-before', match: { method: 'POST', path: '/v1/checkout/sessions/' }, times: 2 });
    await failureOf(bench.provider.voidCheckout(objectId, 'void:y'));
    await bench.pay(objectId);
    expect(await bench.provider.voidCheckout(objectId, 'void:y')).toMatchObject({ state: 'paid' });
  });
});

describe('the webhooks that the provider sends', () => {
  const hintsOf = async (type: string) => {
    const { payload, signature } = await eventually(`webhook ${type}`, () =>
      bench.fixture.receiver.received.find(({ event }) => event.type === type)
    );
    return bench.provider.verifyWebhook({
      rawBody: Buffer.from(payload),
      headers: { 'stripe-signature': signature },
      receivedAtMs: Date.now(),
    });
  };
  const viewOf = async (objectId: string): Promise<CheckoutView | null> => {
    const resolved = await bench.provider.resolveCheckout(objectId);
    return resolved === null ? null : bench.provider.lookUp(resolved.checkoutId);
  };

  it('are hints that lead to the checkout, whether it was declined or paid', async () => {
    const order = await bench.order();
    const { objectId } = await bench.provider.startCheckout(order);
    await bench.pay(objectId, CARDS.declined);
    const failed = await hintsOf('payment_intent.payment_failed');
    expect(failed?.orderId).toBe(order.orderId);
    expect(await viewOf(failed?.objectId ?? '')).toEqual({ state: 'open', lastProblem: 'generic_decline' });
    await bench.pay(objectId);
    const done = await hintsOf('checkout.session.completed');
    expect([done?.orderId, done?.objectId]).toEqual([order.orderId, objectId]);
    expect(await viewOf(done?.objectId ?? '')).toMatchObject({ state: 'paid' });
  });
});
