import * as order from '../../workflows/contracts/order-contract';
import { eventually } from '../support/eventually';
import { fastForward } from '../support/servers/test-temporal';
import { recordHistory } from '../support/workflows/record-history';
import { scriptWorld, type ScriptedWorld } from '../support/workflows/scripted-activities';
import { openWorkflowHarness, placeOrder, type WorkflowHarness } from '../support/workflows/workflow-harness';

jest.setTimeout(30_000);

const DAY = 24 * 60 * 60_000;
const PAID = { state: 'fulfilling', receivedMinor: 12_300, openMinor: 0, reminders: [] } as const;
const PART = { receivedMinor: 5_000, openMinor: 7_300 } as const;

let harness: WorkflowHarness;
beforeAll(async () => {
  harness = await openWorkflowHarness('order-offline');
});
afterAll(() => harness.close());

function offlineWorld(days: readonly number[] = []): ScriptedWorld {
  const reminders = days.map((day) => ({ at: String(day * DAY), what: `account_manager:${day}` }));
  return scriptWorld({ deadlineMs: 30 * DAY, standing: { method: 'offline', reminders } });
}

const place = () => placeOrder(harness, undefined, 'offline');
const asked = (requestId: string) => ({ args: [{ requestId }] as [order.PersonRequest] });

function waitingNow({ state, waitingFor, whoActs }: order.OrderView): string {
  return `${state}: ${waitingFor}, ${whoActs}`;
}

