import { uuidv7 } from 'uuidv7';
import { findAttempt, markVoided } from '../../db/payment/attempts';
import { inTransaction } from '../../db/shared/transaction';
import { startStepBench, type StepBench } from '../support/steps/step-bench';

let bench: StepBench;

beforeAll(async () => {
  bench = await startStepBench();
}, 60_000);
afterAll(() => bench.close());
afterEach(() => bench.stripe.calm());

const HOUR = 3_600_000;

async function refundsOf(orderId: string): Promise<{ refund_id: string; state: string; amount_minor: number }[]> {
  return bench.db('refunds').where({ order_id: orderId }).select('refund_id', 'state', 'amount_minor');
}

async function onlyRefund(orderId: string): Promise<string> {
  const [refund, ...others] = await refundsOf(orderId);
  if (refund === undefined || others.length > 0) throw new Error(`${others.length + 1} refunds`);
  return refund.refund_id;
}

async function netAt(orderId: string): Promise<number> {
  const entries = (await bench.stripe.ledger(orderId)) as unknown as { receivedMinor: number; refundedMinor: number }[];
  return entries.reduce((sum, { receivedMinor, refundedMinor }) => sum + receivedMinor - refundedMinor, 0);
}

async function refundCalls(): Promise<number> {
  const requests = await bench.stripe.requests();
  return requests.filter(({ method, path }) => method === 'POST' && path === '/v1/refunds').length;
}

/** Closed in the database alone: what a page that outlived its order looks like. */
async function closedWithOpenPage(as: 'cancelled' | 'expired'): Promise<{ orderId: string; checkoutId: string }> {
  const placed = await bench.placed(await bench.company());
  await bench.steps.closeOrder({ orderId: placed.orderId, as, requestId: null, at: bench.now() });
  return placed;
}

