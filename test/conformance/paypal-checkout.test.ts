import type { CheckoutView } from '../../gateways/shared/payment-provider';
import { failureOf } from './support/failure-of';
import { type PayPalBench, startPayPalBench } from './support/start-paypal-bench';

let bench: PayPalBench;

beforeAll(async () => {
  bench = await startPayPalBench();
});
afterAll(() => bench.stop());

const open = async () => {
  const order = await bench.order();
  const { objectId } = await bench.provider.startCheckout(order);
  const capture = (key = `capture:${objectId}`): Promise<CheckoutView> =>
    bench.provider.captureCheckout({ checkoutId: objectId, idempotencyKey: key });
  return { order, objectId, capture };
};

describe('an order at PayPal', () => {
  it('is approved first, and takes no money until it is captured', async () => {
    const { order, objectId, capture } = await open();
    await bench.agree(objectId);
    expect(await bench.provider.lookUp(objectId)).toEqual({ state: 'approved' });
    expect(await bench.receivedMinor(order.orderId)).toBe(0);
    expect(await capture()).toMatchObject({ state: 'paid' });
  });

  it('cannot be closed: voiding only looks, and what was approved can be captured still', async () => {
    const { objectId, capture } = await open();
    expect(await bench.provider.voidCheckout(objectId, 'void:1')).toEqual({ state: 'open', lastProblem: null });
    await bench.agree(objectId);
    expect(await bench.provider.voidCheckout(objectId, 'void:2')).toEqual({ state: 'approved' });
    expect(await capture()).toMatchObject({ state: 'paid' });
  });

  it.each(['before it is approved', 'before it is captured'])(
    'is over for good when its time ends %s',
    async (when) => {
      const { objectId, capture } = await open();
      if (when === 'before it is captured') await bench.agree(objectId);
      await bench.moveClock('PT4H');
      expect(await bench.provider.lookUp(objectId)).toEqual({ state: 'expired', lastProblem: null });
      expect((await failureOf(capture())).code).toBe('paypal_not_found');
    }
  );

  it('under a key that is forgotten is made anew, and only the captured one takes money', async () => {
    const order = await bench.order();
    const first = await bench.provider.startCheckout(order);
    await bench.moveClock('PT7H');
    const second = await bench.provider.startCheckout(order);
    expect(second.objectId).not.toBe(first.objectId);
    expect(await bench.receivedMinor(order.orderId)).toBe(0);
  });
});

describe('money that is announced', () => {
  it('is processing until the bank has answered', async () => {
    const { order, objectId, capture } = await open();
    await bench.approve(objectId, 'pending');
    expect(await capture()).toEqual({ state: 'processing' });
    await bench.settle(objectId, 'complete');
    expect(await bench.provider.lookUp(objectId)).toMatchObject({ state: 'paid', amount: order.amount });
  });

  it('and then denied ends the checkout and says so', async () => {
    const { order, objectId, capture } = await open();
    await bench.approve(objectId, 'pending');
    await capture();
    await bench.settle(objectId, 'deny');
    expect(await bench.provider.lookUp(objectId)).toEqual({ state: 'expired', lastProblem: 'capture_denied' });
    expect(await bench.receivedMinor(order.orderId)).toBe(0);
  });
});

describe('one invoice id, one payment', () => {
  it('is kept by an account that is set so: the second order of an attempt takes nothing', async () => {
    const order = await bench.order();
    const paid = await bench.provider.startCheckout(order);
    const other = await bench.provider.startCheckout({ ...order, idempotencyKey: `${order.idempotencyKey}:other` });
    for (const { objectId } of [paid, other]) await bench.agree(objectId);
    await bench.provider.captureCheckout({ checkoutId: paid.objectId, idempotencyKey: 'c:1' });
    const second = bench.provider.captureCheckout({ checkoutId: other.objectId, idempotencyKey: 'c:2' });
    const failure = await failureOf(second);
    expect([failure.kind, failure.code]).toEqual(['refused', 'paypal_invoice_paid_elsewhere']);
    expect(await bench.receivedMinor(order.orderId)).toBe(68_016);
  });
});

describe('a refund at PayPal', () => {
  const refundOf = async () => {
    const { objectId, capture } = await open();
    await bench.agree(objectId);
    const view = await capture();
    if (view.state !== 'paid') throw new Error('not paid');
    const amount = { amountMinor: 100, currency: 'USD' };
    const idempotencyKey = `refund:${objectId}`;
    return { captureId: view.captureId, refundId: `r-${objectId}`, amount, idempotencyKey };
  };

  it('is pending or refused as PayPal says', async () => {
    const pending = await refundOf();
    await bench.calm();
    await bench.special({ effect: 'refund-pending', times: 1 });
    expect(await bench.provider.refund(pending)).toMatchObject({ outcome: 'made', refund: { state: 'pending' } });
    await bench.special({ effect: 'refund-refused', issue: 'REFUND_TIME_LIMIT_EXCEEDED', times: 1 });
    expect(await bench.provider.refund(await refundOf())).toEqual({ outcome: 'refused', code: 'refund_too_late' });
  });

  it('is found behind its own id', async () => {
    const input = await refundOf();
    const made = await bench.provider.refund(input);
    const id = made.outcome === 'made' ? made.refund.providerRefundId : '';
    expect(await bench.provider.resolveCheckout(id)).not.toBeNull();
  });
});

it('sends a request id of ours with every write, and no address of a person', async () => {
  const writes = (await bench.requests()).filter(({ method, path }) => method === 'POST' && path.startsWith('/v2/'));
  expect(writes.length).toBeGreaterThan(10);
  expect(writes.every(({ idempotencyKey }) => /^(order|capture|c|refund):/.test(idempotencyKey ?? ''))).toBe(true);
  expect(JSON.stringify(writes)).not.toContain('ada@');
});
