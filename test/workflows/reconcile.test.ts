import { randomUUID } from 'node:crypto';
import { TryLater, FinalFailure } from '../../activities/shared/final-failure';
import { reconcileWorkflowId } from '../../workflows/contracts/ids';
import type { ReconcileInput, ReconcileOutcome } from '../../workflows/contracts/reconcile-contract';
import {
  RECONCILE_STAGES,
  type ComparePageInput,
  type FinishReconcileInput,
} from '../../workflows/contracts/reconcile-steps';
import { recordHistory } from '../support/workflows/record-history';
import { NOTHING_COMPARED, scriptWorld, type ScriptedWorld } from '../support/workflows/scripted-activities';
import { openWorkflowHarness, type WorkflowHarness } from '../support/workflows/workflow-harness';

jest.setTimeout(60_000);

let harness: WorkflowHarness;
beforeAll(async () => {
  harness = await openWorkflowHarness('reconcile');
});
afterAll(() => harness.close());

const start = async (input: Partial<ReconcileInput> = {}) => {
  const workflowId = reconcileWorkflowId(randomUUID());
  const args = [{ trigger: 'api', onward: null, ...input }];
  await harness.client.workflow.start('reconcile', { workflowId, taskQueue: harness.taskQueue, args });
  return { workflowId, handle: harness.client.workflow.getHandle(workflowId) };
};
const pagesOf = (world: ScriptedWorld): ComparePageInput[] =>
  world.calls.filter(({ name }) => name === 'compareSides').map(({ input }) => input as ComparePageInput);
const endOf = (world: ScriptedWorld): FinishReconcileInput =>
  world.calls.find(({ name }) => name === 'finishReconcile')?.input as FinishReconcileInput;

describe('a reconciliation', () => {
  it('walks every stage to its last page, and leaves each page the tasks that are left', async () => {
    const world = scriptWorld({
      overrides: {
        compareSides: async ({ stage, cursor }) => ({
          ...NOTHING_COMPARED,
          ...{ compared: 50, found: 3, tasksOpened: 120, providerCalls: 2, workplaceCalls: 1 },
          next: stage === 'orders' && cursor !== '2' ? String(Number(cursor ?? 0) + 1) : null,
        }),
      },
    });
    await harness.withWorker(world.activities, async () => {
      const { handle } = await start();
      const outcome = (await handle.result()) as ReconcileOutcome;
      const pages = RECONCILE_STAGES.length + 2;
      expect(outcome).toEqual({
        runId: 'run-1',
        outcome: 'finished',
        skipped: [],
        totals: {
          ...{ pages, compared: pages * 50, found: pages * 3, tasksOpened: pages * 120 },
          ...{ providerCalls: pages * 2, workplaceCalls: pages },
        },
      });
      await recordHistory('reconcile', 'compared', handle);
      expect((await handle.fetchHistory()).events?.length).toBeLessThanOrEqual(7 + 6 * (pages + 2));
    });
    const asked = pagesOf(world);
    expect([...new Set(asked.map(({ stage }) => stage))]).toEqual([...RECONCILE_STAGES]);
    expect(asked.filter(({ stage }) => stage === 'orders').map(({ cursor }) => cursor)).toEqual([null, '1', '2']);
    expect(asked.slice(0, 3).map(({ tasksLeft }) => tasksLeft)).toEqual([200, 80, 0]);
  });

  it('goes on in a new run before its history grows long, with what it has so far', async () => {
    const world = scriptWorld({
      overrides: {
        compareSides: async ({ stage, cursor }) => ({
          ...NOTHING_COMPARED,
          compared: 1,
          next: stage === 'orders' && Number(cursor ?? 0) < 120 ? String(Number(cursor ?? 0) + 1) : null,
        }),
      },
    });
    await harness.withWorker(world.activities, async () => {
      const { handle } = await start();
      const outcome = (await handle.result()) as ReconcileOutcome;
      expect(outcome.totals).toMatchObject({ pages: RECONCILE_STAGES.length + 120, compared: 130 });
      await recordHistory('reconcile', 'continued', handle);
    });
    expect(world.count('beginReconcile')).toBe(1);
    const cursors = pagesOf(world).filter(({ stage }) => stage === 'orders');
    expect(new Set(cursors.map(({ cursor }) => cursor)).size).toBe(121);
  });

  it('goes on after a part that cannot be compared, and says which', async () => {
    const world = scriptWorld({
      overrides: {
        compareSides: async ({ stage }) => {
          if (stage === 'payments:paypal') throw new FinalFailure('paypal_key_refused', 'no');
          return { ...NOTHING_COMPARED, compared: 1 };
        },
      },
    });
    await harness.withWorker(world.activities, async () => {
      const { handle } = await start();
      const outcome = (await handle.result()) as ReconcileOutcome;
      expect(outcome).toMatchObject({ outcome: 'failed', skipped: ['payments:paypal'], totals: { compared: 9 } });
      await recordHistory('reconcile', 'part-skipped', handle);
    });
    expect(endOf(world).skipped).toEqual(['payments:paypal']);
  });

  it('tries a page again that the other side had no answer for', async () => {
    let tries = 0;
    const world = scriptWorld({
      overrides: {
        compareSides: async () => {
          tries += 1;
          if (tries === 1) throw new TryLater('stripe_unavailable', 'away', 10);
          return { ...NOTHING_COMPARED, compared: 1 };
        },
      },
    });
    await harness.withWorker(world.activities, async () => {
      const { handle } = await start();
      expect(await handle.result()).toMatchObject({ outcome: 'finished', totals: { compared: 10 } });
    });
  });

  it('compares nothing while another runs, and is known by its workflow', async () => {
    const world = scriptWorld({ overrides: { beginReconcile: async () => ({ outcome: 'busy', runId: 'run-2' }) } });
    await harness.withWorker(world.activities, async () => {
      const { workflowId, handle } = await start({ trigger: 'schedule' });
      expect(await handle.result()).toMatchObject({ runId: 'run-2', outcome: 'busy', totals: { pages: 0 } });
      await recordHistory('reconcile', 'another-runs', handle);
      expect(world.calls).toEqual([{ name: 'beginReconcile', input: { workflowId, trigger: 'schedule' } }]);
    });
  });
});
