import { randomUUID } from 'node:crypto';
import { orderWorkflowId } from '../../workflows/contracts/ids';
import { cancelOrder, orderView, paymentHint, payNow, resume } from '../../workflows/contracts/order-contract';
import { fastForward } from '../support/servers/test-temporal';
import { eventually } from '../support/eventually';
import { recordHistory } from '../support/workflows/record-history';
import { openWorkflowHarness, placeOrder, type WorkflowHarness } from '../support/workflows/workflow-harness';
import { scriptWorld } from '../support/workflows/scripted-activities';

let harness: WorkflowHarness;
beforeAll(async () => {
  harness = await openWorkflowHarness('order');
});
afterAll(() => harness.close());

jest.setTimeout(30_000);

const HOUR = 60 * 60_000;

describe('an order that is paid', () => {
  it('is fulfilled step by step, the mail last', async () => {
    const world = scriptWorld();
    await harness.withWorker(world.activities, async () => {
      const { handle, result } = await placeOrder(harness);
      expect(result).toEqual({ outcome: 'placed', orderNo: 'ORD-2026-000001', checkout: 'open' });
      world.provider = { outcome: 'paid' };
      await handle.signal(paymentHint, { provider: 'stripe', checkoutId: 'cs_1', source: 'webhook' });
      await expect(handle.result()).resolves.toMatchObject({ state: 'completed' });
      await recordHistory('order', 'paid-by-hint', handle);
    });
    expect(world.calls.map(({ name }) => name)).toEqual([
      'recordOrder',
      'openCheckout',
      'watchCheckout',
      'settlePayment',
      'activateCapacity',
      'issueInvoice',
      'armSubscription',
      'sendOrderMail',
    ]);
  });

  it('is found out without any message, by asking after 2 minutes', async () => {
    const world = scriptWorld();
    await harness.withWorker(world.activities, async () => {
      const { handle } = await placeOrder(harness);
      world.provider = { outcome: 'paid' };
      await fastForward(harness.client, handle.workflowId, 2 * 60_000 + 1_000, 'two minutes');
      await expect(handle.result()).resolves.toMatchObject({ state: 'completed' });
      await recordHistory('order', 'paid-seen-by-watch', handle);
    });
    expect(world.count('settlePayment')).toBe(0);
  });

  it('is paid once however often webhook and return page say so', async () => {
    const world = scriptWorld();
    world.provider = { outcome: 'paid' };
    await harness.withWorker(world.activities, async () => {
      const { handle } = await placeOrder(harness);
      const sources = ['webhook', 'return'] as const;
      await Promise.allSettled(
        Array.from({ length: 20 }, (_, n) =>
          handle.signal(paymentHint, { provider: 'stripe', checkoutId: 'cs_1', source: sources[n % 2] ?? 'poll' })
        )
      );
      await expect(handle.result()).resolves.toMatchObject({ state: 'completed' });
    });
    expect(world.count('settlePayment')).toBe(1);
    expect(world.count('activateCapacity')).toBe(1);
  });
});

describe('an order that nobody pays', () => {
  it('closes its page after an hour and expires at its deadline', async () => {
    const world = scriptWorld();
    await harness.withWorker(world.activities, async () => {
      const { handle } = await placeOrder(harness);
      await fastForward(harness.client, handle.workflowId, 25 * HOUR, 'past the deadline');
      await expect(handle.result()).resolves.toMatchObject({ state: 'expired' });
      await recordHistory('order', 'expired', handle);
    });
    expect(world.calls.at(-1)).toMatchObject({ name: 'closeOrder', input: { as: 'expired', requestId: null } });
    expect(world.count('watchCheckout')).toBe(4);
    expect(world.count('activateCapacity')).toBe(0);
  });

  it('opens a second page when the buyer comes back after the first has closed', async () => {
    const world = scriptWorld();
    await harness.withWorker(world.activities, async () => {
      const { handle } = await placeOrder(harness);
      await fastForward(harness.client, handle.workflowId, HOUR + 60_000, 'an hour');
      await eventually(() => world.count('watchCheckout') === 4);
      await expect(handle.executeUpdate(payNow, { args: [{ requestId: 'r-1' }] })).resolves.toEqual({
        outcome: 'open',
        attemptNo: 2,
      });
      world.provider = { outcome: 'paid' };
      await handle.signal(paymentHint, { provider: 'stripe', checkoutId: 'cs_2', source: 'return' });
      await expect(handle.result()).resolves.toMatchObject({ state: 'completed' });
      await recordHistory('order', 'second-page-paid', handle);
    });
  });
});

