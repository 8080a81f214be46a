import type { WorkflowHandle } from '@temporalio/client';
import { subscriptionWorkflowId } from '../../workflows/contracts/ids';
import { allocateReceipt, approveOrder, paymentHint } from '../../workflows/contracts/order-contract';
import { eventually } from '../support/eventually';
import { fastForward } from '../support/servers/test-temporal';
import { countActions, createCountedNamespace } from '../support/workflows/counted-namespace';
import { recordHistory } from '../support/workflows/record-history';
import { scriptWorld } from '../support/workflows/scripted-activities';
import { openWorkflowHarness, placeOrder, type WorkflowHarness } from '../support/workflows/workflow-harness';

/** Design §9: what an order and a sleeper may cost in history events and in actions by the server's own counter. */
const BUDGET = {
  onlineOrder: { events: 48, actions: 13 },
  offlineOrder: { events: 52, actions: 14 },
  reminder: { events: 8 },
  expiredOrder: { events: 30 },
  sleepingSubscription: { events: 5 },
} as const;

jest.setTimeout(60_000);

let harness: WorkflowHarness;
beforeAll(async () => {
  harness = await openWorkflowHarness('budget', await createCountedNamespace());
}, 60_000);
afterAll(() => harness.close());

async function eventsOf(handle: WorkflowHandle): Promise<number> {
  const { historyLength } = await handle.describe();
  return historyLength;
}

/** The server publishes its counters about once a second: two readings further apart than that must agree. */
const BETWEEN_READINGS_MS = 1_500;

async function settledActions(moreThan: number): Promise<number> {
  let last = -1;
  return eventually(async () => {
    await new Promise((resolve) => setTimeout(resolve, BETWEEN_READINGS_MS));
    const now = await countActions(harness.namespace);
    const settled = now === last && now > moreThan;
    last = now;
    return settled ? now : null;
  }, 30_000);
}

function report(what: string, measured: object, budget: object): void {
  // Jest's own report goes there; the runner reads nothing from the other stream.
  process.stderr.write(`budget: ${what} ${JSON.stringify(measured)} of ${JSON.stringify(budget)}\n`);
}

/** Events of the order itself: the test's own moves of the time leave some that no real order has. */
async function ownEventsOf(handle: WorkflowHandle): Promise<number> {
  const { events } = await handle.fetchHistory();
  return (events ?? []).filter((event) => !isTimeSkipping(event)).length;
}

const PROVIDERS = { card: 'stripe', paypal: 'paypal' } as const;
const BANK_MONEY = { receivedMinor: 12_300, openMinor: 0, reminders: [] } as const;
const DAY = 86_400_000;

