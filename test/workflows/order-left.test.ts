import type { WorkflowHandle } from '@temporalio/client';
import { orderLeft, orderView, paymentHint, resume } from '../../workflows/contracts/order-contract';
import { eventually } from '../support/eventually';
import { recordHistory } from '../support/workflows/record-history';
import { scriptWorld, type ScriptedWorld } from '../support/workflows/scripted-activities';
import { openWorkflowHarness, placeOrder, type WorkflowHarness } from '../support/workflows/workflow-harness';

jest.setTimeout(30_000);

let harness: WorkflowHarness;
beforeAll(async () => {
  harness = await openWorkflowHarness('order-left');
});
afterAll(() => harness.close());

const HINT = { provider: 'stripe', checkoutId: 'cs_1', source: 'webhook' } as const;
const stateOf = async (handle: WorkflowHandle): Promise<string> => (await handle.query(orderView)).state;

/** Paid, and stopped at Workplace. */
async function parked(world: ScriptedWorld): Promise<WorkflowHandle> {
  world.broken.add('activateCapacity');
  world.provider = { outcome: 'paid' };
  const { handle } = await placeOrder(harness);
  await handle.signal(paymentHint, HINT);
  await eventually(async () => (await stateOf(handle)) === 'needs_attention');
  return handle;
}

describe('a parked order that is refunded', () => {
  it('ends, and nothing of its fulfilment is tried again', async () => {
    const world = scriptWorld();
    await harness.withWorker(world.activities, async () => {
      const handle = await parked(world);
      await handle.signal(orderLeft);
      await expect(handle.result()).resolves.toMatchObject({ state: 'refunding' });
      await recordHistory('order', 'parked-and-refunded', handle);
    });
    expect(world.count('activateCapacity')).toBe(1);
    expect([world.count('unparkOrder'), world.count('sendOrderMail')]).toEqual([0, 0]);
  });

  it('ends as well when its resume comes too late', async () => {
    const world = scriptWorld({ overrides: { unparkOrder: async () => 'left' } });
    await harness.withWorker(world.activities, async () => {
      const handle = await parked(world);
      await handle.signal(resume, {});
      await expect(handle.result()).resolves.toMatchObject({ state: 'refunding' });
      await recordHistory('order', 'resumed-too-late', handle);
    });
    expect(world.count('activateCapacity')).toBe(1);
  });

  it('ends where its money is a stray that a person sends back', async () => {
    const world = scriptWorld();
    world.provider = { outcome: 'wrong_money', reason: 'wrong_amount' };
    await harness.withWorker(world.activities, async () => {
      const { handle } = await placeOrder(harness);
      await handle.signal(paymentHint, HINT);
      await eventually(async () => (await stateOf(handle)) === 'needs_attention');
      await handle.signal(orderLeft);
      await expect(handle.result()).resolves.toMatchObject({ state: 'refunding' });
      await recordHistory('order', 'strange-money-refunded', handle);
    });
  });
});

describe('a refund that takes hold of an order before it can park', () => {
  it('is seen by the step that parks', async () => {
    const world = scriptWorld({ overrides: { parkOrder: async () => 'left' } });
    await harness.withWorker(world.activities, async () => {
      world.broken.add('activateCapacity');
      world.provider = { outcome: 'paid' };
      const { handle } = await placeOrder(harness);
      await handle.signal(paymentHint, HINT);
      await expect(handle.result()).resolves.toMatchObject({ state: 'refunding' });
    });
  });
});
