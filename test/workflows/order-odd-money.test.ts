import {
  lookAgain,
  cancelOrder,
  clockMoved,
  orderView,
  paymentHint,
  payNow,
  resume,
} from '../../workflows/contracts/order-contract';
import { eventually } from '../support/eventually';
import { fastForward } from '../support/servers/test-temporal';
import { recordHistory } from '../support/workflows/record-history';
import { scriptWorld } from '../support/workflows/scripted-activities';
import { openWorkflowHarness, placeOrder, type WorkflowHarness } from '../support/workflows/workflow-harness';

jest.setTimeout(30_000);

const HOUR = 60 * 60_000;

let harness: WorkflowHarness;
beforeAll(async () => {
  harness = await openWorkflowHarness('order-odd');
});
afterAll(() => harness.close());

describe('an order that may not be placed', () => {
  it('answers with the reason and opens nothing', async () => {
    const world = scriptWorld({
      overrides: { recordOrder: async () => ({ outcome: 'refused', code: 'quote_expired' }) },
    });
    await harness.withWorker(world.activities, async () => {
      const { handle, result } = await placeOrder(harness);
      expect(result).toEqual({ outcome: 'refused', code: 'quote_expired' });
      await expect(handle.result()).resolves.toMatchObject({ state: 'refused' });
      await recordHistory('order', 'refused', handle);
    });
    expect(world.calls.map(({ name }) => name)).toEqual(['recordOrder']);
  });
});

describe('money that the order does not wait for', () => {
  it('of another amount parks the order, cannot be cancelled away, and is settled once it was sent back', async () => {
    const world = scriptWorld();
    world.provider = { outcome: 'wrong_money', reason: 'wrong_amount' };
    await harness.withWorker(world.activities, async () => {
      const { handle } = await placeOrder(harness);
      await handle.signal(paymentHint, { provider: 'stripe', checkoutId: 'cs_1', source: 'webhook' });
      await eventually(async () => (await handle.query(orderView)).state === 'needs_attention');
      await expect(handle.executeUpdate(cancelOrder, { args: [{}] })).resolves.toMatchObject({ outcome: 'too_late' });
      world.provider = { outcome: 'returned' };
      await handle.signal(resume, {});
      await eventually(async () => (await handle.query(orderView)).state === 'awaiting_payment');
      await eventually(async () => (await handle.executeUpdate(cancelOrder, { args: [{}] })).outcome === 'cancelled');
      await handle.result();
      await recordHistory('order', 'strange-money-parked', handle);
    });
    expect(world.calls.find(({ name }) => name === 'parkOrder')).toMatchObject({
      input: { step: 'reviewPayment', reason: 'wrong_amount' },
    });
    expect(world.count('closeOrder')).toBe(1);
  });

  it('on a page that the order did not open is looked up and changes nothing', async () => {
    const world = scriptWorld();
    await harness.withWorker(world.activities, async () => {
      const { handle } = await placeOrder(harness);
      await handle.signal(paymentHint, { provider: 'stripe', checkoutId: 'cs_of_somebody_else', source: 'webhook' });
      await eventually(() => world.count('reviewStray') === 1);
      expect((await handle.query(orderView)).state).toBe('awaiting_payment');
      await handle.executeUpdate(cancelOrder, { args: [{}] });
      await handle.result();
      await recordHistory('order', 'stray-page-hint', handle);
    });
    expect(world.count('settlePayment')).toBe(0);
  });

  it('on a page of its own that it knows nothing of fulfils it, and the page that it knows is closed', async () => {
    const world = scriptWorld({ overrides: { reviewStray: async () => ({ outcome: 'paid' }) } });
    await harness.withWorker(world.activities, async () => {
      const { handle } = await placeOrder(harness);
      await handle.signal(paymentHint, { provider: 'stripe', checkoutId: 'cs_of_a_lost_answer', source: 'webhook' });
      await expect(handle.result()).resolves.toMatchObject({ state: 'completed' });
    });
    expect(world.count('voidAttempt')).toBe(1);
    expect(world.count('issueInvoice')).toBe(1);
  });

  it('announced but not settled holds the deadline and every cancel', async () => {
    const world = scriptWorld();
    world.provider = { outcome: 'processing' };
    await harness.withWorker(world.activities, async () => {
      const { handle } = await placeOrder(harness);
      await handle.signal(paymentHint, { provider: 'stripe', checkoutId: 'cs_1', source: 'return' });
      await eventually(async () => (await handle.query(orderView)).waitingFor === 'settlement');
      await fastForward(harness.client, handle.workflowId, 26 * HOUR, 'past the deadline');
      expect((await handle.query(orderView)).state).toBe('awaiting_payment');
      await expect(handle.executeUpdate(cancelOrder, { args: [{}] })).resolves.toMatchObject({ outcome: 'too_late' });
      world.provider = { outcome: 'paid' };
      await handle.signal(lookAgain, {});
      await expect(handle.result()).resolves.toMatchObject({ state: 'completed' });
      await recordHistory('order', 'announced-money', handle);
    });
    expect(world.count('closeOrder')).toBe(0);
  });

  it('hinted at while the order is being fulfilled is the same money', async () => {
    let letGo: () => void = () => undefined;
    const held = new Promise<void>((resolve) => {
      letGo = resolve;
    });
    const world = scriptWorld({ overrides: { activateCapacity: () => held } });
    world.provider = { outcome: 'paid' };
    await harness.withWorker(world.activities, async () => {
      const { handle } = await placeOrder(harness);
      await handle.signal(paymentHint, { provider: 'stripe', checkoutId: 'cs_1', source: 'return' });
      await eventually(() => world.count('activateCapacity') === 1);
      await handle.signal(paymentHint, { provider: 'stripe', checkoutId: 'cs_1', source: 'webhook' });
      letGo();
      await expect(handle.result()).resolves.toMatchObject({ state: 'completed' });
      await recordHistory('order', 'paid-with-late-hint', handle);
    });
    expect(world.count('settlePayment')).toBe(1);
    expect(world.count('reviewStray')).toBe(0);
  });
});

