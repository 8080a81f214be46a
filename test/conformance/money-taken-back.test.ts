import { PROVIDER_NAMES } from '../../domain/payment/provider-name';
import { failureOf } from './support/failure-of';
import type { ProviderBench } from './support/provider-bench';
import { startProviderBench } from './support/start-provider-bench';

/** The provider's own words for the same things. */
const EVENTS = {
  stripe: { opened: 'charge.dispute.created', changed: 'charge.dispute.updated', decided: 'charge.dispute.closed' },
  paypal: {
    opened: 'CUSTOMER.DISPUTE.CREATED',
    changed: 'CUSTOMER.DISPUTE.UPDATED',
    decided: 'CUSTOMER.DISPUTE.RESOLVED',
  },
} as const;
const REFUNDED = { stripe: 'charge.refunded', paypal: 'PAYMENT.CAPTURE.REFUNDED' } as const;
const TOTAL = 68_016;

/** What payers, banks and people at the provider do to money that was taken before. */
describe.each(PROVIDER_NAMES)('%s: a dispute', (name) => {
  let bench: ProviderBench;

  beforeAll(async () => {
    bench = await startProviderBench(name);
  });
  afterEach(() => bench.calm());
  afterAll(() => bench.stop());

  async function paid(): Promise<{ orderId: string; captureId: string; checkoutId: string }> {
    const order = await bench.order();
    const { objectId } = await bench.provider.startCheckout(order);
    await bench.agree(objectId);
    const key = `order:${order.orderId}:capture`;
    const view = await bench.provider.captureCheckout({ checkoutId: objectId, idempotencyKey: key });
    if (view.state !== 'paid') throw new Error(`not paid but ${view.state}`);
    return { orderId: order.orderId, captureId: view.captureId, checkoutId: objectId };
  }

  const stateOf = async (captureId: string) =>
    (await bench.provider.listDisputes(captureId)).map(({ state, respondBy }) => [state, respondBy !== null]);

  it('is told whole: amount, reason, day, and until when it can be answered', async () => {
    const { captureId } = await paid();
    expect(await bench.provider.listDisputes(captureId)).toEqual([]);
    const providerDisputeId = await bench.dispute(captureId, 'claim');
    const [view, ...others] = await bench.provider.listDisputes(captureId);
    expect(others).toEqual([]);
    expect(view).toMatchObject({
      providerDisputeId,
      amount: { amountMinor: TOTAL, currency: 'USD' },
      state: 'open',
      reason: expect.stringMatching(/^[a-z_]+$/),
    });
    const days = (Date.parse(view?.respondBy ?? '') - Date.parse(view?.openedAt ?? '')) / 86_400_000;
    expect(days).toBeGreaterThanOrEqual(7);
  });

  it('that only asks moves no money, and can end without any', async () => {
    const { orderId, captureId } = await paid();
    const id = await bench.dispute(captureId, 'question');
    expect([await stateOf(captureId), await bench.heldMinor(orderId)]).toEqual([[['inquiry', true]], TOTAL]);
    await bench.decide(id, 'lost');
    expect([await stateOf(captureId), await bench.heldMinor(orderId)]).toEqual([[['closed', false]], TOTAL]);
  });

  it('that only asked can become a claim, and waits for an answer no longer once it is given', async () => {
    const { captureId } = await paid();
    const id = await bench.dispute(captureId, 'question');
    await bench.advance(id);
    expect(await stateOf(captureId)).toEqual([['open', true]]);
    await bench.advance(id);
    expect(await stateOf(captureId)).toEqual([['open', false]]);
  });

  it.each([
    ['won', TOTAL],
    ['lost', 0],
  ] as const)('that is %s leaves %d of the money', async (outcome, left) => {
    const { orderId, captureId } = await paid();
    await bench.decide(await bench.dispute(captureId, 'claim'), outcome);
    expect([await stateOf(captureId), await bench.heldMinor(orderId)]).toEqual([[[outcome, false]], left]);
  });

  it('forbids sending a part of the money back while it is open', async () => {
    const { captureId } = await paid();
    await bench.dispute(captureId, 'claim');
    const amount = { amountMinor: 100, currency: 'USD' };
    const refund = { captureId, refundId: `r-${captureId}`, amount, idempotencyKey: `refund:${captureId}` };
    expect(await bench.provider.refund(refund)).toEqual({ outcome: 'refused', code: 'payment_disputed' });
  });

  it('that was won lets the money be sent back again', async () => {
    const { captureId } = await paid();
    await bench.decide(await bench.dispute(captureId, 'claim'), 'won');
    const amount = { amountMinor: 100, currency: 'USD' };
    const refund = { captureId, refundId: `r-${captureId}`, amount, idempotencyKey: `refund:${captureId}` };
    expect(await bench.provider.refund(refund)).toMatchObject({ outcome: 'made' });
  });

  it('is a hint about the payment at each of its turns', async () => {
    const { captureId } = await paid();
    const id = await bench.dispute(captureId, 'question');
    await bench.advance(id);
    await bench.decide(id, 'lost');
    for (const eventType of Object.values(EVENTS[name])) {
      const hint = await bench.provider.verifyWebhook(await bench.deliveryAbout(captureId, eventType));
      expect(hint).toMatchObject({ eventType, about: 'payment', objectId: captureId });
    }
  });

  it('and a refund that somebody made are hints that lead to the checkout', async () => {
    const { orderId, captureId, checkoutId } = await paid();
    await bench.refundByHand(captureId);
    const hint = await bench.provider.verifyWebhook(await bench.deliveryAbout(captureId, REFUNDED[name]));
    expect(hint).toMatchObject({ about: 'payment', objectId: captureId });
    expect(await bench.provider.resolveCheckout(hint?.objectId ?? '')).toEqual({ checkoutId, orderId });
    const [refund] = await bench.provider.listRefunds(captureId);
    expect(Date.parse(refund?.madeAt ?? '')).not.toBeNaN();
  });

  it('of another payment is none of this one, and an unknown payment has none', async () => {
    const [one, other] = [await paid(), await paid()];
    await bench.dispute(one.captureId, 'claim');
    expect(await bench.provider.listDisputes(other.captureId)).toEqual([]);
    expect(await bench.provider.listDisputes('../v1/charges')).toEqual([]);
  });

  it('that cannot be read now is no answer', async () => {
    const { captureId } = await paid();
    await bench.dispute(captureId, 'claim');
    for (const fault of [{ effect: 'status', status: 500 }, { effect: 'cut-after' }, { effect: 'slow', ms: 1_500 }]) {
      await bench.fault('disputes', fault);
      const failure = await failureOf(bench.provider.listDisputes(captureId));
      expect([failure.kind, failure.code]).toEqual(['unavailable', `${name}_unavailable`]);
      await bench.calm();
    }
    expect(await stateOf(captureId)).toEqual([['open', true]]);
  });
});
