import { findAttempt } from '../../db/payment/attempts';
import type { ProviderName } from '../../domain/payment/provider-name';
import { addMs } from '../../domain/time/calendar';
import type { PartnerRows } from '../support/rows/partner-rows';
import { startStepBench, type StepBench } from '../support/steps/step-bench';

jest.setTimeout(60_000);

/* A bench for each test: clocks only move forward, and pages opened after a move of its own would end in its past. */
let bench: StepBench;
beforeEach(async () => {
  bench = await startStepBench();
});
afterEach(() => bench.close());

interface Placed {
  readonly orderId: string;
  readonly checkoutId: string;
}

const step = ({ orderId }: Placed) => ({ orderId, attemptNo: 1, at: bench.now() });
const late = (order: Placed) => ({ ...step(order), isLate: true });
const approve = ({ checkoutId }: Placed) => bench.paypal.control(`approve/${checkoutId}`, { payer: 'normal' });
const stateOf = async ({ orderId }: Placed) => (await findAttempt(bench.db, orderId, 1))?.state;

/** Approved, and its capture begun: the line broke before or after the effect. */
async function interruptedCapture(effect: 'cut-before' | 'cut-after'): Promise<Placed> {
  const order = await bench.placed(await bench.company(), { method: 'paypal' });
  await approve(order);
  await bench.paypal.fault({
    match: { method: 'POST', path: `/v2/checkout/orders/${order.checkoutId}/capture` },
    effect,
  });
  await expect(bench.steps.settlePayment(step(order))).rejects.toMatchObject({ kind: 'unknown_outcome' });
  expect(await stateOf(order)).toBe('capturing');
  return order;
}

describe('a capture at PayPal that ran out of its time', () => {
  it.each(['PT7H', 'P3D'])('and had its effect is found %s later, when its key is forgotten', async (by) => {
    const order = await interruptedCapture('cut-after');
    await bench.moveClock(by);
    expect(await bench.steps.settlePayment(late(order))).toEqual({ outcome: 'paid' });
    expect(await bench.paypal.captures(order.orderId)).toBe(1);
  });

  it('and is nowhere to be seen is not repeated without a person; resumed by one it takes the money once', async () => {
    const order = await interruptedCapture('cut-before');
    await expect(bench.steps.settlePayment(late(order))).rejects.toMatchObject({ code: 'capture_not_found' });
    await expect(bench.steps.voidAttempt(late(order))).rejects.toMatchObject({ code: 'capture_not_found' });
    expect([await stateOf(order), await bench.paypal.captures(order.orderId)]).toEqual(['capturing', 0]);
    expect(await bench.steps.settlePayment(step(order))).toEqual({ outcome: 'paid' });
    expect(await bench.paypal.captures(order.orderId)).toBe(1);
  });

  it('on a page that PayPal has dropped since is a person’s matter; resumed by one it is over', async () => {
    const order = await interruptedCapture('cut-before');
    await bench.moveClock('PT7H');
    await expect(bench.steps.settlePayment(late(order))).rejects.toMatchObject({ code: 'capture_not_found' });
    expect(await bench.steps.settlePayment(step(order))).toEqual({ outcome: 'closed' });
    expect(await bench.paypal.captures(order.orderId)).toBe(0);
  });

  it('before it was begun is begun by the look-up, since no key is used twice', async () => {
    const order = await bench.placed(await bench.company(), { method: 'paypal' });
    await approve(order);
    expect(await bench.steps.settlePayment(late(order))).toEqual({ outcome: 'paid' });
    expect(await bench.paypal.captures(order.orderId)).toBe(1);
  });
});

/** Money that came after the order's end, and the wish to return it. */
async function stray(provider: ProviderName): Promise<{ readonly order: Placed; readonly refundId: string }> {
  const method = provider === 'stripe' ? 'card' : 'paypal';
  const order = await bench.placed(await bench.company(), { method });
  await bench.steps.closeOrder({ orderId: order.orderId, as: 'cancelled', requestId: null, at: bench.now() });
  if (provider === 'stripe') {
    await bench.stripe.pay(order.checkoutId);
  } else {
    await approve(order);
    await bench.paypal.control(`capture/${order.checkoutId}`);
  }
  const seen = { orderId: order.orderId, provider, checkoutId: order.checkoutId, at: bench.now() };
  expect(await bench.steps.reviewStray(seen)).toEqual({ outcome: 'returned' });
  const [refundId] = await bench.db('refunds').where({ order_id: order.orderId }).pluck('refund_id');
  return { order, refundId };
}

