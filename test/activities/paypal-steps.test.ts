import { findAttempt } from '../../db/payment/attempts';
import { startStepBench, type StepBench } from '../support/steps/step-bench';

let bench: StepBench;

beforeAll(async () => {
  bench = await startStepBench();
}, 60_000);
afterAll(() => bench.close());
afterEach(() => bench.paypal.calm());

interface Placed {
  readonly orderId: string;
  readonly checkoutId: string;
}

const placed = async (): Promise<Placed> => bench.placed(await bench.company(), { method: 'paypal' });
const step = ({ orderId }: Placed) => ({ orderId, attemptNo: 1, at: bench.now() });
const approve = ({ checkoutId }: Placed, payer = 'normal') => bench.paypal.control(`approve/${checkoutId}`, { payer });
const settle = (order: Placed) => bench.steps.settlePayment(step(order));
const voided = (order: Placed) => bench.steps.voidAttempt(step(order));

async function stateOf({ orderId }: Placed): Promise<string> {
  const row: { state: string } = await bench.db('orders').where({ order_id: orderId }).first('state');
  return row.state;
}

async function totalOf({ orderId }: Placed): Promise<number> {
  const row: { gross_minor: number } = await bench.db('orders').where({ order_id: orderId }).first('gross_minor');
  return row.gross_minor;
}

describe('money that a payer approved at PayPal', () => {
  it('is taken once, however many look at the same time', async () => {
    const order = await placed();
    expect(await settle(order)).toEqual({ outcome: 'open' });
    await approve(order);
    const looks = await Promise.allSettled(Array.from({ length: 6 }, () => settle(order)));
    expect(looks.filter((look) => look.status === 'fulfilled' && look.value.outcome === 'paid').length).toBeGreaterThan(
      0
    );
    expect(await settle(order)).toEqual({ outcome: 'paid' });
    expect(await bench.paypal.captures(order.orderId)).toBe(1);
    expect(await bench.paypal.net(order.orderId)).toBe(await totalOf(order));
    expect(await stateOf(order)).toBe('fulfilling');
  });

  it('is found again when the answer to the capture is lost', async () => {
    const order = await placed();
    await approve(order);
    await bench.paypal.fault({
      match: { method: 'POST', path: `/v2/checkout/orders/${order.checkoutId}/capture` },
      effect: 'cut-after',
    });
    await expect(settle(order)).rejects.toThrow();
    expect((await findAttempt(bench.db, order.orderId, 1))?.state).toBe('capturing');
    expect(await settle(order)).toEqual({ outcome: 'paid' });
    expect(await bench.paypal.captures(order.orderId)).toBe(1);
  });

  it('is not taken by a declined capture; the buyer tries again on the same page', async () => {
    const order = await placed();
    await approve(order, 'declined');
    expect(await settle(order)).toEqual({ outcome: 'open' });
    expect(await findAttempt(bench.db, order.orderId, 1)).toMatchObject({
      state: 'open',
      captureNo: 2,
      lastProblem: 'instrument_declined',
    });
    await approve(order);
    expect(await settle(order)).toEqual({ outcome: 'paid' });
    expect(await bench.paypal.captures(order.orderId)).toBe(1);
  });

  it.each([
    ['complete', 'paid', 'fulfilling'],
    ['deny', 'closed', 'awaiting_payment'],
  ])('and announced waits; %s later it is %s', async (outcome, expected, state) => {
    const order = await placed();
    await approve(order, 'pending');
    expect(await settle(order)).toEqual({ outcome: 'processing' });
    expect((await findAttempt(bench.db, order.orderId, 1))?.state).toBe('capturing');
    expect(await voided(order)).toEqual({ outcome: 'processing' });
    const captureId = await onlyCaptureOf(order);
    await bench.paypal.control(`captures/${captureId}/settle`, { outcome });
    expect(await settle(order)).toEqual({ outcome: expected });
    expect(await stateOf(order)).toBe(state);
  });
});

async function onlyCaptureOf({ orderId }: Placed): Promise<string> {
  const base = bench.stripe.fixture.sandbox.urls.paypal;
  const ledger = (await (await fetch(`${base}/_sandbox/ledger?order_id=${orderId}`)).json()) as {
    entries: { captures: { id: string }[] }[];
  };
  return ledger.entries[0]?.captures[0]?.id ?? '';
}