describe('cancel', () => {
  it('ends an unpaid order after its page is closed at the provider', async () => {
    const world = scriptWorld();
    await harness.withWorker(world.activities, async () => {
      const { handle } = await placeOrder(harness);
      await expect(handle.executeUpdate(cancelOrder, { args: [{ requestId: 'r-1' }] })).resolves.toEqual({
        outcome: 'cancelled',
      });
      await expect(handle.result()).resolves.toMatchObject({ state: 'cancelled' });
      await recordHistory('order', 'cancelled', handle);
    });
    expect(world.calls.slice(-2)).toMatchObject([
      { name: 'voidAttempt' },
      { name: 'closeOrder', input: { as: 'cancelled' } },
    ]);
  });

  it('loses against money that was there first', async () => {
    const world = scriptWorld();
    await harness.withWorker(world.activities, async () => {
      const { handle } = await placeOrder(harness);
      world.provider = { outcome: 'paid' };
      await expect(handle.executeUpdate(cancelOrder, { args: [{}] })).resolves.toMatchObject({ outcome: 'too_late' });
      await expect(handle.result()).resolves.toMatchObject({ state: 'completed' });
      await recordHistory('order', 'cancel-too-late', handle);
    });
    expect(world.count('closeOrder')).toBe(0);
  });
});

describe('a short step inside the workflow task', () => {
  it('goes on as an ordinary activity when the database is away for longer than a moment', async () => {
    let tries = 0;
    const world = scriptWorld({
      overrides: {
        issueInvoice: async () => {
          if ((tries += 1) <= 4) throw new Error('the database is away');
          return { invoiceId: 'i-1', invoiceNo: 'EU-2026-000001' };
        },
      },
    });
    world.provider = { outcome: 'paid' };
    await harness.withWorker(world.activities, async () => {
      const { handle } = await placeOrder(harness);
      await handle.signal(paymentHint, { provider: 'stripe', checkoutId: 'cs_1', source: 'webhook' });
      await expect(handle.result()).resolves.toMatchObject({ state: 'completed' });
      await recordHistory('order', 'short-step-goes-on', handle);
    });
    expect(tries).toBe(5);
  });

  it('that refuses for good parks the order like any other', async () => {
    const world = scriptWorld();
    world.broken.add('issueInvoice');
    world.provider = { outcome: 'paid' };
    await harness.withWorker(world.activities, async () => {
      const { handle } = await placeOrder(harness);
      await handle.signal(paymentHint, { provider: 'stripe', checkoutId: 'cs_1', source: 'webhook' });
      await eventually(async () => (await handle.query(orderView)).waitingFor === 'resume:issueInvoice');
      world.broken.delete('issueInvoice');
      await handle.signal(resume, {});
      await expect(handle.result()).resolves.toMatchObject({ state: 'completed' });
      await recordHistory('order', 'short-step-parked', handle);
    });
  });
});

describe('a step that fails for good', () => {
  it('parks the paid order with step and reason, and resume tries it again', async () => {
    const world = scriptWorld();
    world.broken.add('activateCapacity');
    world.provider = { outcome: 'paid' };
    await harness.withWorker(world.activities, async () => {
      const { handle } = await placeOrder(harness);
      await handle.signal(paymentHint, { provider: 'stripe', checkoutId: 'cs_1', source: 'webhook' });
      await eventually(() => world.count('parkOrder') === 1);
      const parked = await eventually(async () => {
        const view = await handle.query(orderView);
        return view.state === 'needs_attention' ? view : null;
      });
      expect(parked).toMatchObject({ waitingFor: 'resume:activateCapacity', whoActs: 'ops' });
      await expect(handle.executeUpdate(cancelOrder, { args: [{}] })).resolves.toMatchObject({ outcome: 'too_late' });
      world.broken.delete('activateCapacity');
      await handle.signal(resume, {});
      await expect(handle.result()).resolves.toMatchObject({ state: 'completed' });
      await recordHistory('order', 'parked-and-resumed', handle);
    });
    expect(world.calls.find(({ name }) => name === 'parkOrder')).toMatchObject({
      input: { step: 'activateCapacity', reason: 'broken_on_purpose' },
    });
  });

  it('completes the order when only the mail fails', async () => {
    const world = scriptWorld();
    world.broken.add('sendOrderMail');
    world.provider = { outcome: 'paid' };
    await harness.withWorker(world.activities, async () => {
      const { handle } = await placeOrder(harness);
      await handle.signal(paymentHint, { provider: 'stripe', checkoutId: 'cs_1', source: 'webhook' });
      await expect(handle.result()).resolves.toMatchObject({ state: 'completed' });
      await recordHistory('order', 'mail-given-up', handle);
    });
    expect(world.count('giveUpOrderMail')).toBe(1);
    expect(world.count('parkOrder')).toBe(0);
  });

  it('can be cancelled when no page could be opened', async () => {
    const world = scriptWorld();
    world.broken.add('openCheckout');
    await harness.withWorker(world.activities, async () => {
      const orderId = randomUUID();
      const placing = placeOrder(harness, orderId);
      await eventually(() => world.count('parkOrder') === 1);
      const handle = harness.client.workflow.getHandle(orderWorkflowId(orderId));
      await expect(handle.executeUpdate(cancelOrder, { args: [{ requestId: 'r-9' }] })).resolves.toEqual({
        outcome: 'cancelled',
      });
      await expect(handle.result()).resolves.toMatchObject({ state: 'cancelled' });
      await recordHistory('order', 'no-page-cancelled', handle);
      await expect(placing).resolves.toMatchObject({ result: { outcome: 'placed', checkout: 'none' } });
    });
  });
});
