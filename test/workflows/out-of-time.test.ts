import { randomUUID } from 'node:crypto';
import type { Activities } from '../../activities/create-activities';
import { FinalFailure, TryLater } from '../../activities/shared/final-failure';
import { refundsWanted } from '../../workflows/contracts/aftercare-contract';
import { aftercareWorkflowId } from '../../workflows/contracts/ids';
import { cancelOrder, orderView, paymentHint, resume } from '../../workflows/contracts/order-contract';
import { eventually } from '../support/eventually';
import { passTimeOf } from '../support/servers/test-temporal';
import { recordHistory } from '../support/workflows/record-history';
import { scriptWorld } from '../support/workflows/scripted-activities';
import { openWorkflowHarness, placeOrder, type WorkflowHarness } from '../support/workflows/workflow-harness';

jest.setTimeout(30_000);

let harness: WorkflowHarness;
beforeAll(async () => {
  harness = await openWorkflowHarness('out-of-time');
});
afterAll(() => harness.close());

const HINT = { provider: 'stripe', checkoutId: 'cs_1', source: 'webhook' } as const;

/** The other side does not answer as long as `isAway` says so. */
function away(isAway: (input: { readonly isLate?: boolean }) => boolean) {
  return {
    ask<I extends { readonly isLate?: boolean }, R>(input: I, answer: R): R {
      if (isAway(input)) throw new TryLater('stripe_unavailable', 'nobody answers', 100);
      return answer;
    },
  };
}

const lateness = (calls: readonly { name: string; input: unknown }[], step: keyof Activities): boolean[] =>
  calls.filter(({ name }) => name === step).map(({ input }) => (input as { isLate: boolean }).isLate);

describe('a look at the provider that runs out of its time', () => {
  it('goes on as a look-up, and what that finds counts', async () => {
    const provider = away(({ isLate }) => isLate !== true);
    const world = scriptWorld({
      overrides: { settlePayment: async (input) => provider.ask(input, { outcome: 'paid' }) },
    });
    await harness.withWorker(world.activities, async () => {
      const { handle } = await placeOrder(harness);
      await handle.signal(paymentHint, HINT);
      await eventually(() => world.count('settlePayment') > 0);
      await passTimeOf(harness.client, handle.workflowId, 'settlePayment');
      await expect(handle.result()).resolves.toMatchObject({ state: 'completed' });
      await recordHistory('order', 'looked-up-out-of-time', handle);
    });
    expect(lateness(world.calls, 'settlePayment').at(-1)).toBe(true);
    expect(world.count('parkOrder')).toBe(0);
  });

  it('that cannot be answered either stands in front of a person; a resume begins a new window', async () => {
    let isAway = true;
    const provider = away(() => isAway);
    const world = scriptWorld({
      overrides: { settlePayment: async (input) => provider.ask(input, { outcome: 'paid' }) },
    });
    await harness.withWorker(world.activities, async () => {
      const { handle } = await placeOrder(harness);
      await handle.signal(paymentHint, HINT);
      await eventually(() => world.count('settlePayment') > 0);
      await passTimeOf(harness.client, handle.workflowId, 'settlePayment');
      await eventually(() => lateness(world.calls, 'settlePayment').includes(true));
      await passTimeOf(harness.client, handle.workflowId, 'settlePayment');
      await eventually(async () => (await handle.query(orderView)).state === 'needs_attention');
      isAway = false;
      await handle.signal(resume, {});
      await expect(handle.result()).resolves.toMatchObject({ state: 'completed' });
      await recordHistory('order', 'parked-out-of-time', handle);
    });
    expect(lateness(world.calls, 'settlePayment').at(-1)).toBe(false);
    expect(world.calls.find(({ name }) => name === 'parkOrder')).toMatchObject({
      input: { step: 'settlePayment', reason: 'timed_out' },
    });
  });

  it('is not looked up when the provider refused for good', async () => {
    const world = scriptWorld();
    world.broken.add('settlePayment');
    await harness.withWorker(world.activities, async () => {
      const { handle } = await placeOrder(harness);
      await handle.signal(paymentHint, HINT);
      await eventually(async () => (await handle.query(orderView)).state === 'needs_attention');
      await handle.executeUpdate(cancelOrder, { args: [{}] });
      await handle.result();
    });
    expect(lateness(world.calls, 'settlePayment')).toEqual([false]);
  });
});

describe('closing a page, when it runs out of its time,', () => {
  it('is looked up like money, since the page may have been paid', async () => {
    const provider = away(({ isLate }) => isLate !== true);
    const world = scriptWorld({
      overrides: { voidAttempt: async (input) => provider.ask(input, { outcome: 'closed' }) },
    });
    await harness.withWorker(world.activities, async () => {
      const { handle } = await placeOrder(harness);
      const cancelled = handle.executeUpdate(cancelOrder, { args: [{}] });
      await eventually(() => world.count('voidAttempt') > 0);
      await passTimeOf(harness.client, handle.workflowId, 'voidAttempt');
      await expect(cancelled).resolves.toEqual({ outcome: 'cancelled' });
      await handle.result();
    });
    expect(lateness(world.calls, 'voidAttempt').at(-1)).toBe(true);
  });
});

describe('a return that runs out of its time', () => {
  const PLANNED = {
    kind: 'send_refund',
    refundId: 'refund-1',
    provider: 'stripe',
    moneyStepMs: 20 * 3_600_000,
    isAwaited: false,
  } as const;

  const returned = async (lost: boolean): Promise<{ late: boolean[]; stuck: number }> => {
    let isOpen = true;
    const provider = away(({ isLate }) => isLate !== true);
    const world = scriptWorld({
      overrides: {
        planAftercare: async () => (isOpen ? [PLANNED] : []),
        sendRefund: async (input) => {
          provider.ask(input, null);
          if (lost) throw new FinalFailure('refund_not_found', 'it may have been asked for');
          isOpen = false;
          return { outcome: 'done' };
        },
        reportStuckRefund: async () => {
          isOpen = false;
        },
      },
    });
    await harness.withWorker(world.activities, async () => {
      const orderId = randomUUID();
      const handle = await harness.client.workflow.signalWithStart('aftercare', {
        workflowId: aftercareWorkflowId(orderId),
        taskQueue: harness.taskQueue,
        args: [{ orderId, partnerId: 'partner-1', companyId: 'WP-1001', clockOffsetMs: 0 }],
        signal: refundsWanted,
      });
      await eventually(() => world.count('sendRefund') > 0);
      await passTimeOf(harness.client, handle.workflowId, 'sendRefund');
      await handle.result();
      if (!lost) await recordHistory('aftercare', 'return-looked-up', handle);
    });
    return { late: lateness(world.calls, 'sendRefund'), stuck: world.count('reportStuckRefund') };
  };

  it('is looked up, and a person is asked only when it cannot be found', async () => {
    const found = await returned(false);
    expect([found.late.at(-1), found.stuck]).toEqual([true, 0]);
    const lost = await returned(true);
    expect([lost.late.filter((late) => late), lost.stuck]).toEqual([[true], 1]);
  });
});