describe('money by a page that the order left for another', () => {
  it('is looked at while the order is still being fulfilled for the other', async () => {
    let letGo: () => void = () => undefined;
    const held = new Promise<void>((resolve) => {
      letGo = resolve;
    });
    const world = scriptWorld({ overrides: { activateCapacity: () => held } });
    world.provider = { outcome: 'closed' };
    await harness.withWorker(world.activities, async () => {
      const { handle } = await placeOrder(harness);
      await handle.signal(paymentHint, { provider: 'stripe', checkoutId: 'cs_1', source: 'webhook' });
      await eventually(() => world.count('settlePayment') === 1);
      world.provider = { outcome: 'paid' };
      await handle.executeUpdate(payNow, { args: [{ requestId: 'request-2' }] });
      await handle.signal(paymentHint, { provider: 'stripe', checkoutId: 'cs_2', source: 'webhook' });
      await eventually(() => world.count('activateCapacity') === 1);
      await handle.signal(paymentHint, { provider: 'stripe', checkoutId: 'cs_2', source: 'return' });
      await handle.signal(paymentHint, { provider: 'stripe', checkoutId: 'cs_1', source: 'webhook' });
      await eventually(() => world.count('reviewStray') === 1);
      letGo();
      await expect(handle.result()).resolves.toMatchObject({ state: 'completed' });
    });
    expect(world.calls.filter(({ name }) => name === 'reviewStray')).toMatchObject([{ input: { checkoutId: 'cs_1' } }]);
  });
});

describe('a clock that is moved', () => {
  it('closes the page and expires the order at once', async () => {
    const world = scriptWorld();
    await harness.withWorker(world.activities, async () => {
      const { handle } = await placeOrder(harness);
      await handle.signal(clockMoved, { offsetMs: 25 * HOUR });
      await expect(handle.result()).resolves.toMatchObject({ state: 'expired' });
      await recordHistory('order', 'clock-moved-and-expired', handle);
    });
    expect(world.count('voidAttempt')).toBe(1);
  });

  it('never goes back', async () => {
    const world = scriptWorld();
    await harness.withWorker(world.activities, async () => {
      const { handle } = await placeOrder(harness);
      await handle.signal(clockMoved, { offsetMs: 2 * HOUR });
      await handle.signal(clockMoved, { offsetMs: HOUR });
      await handle.executeUpdate(cancelOrder, { args: [{}] });
      await handle.result();
    });
    const closing = world.calls.find(({ name }) => name === 'closeOrder')?.input as { at: string };
    expect(Date.parse(closing.at) - Date.now()).toBeGreaterThan(1.9 * HOUR);
  });
});

describe('what on-call reads', () => {
  it('names the state, whose turn it is, the deadline and the next step of a waiting order', async () => {
    const world = scriptWorld();
    await harness.withWorker(world.activities, async () => {
      const { handle } = await placeOrder(harness);
      const view = await handle.query(orderView);
      expect(view).toMatchObject({
        state: 'awaiting_payment',
        waitingFor: 'payment',
        whoActs: 'buyer',
        done: ['placed'],
      });
      const metadata = await handle.query<{ currentDetails?: string }>('__temporal_workflow_metadata');
      expect(metadata.currentDetails).toContain('turn of **buyer**');
      expect(metadata.currentDetails).toContain(view.dueAt);
      await recordHistory('order', 'waiting-for-money', handle);
      await handle.executeUpdate(cancelOrder, { args: [{}] });
      await handle.result();
    });
  });

  it('sees a summary on every activity and timer', async () => {
    const world = scriptWorld();
    await harness.withWorker(world.activities, async () => {
      const { handle } = await placeOrder(harness);
      await fastForward(harness.client, handle.workflowId, 25 * HOUR, 'a day');
      await handle.result();
      const { events } = await handle.fetchHistory();
      const commands = (events ?? []).filter(
        (event) => event.activityTaskScheduledEventAttributes != null || event.timerStartedEventAttributes != null
      );
      expect(commands.length).toBeGreaterThanOrEqual(3);
      for (const event of commands) expect(event.userMetadata?.summary?.data?.length ?? 0).toBeGreaterThan(5);
    });
  });
});