describe('the budgets of the design', () => {
  it.each(['card', 'paypal'] as const)(
    'hold for an online order by %s with webhook and return page both arriving',
    async (method) => {
      const world = scriptWorld({ standing: { method } });
      const hint = { provider: PROVIDERS[method], checkoutId: 'cs_1' } as const;
      let before = 0;
      const events = await harness.withWorker(world.activities, async () => {
        // The engine's own workflows behind worker versions act in the same namespace, before the first order.
        before = await settledActions(0);
        const { handle } = await placeOrder(harness, undefined, method);
        world.provider = { outcome: 'paid' };
        await handle.signal(paymentHint, { ...hint, source: 'return' });
        await eventually(() => world.count('activateCapacity') === 1);
        await handle.signal(paymentHint, { ...hint, source: 'webhook' });
        await handle.result();
        if (method === 'paypal') await recordHistory('order', 'paypal-paid', handle);
        return eventsOf(handle);
      });
      const actions = (await settledActions(before)) - before;
      report(`online order by ${method}`, { events, actions }, BUDGET.onlineOrder);
      expect(actions).toBeGreaterThan(5);
      expect(events).toBeLessThanOrEqual(BUDGET.onlineOrder.events);
      expect(actions).toBeLessThanOrEqual(BUDGET.onlineOrder.actions);
    }
  );

  it('hold for an offline order with its second pair of eyes', async () => {
    const world = scriptWorld({ deadlineMs: 30 * DAY, standing: { method: 'offline' } });
    world.onStep.allocateReceipt = { ...BANK_MONEY, state: 'awaiting_approval' };
    world.onStep.approveOrder = { ...BANK_MONEY, state: 'fulfilling' };
    let before = 0;
    const events = await harness.withWorker(world.activities, async () => {
      before = await settledActions(0);
      const { handle } = await placeOrder(harness, undefined, 'offline');
      await handle.executeUpdate(allocateReceipt, { args: [{ requestId: 'r-1' }] });
      await handle.executeUpdate(approveOrder, { args: [{ requestId: 'r-2' }] });
      await handle.result();
      return eventsOf(handle);
    });
    const actions = (await settledActions(before)) - before;
    report('offline order with approval', { events, actions }, BUDGET.offlineOrder);
    expect(events).toBeLessThanOrEqual(BUDGET.offlineOrder.events);
    expect(actions).toBeLessThanOrEqual(BUDGET.offlineOrder.actions);
  });

  it('hold for each reminder of an offline order, and for one that expires', async () => {
    const expired = async (days: readonly number[]): Promise<number> => {
      const reminders = days.map((day) => ({ at: String(day * DAY), what: `account_manager:${day}` }));
      const world = scriptWorld({ deadlineMs: 30 * DAY, standing: { method: 'offline', reminders } });
      return harness.withWorker(world.activities, async () => {
        const { handle } = await placeOrder(harness, undefined, 'offline');
        await fastForward(harness.client, handle.workflowId, 31 * DAY, 'a month');
        await handle.result();
        return ownEventsOf(handle);
      });
    };
    const bare = await expired([]);
    const reminded = await expired([3, 7, 14, 21]);
    const each = (reminded - bare) / 4;
    report('reminder', { events: each }, BUDGET.reminder);
    report('expired offline order', { events: bare }, BUDGET.expiredOrder);
    expect(each).toBeLessThanOrEqual(BUDGET.reminder.events);
    expect(bare).toBeLessThanOrEqual(BUDGET.expiredOrder.events);
  });

  it('hold for an online order that expires', async () => {
    const world = scriptWorld();
    const events = await harness.withWorker(world.activities, async () => {
      const { handle } = await placeOrder(harness);
      await fastForward(harness.client, handle.workflowId, 25 * 60 * 60_000, 'a day');
      await handle.result();
      return ownEventsOf(handle);
    });
    report('expired online order', { events }, BUDGET.expiredOrder);
    expect(events).toBeLessThanOrEqual(BUDGET.expiredOrder.events);
  });

  it('hold for a sleeping subscription', async () => {
    const wakeAt = new Date(Date.now() + 300 * 86_400_000).toISOString();
    const plan = { wakeAt, what: 'reminder:30', version: 1, partnerId: 'p-1', forgetMethodId: null };
    const world = scriptWorld({ overrides: { planSubscription: async () => plan } });
    const events = await harness.withWorker(world.activities, async () => {
      const workflowId = subscriptionWorkflowId('WP-SLEEPER');
      const input = { companyId: 'WP-SLEEPER', wakeAt: null, what: 'planning', version: 0, clockOffsetMs: 0 };
      await harness.client.workflow.start('subscription', { workflowId, taskQueue: harness.taskQueue, args: [input] });
      const handle = harness.client.workflow.getHandle(workflowId);
      await eventually(async () => {
        const { events: seen } = await handle.fetchHistory();
        return (seen ?? []).some((event) => event.timerStartedEventAttributes != null);
      });
      const count = await eventsOf(handle);
      await handle.terminate('measured');
      return count;
    });
    report('sleeping subscription', { events }, BUDGET.sleepingSubscription);
    expect(events).toBe(BUDGET.sleepingSubscription.events);
  });
});

function isTimeSkipping(event: object): boolean {
  return Object.entries(event).some(
    ([name, value]) => value != null && /timeSkipping|workflowExecutionOptionsUpdated/i.test(name)
  );
}