async function heldAt(provider: ProviderName, { orderId }: Placed): Promise<number> {
  if (provider === 'paypal') return bench.paypal.net(orderId);
  const entries = (await bench.stripe.ledger(orderId)) as unknown as { receivedMinor: number; refundedMinor: number }[];
  return entries.reduce((sum, { receivedMinor, refundedMinor }) => sum + receivedMinor - refundedMinor, 0);
}

async function interruptRefund(provider: ProviderName, effect: string): Promise<void> {
  const path = { stripe: '^/v1/refunds', paypal: '^/v2/payments/captures/[^/]+/refund' }[provider];
  // Stripe's SDK repeats by itself once.
  const fault = { match: { method: 'POST', path }, effect, times: provider === 'stripe' ? 2 : 1 };
  await bench[provider].fault(fault);
}

describe.each(['stripe', 'paypal'] as const)('a return by %s that ran out of its time', (provider) => {
  const returned = async (effect: string) => {
    const { order, refundId } = await stray(provider);
    const input = { orderId: order.orderId, refundId, at: bench.now() };
    await interruptRefund(provider, effect);
    await expect(bench.steps.sendRefund(input)).rejects.toMatchObject({ kind: 'unknown_outcome' });
    await bench[provider].calm();
    return { order, input };
  };

  it.each(['PT7H', 'P3D'])('and had its effect is found %s later', async (by) => {
    const { order, input } = await returned('cut-after');
    await bench.moveClock(by);
    expect(await bench.steps.sendRefund({ ...input, isLate: true })).toEqual({ outcome: 'done' });
    expect(await heldAt(provider, order)).toBe(0);
  });

  it('and is nowhere to be seen is not sent again, and a person is asked', async () => {
    const { order, input } = await returned('cut-before');
    await bench.moveClock('P3D');
    const held = await heldAt(provider, order);
    await expect(bench.steps.sendRefund({ ...input, isLate: true })).rejects.toMatchObject({
      code: 'refund_not_found',
    });
    await bench.steps.reportStuckRefund(input);
    expect(await heldAt(provider, order)).toBe(held);
    expect(await bench.db('tasks').where({ order_id: order.orderId, state: 'open' })).toMatchObject([
      { kind: 'refund_stuck' },
    ]);
  });

  it('before the provider was asked is sent by the look-up', async () => {
    const { order, refundId } = await stray(provider);
    const input = { orderId: order.orderId, refundId, at: bench.now(), isLate: true };
    expect(await bench.steps.sendRefund(input)).toEqual({ outcome: 'done' });
    expect(await heldAt(provider, order)).toBe(0);
  });
});

describe('an opening at Stripe of which no answer came', () => {
  const opening = { match: { method: 'POST', path: '/v1/checkout/sessions' }, effect: 'cut-after', times: 2 };

  const recorded = async (partner: PartnerRows) => {
    const consent = { textVersion: 'v1' };
    const orderId = await bench.request(partner, { autoRenew: 'enable', consent });
    expect(await bench.steps.recordOrder({ orderId, at: bench.now() })).toMatchObject({ outcome: 'recorded' });
    return { orderId, attemptNo: 1, expiresAt: addMs(bench.now(), 3_600_000), at: bench.now() };
  };
  const sessionPosts = async () =>
    (await bench.stripe.requests()).filter(({ method, path }) => method === 'POST' && path === '/v1/checkout/sessions');

  it('is looked for before it is repeated: the customer of the first try may be under a forgotten key', async () => {
    const partner = await bench.company();
    await bench.steps.openCheckout(await recorded(partner));
    await bench.moveClock('PT23H59M');
    const input = await recorded(partner);
    await bench.stripe.fault(opening);
    await expect(bench.steps.openCheckout(input)).rejects.toMatchObject({ kind: 'unknown_outcome' });
    const before = await sessionPosts();
    await bench.moveClock('PT2M');
    const { checkoutId } = await bench.steps.openCheckout(input);
    expect(await findAttempt(bench.db, input.orderId, 1)).toMatchObject({ state: 'open', checkoutId });
    expect(await sessionPosts()).toEqual(before);
  });
});