describe('an order paid by bank transfer', () => {
  it('opens no page, is the account manager’s turn, and is fulfilled when its receipt is allocated', async () => {
    const world = offlineWorld();
    await harness.withWorker(world.activities, async () => {
      const { handle, result } = await place();
      expect(result).toEqual({ outcome: 'placed', orderNo: 'ORD-2026-000001', checkout: 'none' });
      expect(waitingNow(await handle.query(order.orderView))).toBe('awaiting_payment: bank_transfer, account_manager');
      world.onStep.allocateReceipt = PAID;
      const answer = await handle.executeUpdate(order.allocateReceipt, asked('r-1'));
      expect(answer).toEqual({ outcome: 'done', state: 'fulfilling' });
      await expect(handle.result()).resolves.toMatchObject({ state: 'completed' });
      await recordHistory('order', 'offline-paid', handle);
    });
    expect(world.calls.map(({ name }) => name)).toEqual([
      'recordOrder',
      'allocateReceipt',
      'activateCapacity',
      'issueInvoice',
      'armSubscription',
      'sendOrderMail',
    ]);
  });

  it('above the limit waits for a second person, who is reminded daily, while the deadline stands still', async () => {
    const world = offlineWorld();
    await harness.withWorker(world.activities, async () => {
      const { handle } = await place();
      const reminders = Array.from({ length: 40 }, (_, n) => ({
        at: new Date(Date.now() + (n + 1) * DAY).toISOString(),
        what: `approvers:${n + 1}`,
      }));
      world.onStep.allocateReceipt = { ...PAID, state: 'awaiting_approval', approvalSince: '2026-11-26', reminders };
      await handle.executeUpdate(order.allocateReceipt, asked('r-1'));
      expect(waitingNow(await handle.query(order.orderView))).toBe('awaiting_approval: approval, finance');
      await fastForward(harness.client, handle.workflowId, 31 * DAY, 'past the deadline');
      expect(world.count('remind')).toBe(31);
      await expect(handle.executeUpdate(order.cancelOrder, { args: [{}] })).resolves.toMatchObject({
        outcome: 'too_late',
      });
      world.onStep.approveOrder = { code: 'own_record' };
      await expect(handle.executeUpdate(order.approveOrder, asked('r-2'))).resolves.toMatchObject({
        outcome: 'refused',
        code: 'own_record',
      });
      world.onStep.approveOrder = PAID;
      await handle.executeUpdate(order.approveOrder, asked('r-3'));
      await expect(handle.result()).resolves.toMatchObject({ state: 'completed' });
      await recordHistory('order', 'offline-approved', handle);
    });
    expect(world.count('closeOrder')).toBe(0);
  });

  it('whose receipt is rejected waits for its money again and can be cancelled', async () => {
    const world = offlineWorld();
    await harness.withWorker(world.activities, async () => {
      const { handle } = await place();
      world.onStep.allocateReceipt = { ...PAID, state: 'awaiting_approval' };
      await handle.executeUpdate(order.allocateReceipt, asked('r-1'));
      world.onStep.rejectOrder = { state: 'awaiting_payment', receivedMinor: 0, openMinor: 12_300 };
      await expect(handle.executeUpdate(order.rejectOrder, asked('r-2'))).resolves.toEqual({
        outcome: 'done',
        state: 'awaiting_payment',
      });
      expect(waitingNow(await handle.query(order.orderView))).toBe('awaiting_payment: bank_transfer, account_manager');
      await handle.executeUpdate(order.cancelOrder, asked('r-3'));
      await expect(handle.result()).resolves.toMatchObject({ state: 'cancelled' });
      await recordHistory('order', 'offline-rejected-cancelled', handle);
    });
  });

  it('that nobody pays reminds on its days and expires', async () => {
    const world = offlineWorld([3, 7, 14, 21]);
    await harness.withWorker(world.activities, async () => {
      const { handle } = await place();
      await fastForward(harness.client, handle.workflowId, 31 * DAY, 'a month');
      await expect(handle.result()).resolves.toMatchObject({ state: 'expired' });
      await recordHistory('order', 'offline-expired', handle);
    });
    expect(world.calls.filter(({ name }) => name === 'remind').map(({ input }) => input)).toMatchObject([
      { what: 'account_manager:3' },
      { what: 'account_manager:7' },
      { what: 'account_manager:14' },
      { what: 'account_manager:21' },
    ]);
    expect(world.calls.at(-1)).toMatchObject({ name: 'closeOrder', input: { as: 'expired' } });
  });

  it('lives on until its new deadline when it is prolonged', async () => {
    const world = offlineWorld();
    await harness.withWorker(world.activities, async () => {
      const { handle } = await place();
      const deadlineAt = new Date(Date.now() + 45 * DAY).toISOString();
      world.onStep.prolongOrder = { deadlineAt };
      await handle.executeUpdate(order.prolongOrder, asked('r-1'));
      expect((await handle.query(order.orderView)).dueAt).toBe(deadlineAt);
      await fastForward(harness.client, handle.workflowId, 31 * DAY, 'past the first deadline');
      expect((await handle.query(order.orderView)).state).toBe('awaiting_payment');
      await fastForward(harness.client, handle.workflowId, 15 * DAY, 'past the second');
      await expect(handle.result()).resolves.toMatchObject({ state: 'expired' });
      await recordHistory('order', 'offline-prolonged', handle);
    });
  });
});