describe('a capture that PayPal refuses for good', () => {
  it('asks a person, leaves nothing in between, and the page can be closed', async () => {
    const order = await placed();
    await approve(order);
    const match = { method: 'POST', path: `/v2/checkout/orders/${order.checkoutId}/capture` };
    await bench.paypal.fault({ match, effect: 'status', status: 403, times: 10 });
    await expect(settle(order)).rejects.toMatchObject({ kind: 'refused' });
    expect((await findAttempt(bench.db, order.orderId, 1))?.state).toBe('open');
    expect(await voided(order)).toEqual({ outcome: 'closed' });
    expect(await bench.paypal.captures(order.orderId)).toBe(0);
  });

  it('while an earlier one has an unknown outcome, too', async () => {
    const order = await placed();
    await approve(order);
    const match = { method: 'POST', path: `/v2/checkout/orders/${order.checkoutId}/capture` };
    await bench.paypal.fault({ match, effect: 'cut-before' });
    await expect(settle(order)).rejects.toThrow();
    await bench.paypal.fault({ match, effect: 'status', status: 403, times: 10 });
    expect(await voided(order)).toEqual({ outcome: 'closed' });
  });

  it('says "still open" of a page whose money is being taken while its order is parked', async () => {
    const order = await placed();
    await approve(order);
    await bench.db('payment_attempts').where({ order_id: order.orderId }).update({ state: 'capturing' });
    await bench.steps.parkOrder({ orderId: order.orderId, step: 'settlePayment', reason: 'x', at: bench.now() });
    expect(await settle(order)).toEqual({ outcome: 'open' });
  });

  it('refunded by hand at PayPal fulfils nothing', async () => {
    const order = await placed();
    await approve(order);
    await bench.paypal.control(`capture/${order.checkoutId}`);
    const view = await bench.paypal.provider.lookUp(order.checkoutId);
    if (view.state !== 'paid') throw new Error('nobody has paid');
    const { captureId, amount } = view;
    await bench.paypal.provider.refund({ captureId, refundId: 'by-hand', amount, idempotencyKey: `hand:${captureId}` });
    expect(await settle(order)).toEqual({ outcome: 'returned' });
    expect(await stateOf(order)).toBe('awaiting_payment');
  });
});

describe('a page at PayPal that was voided', () => {
  it('takes no money any more, though its payer approves later', async () => {
    const order = await placed();
    expect(await voided(order)).toEqual({ outcome: 'closed' });
    await approve(order);
    expect(await settle(order)).toEqual({ outcome: 'closed' });
    expect(await bench.paypal.captures(order.orderId)).toBe(0);
    expect(await stateOf(order)).toBe('awaiting_payment');
  });

  it('and captured at the same moment ends in one way or the other, never in both', async () => {
    for (let round = 0; round < 5; round += 1) {
      const order = await placed();
      await approve(order);
      const [look, end] = await Promise.allSettled([settle(order), voided(order)]);
      const outcomes = [look, end].map((result) => (result.status === 'fulfilled' ? result.value.outcome : 'failed'));
      const final = await voided(order);
      const captures = await bench.paypal.captures(order.orderId);
      expect([outcomes.includes('paid') || final.outcome === 'paid', captures]).toEqual(
        captures === 1 ? [true, 1] : [false, 0]
      );
      expect(await stateOf(order)).toBe(captures === 1 ? 'fulfilling' : 'awaiting_payment');
    }
  });

  it('while its capture has an unknown outcome is closed only after that is known', async () => {
    const order = await placed();
    await approve(order);
    await bench.paypal.fault({
      match: { method: 'POST', path: `/v2/checkout/orders/${order.checkoutId}/capture` },
      effect: 'cut-before',
    });
    await expect(settle(order)).rejects.toThrow();
    expect(await voided(order)).toEqual({ outcome: 'paid' });
    expect(await bench.paypal.captures(order.orderId)).toBe(1);
  });

  it('and captured by hand at PayPal fulfils an order that still waits', async () => {
    const order = await placed();
    await approve(order);
    await voided(order);
    await bench.paypal.control(`capture/${order.checkoutId}`);
    expect(await settle(order)).toEqual({ outcome: 'paid' });
    expect(await stateOf(order)).toBe('fulfilling');
  });
});

describe('both providers at once', () => {
  it('one order is fulfilled, and the other money goes back', async () => {
    const order = await placed();
    await approve(order);
    await voided(order);
    await bench.db('orders').where({ order_id: order.orderId }).update({ method: 'card' });
    const expiresAt = new Date(Date.parse(bench.now()) + 3_600_000).toISOString();
    const card = await bench.steps.openCheckout({ orderId: order.orderId, attemptNo: 2, expiresAt, at: bench.now() });
    await bench.stripe.pay(card.checkoutId);
    expect(await bench.steps.settlePayment({ ...step(order), attemptNo: 2 })).toEqual({ outcome: 'paid' });
    await bench.paypal.control(`capture/${order.checkoutId}`);
    expect(await settle(order)).toEqual({ outcome: 'paid' });
    const [refund] = await bench.steps.planAftercare({ orderId: order.orderId, at: bench.now() });
    expect(refund).toMatchObject({ kind: 'send_refund', provider: 'paypal', moneyStepMs: 5 * 3_600_000 });
    const refundId = refund?.kind === 'send_refund' ? refund.refundId : '';
    const input = { orderId: order.orderId, refundId, at: bench.now() };
    expect(await bench.steps.sendRefund(input)).toEqual({ outcome: 'done' });
    expect(await bench.paypal.net(order.orderId)).toBe(0);
  });

  it('a capture that names another order is not counted and goes nowhere by itself', async () => {
    const [mine, other] = [await placed(), await placed()];
    await bench.db('payment_attempts').where({ order_id: other.orderId }).update({ provider_object_id: null });
    await bench
      .db('payment_attempts')
      .where({ order_id: mine.orderId })
      .update({ provider_object_id: other.checkoutId });
    await approve(other);
    await bench.paypal.control(`capture/${other.checkoutId}`);
    expect(await settle(mine)).toEqual({ outcome: 'wrong_money', reason: 'wrong_order' });
    expect(await stateOf(mine)).toBe('awaiting_payment');
    expect(await bench.db('tasks').where({ order_id: mine.orderId, kind: 'second_money' })).toHaveLength(1);
  });
});
