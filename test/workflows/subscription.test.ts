import { randomUUID } from 'node:crypto';
import type { WorkflowHandle } from '@temporalio/client';
import type { Activities } from '../../activities/create-activities';
import { subscriptionWorkflowId } from '../../workflows/contracts/ids';
import { clockMoved } from '../../workflows/contracts/order-contract';
import {
  setAutoRenew,
  subscriptionChanged,
  type SubscriptionInput,
} from '../../workflows/contracts/subscription-contract';
import type { SubscriptionPlan } from '../../workflows/contracts/subscription-steps';
import { eventually } from '../support/eventually';
import { fastForward } from '../support/servers/test-temporal';
import { recordHistory } from '../support/workflows/record-history';
import { scriptWorld } from '../support/workflows/scripted-activities';
import { openWorkflowHarness, type WorkflowHarness } from '../support/workflows/workflow-harness';

jest.setTimeout(30_000);

const DAY = 86_400_000;

let harness: WorkflowHarness;
beforeAll(async () => {
  harness = await openWorkflowHarness('subscription');
});
afterAll(() => harness.close());

const inDays = (days: number): string => new Date(Date.now() + days * DAY).toISOString();
const planOf = (plan: Partial<SubscriptionPlan>): SubscriptionPlan => ({
  wakeAt: inDays(300),
  what: 'reminder:30',
  version: 1,
  partnerId: 'partner-1',
  forgetMethodId: null,
  ...plan,
});

async function startSleeper(input: Partial<SubscriptionInput> = {}): Promise<WorkflowHandle> {
  const companyId = `WP-${randomUUID()}`;
  const workflowId = subscriptionWorkflowId(companyId);
  const args: [SubscriptionInput] = [
    { companyId, wakeAt: inDays(10), what: 'reminder:30', version: 1, clockOffsetMs: 0, ...input },
  ];
  await harness.client.workflow.start('subscription', { workflowId, taskQueue: harness.taskQueue, args });
  return harness.client.workflow.getHandle(workflowId);
}

/** The run that follows the one that was started. */
async function nextRun(first: WorkflowHandle): Promise<WorkflowHandle> {
  const { runId: endedRun } = await first.describe();
  const { workflow } = harness.client;
  return eventually(async () => {
    const { runId } = await workflow.getHandle(first.workflowId).describe();
    return runId === endedRun ? null : workflow.getHandle(first.workflowId, runId);
  });
}

/** The first run's own handle: after it ended, the id alone names its successor. */
async function pinned(handle: WorkflowHandle): Promise<WorkflowHandle> {
  const { runId } = await handle.describe();
  return harness.client.workflow.getHandle(handle.workflowId, runId);
}

async function withSleeper(
  overrides: Partial<Activities>,
  work: (world: ReturnType<typeof scriptWorld>) => Promise<void>
) {
  const world = scriptWorld({ overrides });
  await harness.withWorker(world.activities, () => work(world));
}

async function asleep(handle: WorkflowHandle): Promise<void> {
  await eventually(async () => {
    const { events } = await handle.fetchHistory();
    return (events ?? []).some((event) => event.timerStartedEventAttributes != null);
  });
}

describe('a sleeping subscription', () => {
  it('does what is due at its date and sleeps on with a new plan', async () => {
    await withSleeper({ planSubscription: async () => planOf({ what: 'reminder:7' }) }, async (world) => {
      const handle = await startSleeper();
      const first = await pinned(handle);
      await asleep(first);
      await recordHistory('subscription', 'asleep', first);
      await fastForward(harness.client, handle.workflowId, 11 * DAY, 'to the date');
      const second = await nextRun(first);
      await recordHistory('subscription', 'due-and-planned-again', first);
      expect(world.calls.map(({ name }) => name)).toEqual(['performDue', 'planSubscription']);
      expect(world.calls[0]).toMatchObject({ input: { what: 'reminder:30', version: 1 } });
      const details = await second.query<{ currentDetails?: string }>('__temporal_workflow_metadata');
      expect(details.currentDetails).toContain('reminder:7');
      await second.terminate('end of test');
    });
  });

  it('plans anew when its facts changed, without doing what is not due', async () => {
    await withSleeper({ planSubscription: async () => planOf({}) }, async (world) => {
      const first = await pinned(await startSleeper());
      await asleep(first);
      await first.signal(subscriptionChanged);
      const second = await nextRun(first);
      await recordHistory('subscription', 'changed-and-planned-again', first);
      expect(world.count('performDue')).toBe(0);
      await asleep(second);
      expect((await second.describe()).historyLength).toBe(5);
      await second.terminate('end of test');
    });
  });

  it('switches Auto Renew off and has the provider forget the method', async () => {
    let asked = 0;
    const overrides: Partial<Activities> = {
      changeAutoRenew: async () => ({ outcome: 'off' }),
      planSubscription: async () => planOf({ forgetMethodId: (asked += 1) === 1 ? 'method-1' : null }),
    };
    await withSleeper(overrides, async (world) => {
      const handle = await startSleeper();
      const first = await pinned(handle);
      await asleep(first);
      await expect(first.executeUpdate(setAutoRenew, { args: [{ requestId: 'r-1' }] })).resolves.toEqual({
        outcome: 'off',
      });
      const second = await nextRun(first);
      await recordHistory('subscription', 'auto-renew-off-forgets', first);
      expect(world.calls.find(({ name }) => name === 'forgetMethod')).toMatchObject({
        input: { savedMethodId: 'method-1' },
      });
      await second.terminate('end of test');
    });
  });

  it('refuses a message that carries no stored request', async () => {
    await withSleeper({ planSubscription: async () => planOf({}) }, async () => {
      const handle = await startSleeper();
      await asleep(handle);
      const sent = handle.executeUpdate(setAutoRenew, { args: [{} as { requestId: string }] });
      await expect(sent).rejects.toMatchObject({ cause: { type: 'RequestIdMissing' } });
      await handle.terminate('end of test');
    });
  });

  it('wakes when the clock is moved past its date', async () => {
    await withSleeper({ planSubscription: async () => planOf({}) }, async (world) => {
      const first = await pinned(await startSleeper());
      await asleep(first);
      await first.signal(clockMoved, { offsetMs: 11 * DAY });
      const second = await nextRun(first);
      await recordHistory('subscription', 'clock-moved', first);
      expect(world.count('performDue')).toBe(1);
      await second.terminate('end of test');
    });
  });

  it('ends when nothing more is due', async () => {
    await withSleeper({ planSubscription: async () => planOf({ wakeAt: null, what: 'nothing' }) }, async () => {
      const handle = await startSleeper({ wakeAt: null, what: 'planning' });
      await expect(handle.result()).resolves.toBe('nothing more is due: nothing');
      await recordHistory('subscription', 'nothing-due', handle);
    });
  });
});