describe('a part-paid order', () => {
  it('cannot be cancelled, never expires by itself, and goes on when the rest comes', async () => {
    const world = offlineWorld();
    await harness.withWorker(world.activities, async () => {
      const { handle } = await place();
      world.onStep.allocateReceipt = PART;
      await handle.executeUpdate(order.allocateReceipt, asked('r-1'));
      await expect(handle.executeUpdate(order.cancelOrder, asked('r-2'))).resolves.toEqual({
        outcome: 'too_late',
        state: 'awaiting_payment',
      });
      await fastForward(harness.client, handle.workflowId, 31 * DAY, 'past the deadline');
      expect(waitingNow(await handle.query(order.orderView))).toBe('needs_attention: part_paid, account_manager');
      // Not the way out of this parking.
      await handle.signal(order.resume, {});
      await expect(handle.executeUpdate(order.cancelOrder, { args: [{}] })).resolves.toMatchObject({
        outcome: 'too_late',
      });
      expect((await handle.query(order.orderView)).state).toBe('needs_attention');
      world.onStep.allocateReceipt = PAID;
      await handle.executeUpdate(order.allocateReceipt, asked('r-3'));
      await expect(handle.result()).resolves.toMatchObject({ state: 'completed' });
      await recordHistory('order', 'part-paid-parked-paid', handle);
    });
    expect(world.count('parkOrder')).toBe(1);
    expect(world.count('closeOrder')).toBe(0);
  });

  it('waits longer, then ends with its money on the way back', async () => {
    const world = offlineWorld();
    await harness.withWorker(world.activities, async () => {
      const { handle } = await place();
      world.onStep.allocateReceipt = PART;
      await handle.executeUpdate(order.allocateReceipt, asked('r-1'));
      await fastForward(harness.client, handle.workflowId, 31 * DAY, 'past the deadline');
      world.onStep.prolongOrder = {
        state: 'awaiting_payment',
        deadlineAt: new Date(Date.now() + 40 * DAY).toISOString(),
      };
      await handle.executeUpdate(order.prolongOrder, asked('r-2'));
      expect((await handle.query(order.orderView)).state).toBe('awaiting_payment');
      await fastForward(harness.client, handle.workflowId, 10 * DAY, 'past the longer one');
      expect((await handle.query(order.orderView)).state).toBe('needs_attention');
      world.onStep.returnAndCancel = { state: 'cancelled', receivedMinor: 0 };
      await expect(handle.executeUpdate(order.returnAndCancel, asked('r-3'))).resolves.toEqual({
        outcome: 'done',
        state: 'cancelled',
      });
      await expect(handle.result()).resolves.toMatchObject({ state: 'cancelled' });
      await recordHistory('order', 'part-paid-parked-returned', handle);
    });
    expect(world.count('parkOrder')).toBe(2);
  });

  it('is whole when the account manager closes the shortfall', async () => {
    const world = offlineWorld();
    await harness.withWorker(world.activities, async () => {
      const { handle } = await place();
      world.onStep.allocateReceipt = PART;
      await handle.executeUpdate(order.allocateReceipt, asked('r-1'));
      world.onStep.closeShortfall = { code: 'shortfall_too_large' };
      await expect(handle.executeUpdate(order.closeShortfall, asked('r-2'))).resolves.toMatchObject({
        code: 'shortfall_too_large',
      });
      world.onStep.closeShortfall = PAID;
      await handle.executeUpdate(order.closeShortfall, asked('r-3'));
      await expect(handle.result()).resolves.toMatchObject({ state: 'completed' });
    });
  });
});

describe('an order over nothing', () => {
  it('has no payment step and goes straight on', async () => {
    const world = scriptWorld({ standing: { method: 'none', state: 'fulfilling', openMinor: 0 } });
    await harness.withWorker(world.activities, async () => {
      const { handle, result } = await placeOrder(harness, undefined, 'none');
      expect(result).toMatchObject({ outcome: 'placed', checkout: 'none' });
      await expect(handle.result()).resolves.toMatchObject({ state: 'completed' });
      await recordHistory('order', 'nothing-to-pay', handle);
    });
    expect(world.calls[1]?.name).toBe('activateCapacity');
  });
});

describe('messages that are no stored requests', () => {
  it('are refused before anything happens, whatever the sender sends', async () => {
    const world = offlineWorld();
    await harness.withWorker(world.activities, async () => {
      const { handle } = await place();
      for (const input of [{}, null, { requestId: 7 }, 'r-1']) {
        const args = [input] as unknown as [order.PersonRequest];
        await expect(handle.executeUpdate(order.approveOrder, { args })).rejects.toThrow();
      }
      await handle.executeUpdate(order.cancelOrder, { args: [{}] });
      await handle.result();
    });
    expect(world.count('approveOrder')).toBe(0);
  });

  it('are answered when a step cannot even read them, and the order goes on waiting', async () => {
    const world = offlineWorld();
    world.broken.add('allocateReceipt');
    await harness.withWorker(world.activities, async () => {
      const { handle } = await place();
      await expect(handle.executeUpdate(order.allocateReceipt, asked('r-1'))).resolves.toMatchObject({
        outcome: 'refused',
        code: 'request_unknown',
      });
      await eventually(async () => (await handle.query(order.orderView)).state === 'awaiting_payment');
      await handle.executeUpdate(order.cancelOrder, { args: [{}] });
      await handle.result();
    });
  });
});
