import { randomUUID } from 'node:crypto';
import type { WorkflowHandle } from '@temporalio/client';
import { aftercareWorkflowId, subscriptionWorkflowId } from '../../workflows/contracts/ids';
import { cancelOrder, orderView } from '../../workflows/contracts/order-contract';
import { eventually } from '../support/eventually';
import { scriptWorld } from '../support/workflows/scripted-activities';
import { openWorkflowHarness, placeOrder, type WorkflowHarness } from '../support/workflows/workflow-harness';

jest.setTimeout(30_000);

const YEAR = 365 * 86_400_000;
/** What the Web UI's form sends when somebody mistypes, or sends it empty. */
const ODD: readonly unknown[][] = [[], [null], ['x'], [7], [[]], [{}], [{ offsetMs: 'x' }], [{ checkoutId: 7 }]];

let harness: WorkflowHarness;
beforeAll(async () => {
  harness = await openWorkflowHarness('odd-signals');
});
afterAll(() => harness.close());

async function sendOdd(handle: WorkflowHandle, signals: readonly string[]): Promise<void> {
  for (const signal of signals) for (const args of ODD) await handle.signal(signal, ...args);
}

/** A query is answered only after the signals before it were handled: no handler has thrown. */
async function answers(handle: WorkflowHandle): Promise<void> {
  await handle.query('__stack_trace');
  const { events } = await handle.fetchHistory();
  expect(events?.filter((event) => event.workflowTaskFailedEventAttributes != null)).toEqual([]);
}

describe('signals that fit nothing', () => {
  it('leave an order where it was, and it goes on', async () => {
    const world = scriptWorld();
    await harness.withWorker(world.activities, async () => {
      const { handle } = await placeOrder(harness);
      await sendOdd(handle, ['paymentHint', 'clockMoved', 'lookAgain', 'resume', 'skipRemark']);
      await answers(handle);
      await handle.signal('paymentHint', { provider: 'stripe', checkoutId: 'x'.repeat(256), source: 'webhook' });
      expect(await handle.query(orderView)).toMatchObject({ state: 'awaiting_payment' });
      await expect(handle.executeUpdate(cancelOrder, { args: [{}] })).resolves.toMatchObject({ outcome: 'cancelled' });
      await handle.result();
    });
  });

  it('leave a subscription and the care after an order answering', async () => {
    const planned = { refundId: 'refund-1', provider: 'stripe', moneyStepMs: YEAR, isAwaited: false } as const;
    const refund = { kind: 'send_refund', ...planned } as const;
    let isDone = false;
    const world = scriptWorld({
      overrides: {
        reviewStray: async () => ({ outcome: 'returned' }),
        planAftercare: async () => (isDone ? [] : [refund]),
        sendRefund: async () => ({ outcome: isDone ? 'done' : 'pending' }),
      },
    });
    const { workflow } = harness.client;
    const companyId = `WP-${randomUUID()}`;
    const orderId = randomUUID();
    const { taskQueue } = harness;
    const wakeAt = new Date(Date.now() + YEAR).toISOString();
    await harness.withWorker(world.activities, async () => {
      const asleep = await workflow.start('subscription', {
        workflowId: subscriptionWorkflowId(companyId),
        taskQueue,
        args: [{ companyId, wakeAt, what: 'reminder:30', version: 1, clockOffsetMs: 0 }],
      });
      const caring = await workflow.signalWithStart('aftercare', {
        workflowId: aftercareWorkflowId(orderId),
        taskQueue,
        args: [{ orderId, partnerId: 'partner-1', companyId, clockOffsetMs: 0 }],
        signal: 'moneyHint',
        signalArgs: [{ provider: 'stripe', checkoutId: 'cs_1', source: 'webhook' }],
      });
      await sendOdd(asleep, ['clockMoved']);
      await sendOdd(caring, ['moneyHint', 'refundsWanted', 'lookAgain', 'clockMoved']);
      for (const handle of [asleep, caring]) await answers(handle);
      await asleep.terminate('the test is over');
      isDone = true;
      await caring.signal('lookAgain');
      await caring.result();
    });
  });
});

describe('outside the sandbox', () => {
  it.each([
    [0, 'expired'],
    [null, 'awaiting_payment'],
  ])('a moved clock (offset at the start %p) leaves an order %s', async (clockOffsetMs, state) => {
    const world = scriptWorld();
    await harness.withWorker(world.activities, async () => {
      const { handle } = await placeOrder(harness, randomUUID(), 'card', clockOffsetMs);
      await handle.signal('clockMoved', { offsetMs: YEAR });
      await eventually(async () => (await handle.query(orderView)).state === state);
      await answers(handle);
      expect(await handle.query(orderView)).toMatchObject({ state });
      if (state !== 'expired') await handle.terminate('the test is over');
    });
  });
});
