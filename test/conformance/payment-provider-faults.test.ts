import { PROVIDER_NAMES } from '../../domain/payment/provider-name';
import { failureOf } from './support/failure-of';
import type { ProviderBench } from './support/provider-bench';
import { startProviderBench } from './support/start-provider-bench';

describe.each(PROVIDER_NAMES)('%s', (name) => {
  let bench: ProviderBench;

  beforeAll(async () => {
    bench = await startProviderBench(name);
  });
  beforeEach(() => bench.calm());
  afterAll(() => bench.stop());

  const agreed = async () => {
    const order = await bench.order();
    const { objectId } = await bench.provider.startCheckout(order);
    await bench.agree(objectId);
    return { order, objectId, capturing: { checkoutId: objectId, idempotencyKey: `capture:${objectId}` } };
  };

  describe('a start of which no answer came', () => {
    it.each([
      ['before the effect', { effect: 'cut-before' }, 0],
      ['after the effect', { effect: 'cut-after' }, 1],
      ['in time', { effect: 'slow', when: 'after', ms: 1_500 }, 1],
    ])('%s has an unknown outcome, and repeated makes no second one', async (_when, fault, made) => {
      const order = await bench.order();
      await bench.fault('create', fault);
      const failure = await failureOf(bench.provider.startCheckout(order));
      expect([failure.kind, failure.code]).toEqual(['unknown_outcome', `${name}_no_answer`]);
      await bench.calm();
      const before = await bench.checkoutsOf(order.orderId);
      expect(before).toHaveLength(made);
      const { objectId } = await bench.provider.startCheckout(order);
      expect(await bench.checkoutsOf(order.orderId)).toEqual([before[0] ?? objectId]);
      expect(await bench.receivedMinor(order.orderId)).toBe(0);
    });

    it('because of a 500 has an unknown outcome as long as the provider repeats it', async () => {
      const order = await bench.order();
      await bench.fault('create', { effect: 'status', status: 500, times: 2 * bench.sends });
      for (let round = 0; round < 2; round += 1) {
        expect((await failureOf(bench.provider.startCheckout(order))).kind).toBe('unknown_outcome');
      }
    });
  });

  describe('a capture of which no answer came', () => {
    it.each(['cut-before', 'cut-after'])('(%s) repeated takes the money once', async (effect) => {
      const { order, capturing } = await agreed();
      await bench.fault('capture', { effect });
      const failure = await failureOf(bench.provider.captureCheckout(capturing));
      // Where the page takes the money itself, capturing is a look.
      expect(failure.kind).toBe(bench.provider.closesPages ? 'unavailable' : 'unknown_outcome');
      await bench.calm();
      expect(await bench.provider.captureCheckout(capturing)).toMatchObject({ state: 'paid' });
      expect(await bench.receivedMinor(order.orderId)).toBe(68_016);
    });

    it('is seen by looking once it had its effect, also when its key is forgotten', async () => {
      const { order, objectId, capturing } = await agreed();
      await bench.fault('capture', { effect: 'cut-after' });
      await failureOf(bench.provider.captureCheckout(capturing));
      await bench.calm();
      await bench.moveClock('PT25H');
      const seen = await bench.provider.lookUp(objectId);
      expect(seen).toMatchObject({ state: 'paid', orderId: order.orderId });
      expect(await bench.provider.captureCheckout(capturing)).toEqual(seen);
      expect(await bench.receivedMinor(order.orderId)).toBe(68_016);
    });
  });

  describe('a refund of which no answer came', () => {
    it.each([
      ['cut-before', 0],
      ['cut-after', 1],
    ])('(%s) is unknown, is found by looking, and repeated sends the money once', async (effect, sent) => {
      const { capturing } = await agreed();
      const view = await bench.provider.captureCheckout(capturing);
      if (view.state !== 'paid') throw new Error('not paid');
      const { captureId } = view;
      const amount = { amountMinor: 100, currency: 'USD' };
      const refundId = `r-${captureId}`;
      const input = { captureId, refundId, amount, idempotencyKey: `refund:${refundId}` };
      await bench.fault('refund', { effect });
      expect((await failureOf(bench.provider.refund(input))).kind).toBe('unknown_outcome');
      await bench.calm();
      expect(await bench.provider.listRefunds(captureId)).toHaveLength(sent);
      expect(await bench.provider.refund(input)).toMatchObject({ outcome: 'made', refund: { refundId } });
      expect(await bench.provider.listRefunds(captureId)).toMatchObject([{ refundId, amount }]);
    });
  });

  describe('a provider that is busy or away', () => {
    it('asks for patience, and the wait it names is passed on', async () => {
      const { objectId } = await agreed();
      await bench.fault('anywhere', { effect: 'status', status: 429, retryAfterSeconds: 7 });
      const failure = await failureOf(bench.provider.lookUp(objectId));
      expect([failure.kind, failure.code, failure.options.retryAfterMs]).toEqual([
        'unavailable',
        `${name}_rate_limited`,
        7_000,
      ]);
    });

    it.each([
      { effect: 'status', status: 500 },
      { effect: 'status', status: 503 },
      { effect: 'cut-before' },
      { effect: 'cut-after' },
      { effect: 'slow', ms: 1_500 },
    ])('can be asked again: a look with %j has changed nothing', async (fault) => {
      const { objectId } = await bench.provider.startCheckout(await bench.order());
      await bench.fault('anywhere', fault);
      const failure = await failureOf(bench.provider.lookUp(objectId));
      expect([failure.kind, failure.code]).toEqual(['unavailable', `${name}_unavailable`]);
      await bench.calm();
      expect(await bench.provider.lookUp(objectId)).toMatchObject({ state: 'open' });
    });
  });

  describe('the webhooks that the provider sends', () => {
    it('are hints that lead to the checkout', async () => {
      const { order, objectId, capturing } = await agreed();
      const hint = await bench.provider.verifyWebhook(await bench.delivery(order.orderId));
      expect(hint?.orderId).toBe(order.orderId);
      const resolved = await bench.provider.resolveCheckout(hint?.objectId ?? '');
      expect(resolved).toEqual({ checkoutId: objectId, orderId: order.orderId });
      expect(await bench.provider.captureCheckout(capturing)).toMatchObject({ state: 'paid' });
    });

    it('stay verifiable when business time has moved a year ahead', async () => {
      await bench.moveClock('P365D');
      const { order } = await agreed();
      expect(await bench.provider.verifyWebhook(await bench.delivery(order.orderId))).not.toBeNull();
    });
  });

  // The last one: the adapter above then speaks to an address where nobody listens.
  it('keeps everything over a restart', async () => {
    const { objectId, capturing } = await agreed();
    const view = await bench.provider.captureCheckout(capturing);
    expect(await (await bench.restarted()).lookUp(objectId)).toEqual(view);
  });
});