describe('money that comes after the order has ended', () => {
  it.each(['cancelled', 'expired'] as const)('of a %s order goes back at once and the buyer is told', async (as) => {
    const { orderId, checkoutId } = await closedWithOpenPage(as);
    await bench.stripe.pay(checkoutId);
    const stray = { orderId, provider: 'stripe' as const, checkoutId, at: bench.now() };
    expect(await bench.steps.reviewStray(stray)).toEqual({ outcome: 'returned' });
    const refundId = await onlyRefund(orderId);
    expect(await bench.steps.planAftercare({ orderId, at: bench.now() })).toEqual([
      { kind: 'send_refund', refundId, provider: 'stripe', moneyStepMs: 20 * HOUR, isAwaited: false },
    ]);
    expect(await bench.steps.sendRefund({ orderId, refundId, at: bench.now() })).toEqual({ outcome: 'done' });
    expect(await netAt(orderId)).toBe(0);
    expect(await bench.db('mails').where({ order_id: orderId, kind: 'late_money_returned' })).toHaveLength(1);
    const { state }: { state: string } = await bench.db('orders').where({ order_id: orderId }).first('state');
    expect(state).toBe(as);
  });

  it('is returned once however often it is seen, and the wish to send it is told once', async () => {
    const { orderId, checkoutId } = await closedWithOpenPage('cancelled');
    await bench.stripe.pay(checkoutId);
    const stray = { orderId, provider: 'stripe' as const, checkoutId, at: bench.now() };
    await Promise.all(Array.from({ length: 5 }, () => bench.steps.reviewStray(stray)));
    const refundId = await onlyRefund(orderId);
    await Promise.allSettled(
      Array.from({ length: 5 }, () => bench.steps.sendRefund({ orderId, refundId, at: bench.now() }))
    );
    await bench.steps.sendRefund({ orderId, refundId, at: bench.now() });
    expect(await netAt(orderId)).toBe(0);
    expect(
      await bench.db('outbox').where({ topic: 'refunds_wanted', dedupe_key: `refunds_wanted:${refundId}` })
    ).toHaveLength(1);
    expect(await bench.db('mails').where({ order_id: orderId, kind: 'late_money_returned' })).toHaveLength(1);
  });

  it('and was sent back at the provider by hand counts as returned', async () => {
    const { orderId, checkoutId } = await closedWithOpenPage('expired');
    await bench.stripe.pay(checkoutId);
    await bench.steps.reviewStray({ orderId, provider: 'stripe', checkoutId, at: bench.now() });
    const refundId = await onlyRefund(orderId);
    const { provider_capture_id: captureId, amount_minor: amountMinor } = (await bench
      .db('refunds')
      .where({ refund_id: refundId })
      .first()) as { provider_capture_id: string; amount_minor: number };
    const byHand = {
      captureId,
      refundId: uuidv7(),
      amount: { amountMinor, currency: 'USD' },
      idempotencyKey: uuidv7(),
    };
    expect(await bench.stripe.provider.refund(byHand)).toMatchObject({ outcome: 'made' });
    expect(await bench.steps.sendRefund({ orderId, refundId, at: bench.now() })).toEqual({ outcome: 'done' });
    expect(await netAt(orderId)).toBe(0);
  });

  it('that the provider will not send back is shown to a person', async () => {
    const { orderId, checkoutId } = await closedWithOpenPage('expired');
    await bench.stripe.pay(checkoutId);
    await bench.steps.reviewStray({ orderId, provider: 'stripe', checkoutId, at: bench.now() });
    const refundId = await onlyRefund(orderId);
    await bench.steps.reportStuckRefund({ orderId, refundId, at: bench.now() });
    await bench.steps.reportStuckRefund({ orderId, refundId, at: bench.now() });
    expect(await bench.db('tasks').where({ order_id: orderId, kind: 'refund_stuck', state: 'open' })).toHaveLength(1);
    expect(await bench.steps.sendRefund({ orderId, refundId, at: bench.now() })).toEqual({ outcome: 'stuck' });
  });

  it('that was sent back and said so too late is no person’s matter any more', async () => {
    const { orderId, checkoutId } = await closedWithOpenPage('expired');
    await bench.stripe.pay(checkoutId);
    await bench.steps.reviewStray({ orderId, provider: 'stripe', checkoutId, at: bench.now() });
    const refundId = await onlyRefund(orderId);
    await bench.stripe.fault({ match: { method: 'POST', path: '/v1/refunds' }, effect: 'cut-after', times: 2 });
    await expect(bench.steps.sendRefund({ orderId, refundId, at: bench.now() })).rejects.toThrow();
    await bench.steps.reportStuckRefund({ orderId, refundId, at: bench.now() });
    await bench.stripe.calm();
    for (let time = 0; time < 2; time += 1)
      await bench.steps.reviewMoney({ orderId, provider: 'stripe', checkoutId, about: 'payment', at: bench.now() });
    expect(await bench.db('refunds').where({ order_id: orderId })).toMatchObject([
      { refund_id: refundId, state: 'done' },
    ]);
    expect(await bench.db('tasks').where({ order_id: orderId, kind: 'refund_stuck', state: 'open' })).toEqual([]);
    expect(await netAt(orderId)).toBe(0);
  });
});

describe('money beside money', () => {
  it('from an earlier page goes back, and the order keeps the one it was fulfilled for', async () => {
    const { orderId, checkoutId } = await bench.placed(await bench.company());
    const first = await findAttempt(bench.db, orderId, 1);
    if (first === null) throw new Error('no attempt');
    await inTransaction(bench.db, (trx) => markVoided(trx, first, bench.now()));
    const expiresAt = new Date(Date.parse(bench.now()) + HOUR).toISOString();
    const second = await bench.steps.openCheckout({ orderId, attemptNo: 2, expiresAt, at: bench.now() });
    await bench.stripe.pay(second.checkoutId);
    expect(await bench.steps.settlePayment({ orderId, attemptNo: 2, at: bench.now() })).toEqual({ outcome: 'paid' });
    await bench.stripe.pay(checkoutId);
    expect(await bench.steps.settlePayment({ orderId, attemptNo: 1, at: bench.now() })).toEqual({ outcome: 'paid' });
    const refundId = await onlyRefund(orderId);
    await bench.steps.sendRefund({ orderId, refundId, at: bench.now() });
    const total: { gross_minor: number } = await bench.db('orders').where({ order_id: orderId }).first('gross_minor');
    expect(await netAt(orderId)).toBe(total.gross_minor);
    expect(await bench.db('mails').where({ order_id: orderId, kind: 'late_money_returned' })).toHaveLength(0);
  });

  it('from the bank sends back what comes by card', async () => {
    const { orderId, checkoutId } = await bench.placed(await bench.company());
    await bench.db('orders').where({ order_id: orderId }).update({ received_minor: 1 });
    await bench.stripe.pay(checkoutId);
    expect(await bench.steps.settlePayment({ orderId, attemptNo: 1, at: bench.now() })).toEqual({
      outcome: 'returned',
    });
    await bench.steps.sendRefund({ orderId, refundId: await onlyRefund(orderId), at: bench.now() });
    expect(await netAt(orderId)).toBe(0);
    const { state }: { state: string } = await bench.db('orders').where({ order_id: orderId }).first('state');
    expect(state).toBe('awaiting_payment');
  });
});

describe('money that has gone back', () => {
  async function byHand(checkoutId: string): Promise<void> {
    const view = await bench.stripe.provider.lookUp(checkoutId);
    if (view.state !== 'paid') throw new Error('nobody has paid');
    const { captureId, amount } = view;
    const refund = { captureId, refundId: uuidv7(), amount, idempotencyKey: uuidv7() };
    expect(await bench.stripe.provider.refund(refund)).toMatchObject({ outcome: 'made' });
  }

  it('by our own return never fulfils the order, though it waits again', async () => {
    const { orderId, checkoutId } = await bench.placed(await bench.company());
    await bench.db('orders').where({ order_id: orderId }).update({ received_minor: 1 });
    await bench.stripe.pay(checkoutId);
    await bench.steps.settlePayment({ orderId, attemptNo: 1, at: bench.now() });
    await bench.steps.sendRefund({ orderId, refundId: await onlyRefund(orderId), at: bench.now() });
    await bench.db('orders').where({ order_id: orderId }).update({ received_minor: 0 });
    expect(await bench.steps.settlePayment({ orderId, attemptNo: 1, at: bench.now() })).toEqual({
      outcome: 'returned',
    });
    const { state }: { state: string } = await bench.db('orders').where({ order_id: orderId }).first('state');
    expect([state, await netAt(orderId)]).toEqual(['awaiting_payment', 0]);
  });

  it('by hand at the provider, before we looked, fulfils nothing and is not sent twice', async () => {
    const { orderId, checkoutId } = await bench.placed(await bench.company());
    await bench.stripe.pay(checkoutId);
    await byHand(checkoutId);
    expect(await bench.steps.settlePayment({ orderId, attemptNo: 1, at: bench.now() })).toEqual({
      outcome: 'returned',
    });
    const { state }: { state: string } = await bench.db('orders').where({ order_id: orderId }).first('state');
    expect([state, await netAt(orderId)]).toEqual(['awaiting_payment', 0]);
    expect(await refundsOf(orderId)).toMatchObject([{ state: 'done' }]);
    expect(await bench.steps.planAftercare({ orderId, at: bench.now() })).toEqual([]);
  });

  it('by hand is the way out for money of a wrong amount', async () => {
    const { orderId, checkoutId } = await bench.placed(await bench.company());
    await bench.raisePrice(orderId, 1);
    await bench.stripe.pay(checkoutId);
    const settle = () => bench.steps.settlePayment({ orderId, attemptNo: 1, at: bench.now() });
    expect(await settle()).toEqual({ outcome: 'wrong_money', reason: 'wrong_amount' });
    expect(await bench.db('tasks').where({ order_id: orderId, kind: 'second_money', state: 'open' })).toHaveLength(1);
    await byHand(checkoutId);
    expect(await settle()).toEqual({ outcome: 'returned' });
    expect(await bench.db('tasks').where({ order_id: orderId, kind: 'second_money', state: 'open' })).toHaveLength(0);
  });

  it('in part is not the right money any more, and only what is left goes back from an ended order', async () => {
    const { orderId, checkoutId } = await closedWithOpenPage('expired');
    await bench.stripe.pay(checkoutId);
    const view = await bench.stripe.provider.lookUp(checkoutId);
    if (view.state !== 'paid') throw new Error('nobody has paid');
    const amount = { ...view.amount, amountMinor: 100 };
    await bench.stripe.provider.refund({
      captureId: view.captureId,
      refundId: uuidv7(),
      amount,
      idempotencyKey: uuidv7(),
    });
    await bench.steps.reviewStray({ orderId, provider: 'stripe', checkoutId, at: bench.now() });
    const refundId = await onlyRefund(orderId);
    expect(await bench.steps.sendRefund({ orderId, refundId, at: bench.now() })).toEqual({ outcome: 'done' });
    expect(await netAt(orderId)).toBe(0);
  });

  it('is sent back from an order that has ended since it was kept for a person', async () => {
    const { orderId, checkoutId } = await bench.placed(await bench.company());
    await bench.raisePrice(orderId, 1);
    await bench.stripe.pay(checkoutId);
    await bench.steps.settlePayment({ orderId, attemptNo: 1, at: bench.now() });
    await bench.db('orders').where({ order_id: orderId }).update({ state: 'cancelled', closed_at: bench.now() });
    const stray = { orderId, provider: 'stripe' as const, checkoutId, at: bench.now() };
    expect(await bench.steps.reviewStray(stray)).toEqual({ outcome: 'returned' });
    await bench.steps.sendRefund({ orderId, refundId: await onlyRefund(orderId), at: bench.now() });
    expect(await netAt(orderId)).toBe(0);
  });
});

describe('closing an order', () => {
  it('keeps it while the money of a page is being taken, and when it is paid', async () => {
    const { orderId } = await bench.placed(await bench.company());
    const close = () => bench.steps.closeOrder({ orderId, as: 'expired', requestId: null, at: bench.now() });
    await bench.db('payment_attempts').where({ order_id: orderId }).update({ state: 'capturing' });
    expect(await close()).toMatchObject({ outcome: 'kept', capturingAttemptNo: 1 });
    await bench.db('payment_attempts').where({ order_id: orderId }).update({ state: 'paid' });
    await bench.db('orders').where({ order_id: orderId }).update({ state: 'fulfilling', paid_at: bench.now() });
    expect(await close()).toMatchObject({ outcome: 'kept', standing: { state: 'fulfilling' } });
  });
});

describe('a return on a clock that moved', () => {
  /* Of its own: what is placed after a move of the stand-in's clock alone has pages that end in its past. */
  let moved: StepBench;
  beforeEach(async () => {
    moved = bench;
    bench = await startStepBench();
  }, 60_000);
  afterEach(async () => {
    await bench.close();
    bench = moved;
  });

  it.each(['cut-before', 'cut-after'])('whose return meets a line that is %s is returned once', async (effect) => {
    const { orderId, checkoutId } = await closedWithOpenPage('cancelled');
    await bench.stripe.pay(checkoutId);
    await bench.steps.reviewStray({ orderId, provider: 'stripe', checkoutId, at: bench.now() });
    const refundId = await onlyRefund(orderId);
    // Both tries of the SDK.
    await bench.stripe.fault({ match: { method: 'POST', path: '/v1/refunds' }, effect, times: 2 });
    await expect(bench.steps.sendRefund({ orderId, refundId, at: bench.now() })).rejects.toThrow();
    await bench.stripe.calm();
    // A day later the provider has forgotten the key.
    await bench.stripe.moveClock('PT25H');
    const before = await refundCalls();
    expect(await bench.steps.sendRefund({ orderId, refundId, at: bench.now() })).toEqual({ outcome: 'done' });
    expect(await netAt(orderId)).toBe(0);
    // What was found at the provider is not asked for again.
    expect((await refundCalls()) - before).toBe(effect === 'cut-after' ? 0 : 1);
  });
});
