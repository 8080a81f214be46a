import { randomUUID } from 'node:crypto';
import type { WorkflowHandle } from '@temporalio/client';
import { moneyHint, refundsWanted } from '../../workflows/contracts/aftercare-contract';
import { aftercareWorkflowId } from '../../workflows/contracts/ids';
import { eventually } from '../support/eventually';
import { fastForward } from '../support/servers/test-temporal';
import { recordHistory } from '../support/workflows/record-history';
import { scriptWorld } from '../support/workflows/scripted-activities';
import { openWorkflowHarness, type WorkflowHarness } from '../support/workflows/workflow-harness';

jest.setTimeout(30_000);

const HOUR = 60 * 60_000;
const PLANNED = {
  kind: 'send_refund',
  refundId: 'refund-1',
  provider: 'stripe',
  moneyStepMs: 20 * HOUR,
  isAwaited: false,
} as const;

let harness: WorkflowHarness;
beforeAll(async () => {
  harness = await openWorkflowHarness('aftercare');
});
afterAll(() => harness.close());

type Begin = 'hint' | 'refunds';

async function begin(by: Begin): Promise<WorkflowHandle> {
  const orderId = randomUUID();
  const common = {
    workflowId: aftercareWorkflowId(orderId),
    taskQueue: harness.taskQueue,
    args: [{ orderId, partnerId: 'partner-1', companyId: 'WP-1001', clockOffsetMs: 0 }],
  };
  const hint = { provider: 'stripe', checkoutId: 'cs_1', source: 'webhook' } as const;
  return by === 'hint'
    ? harness.client.workflow.signalWithStart('aftercare', { ...common, signal: moneyHint, signalArgs: [hint] })
    : harness.client.workflow.signalWithStart('aftercare', { ...common, signal: refundsWanted });
}

describe('aftercare', () => {
  it('looks up late money, sends it back, and closes', async () => {
    let open = true;
    const world = scriptWorld({
      overrides: {
        reviewStray: async () => ({ outcome: 'returned' }),
        planAftercare: async () => (open ? [PLANNED] : []),
        sendRefund: async () => {
          open = false;
          return { outcome: 'done' };
        },
      },
    });
    await harness.withWorker(world.activities, async () => {
      const handle = await begin('hint');
      await handle.result();
      await recordHistory('aftercare', 'late-money-returned', handle);
    });
    expect(world.calls.map(({ name }) => name)).toEqual(['reviewStray', 'planAftercare', 'sendRefund']);
  });

  it('looks again for what the provider has agreed to until it is done', async () => {
    const outcomes = ['pending', 'pending', 'done'] as const;
    let looks = 0;
    const world = scriptWorld({
      overrides: {
        planAftercare: async () => (looks < outcomes.length ? [PLANNED] : []),
        sendRefund: async () => ({ outcome: outcomes[Math.min((looks += 1), outcomes.length) - 1] ?? 'done' }),
      },
    });
    await harness.withWorker(world.activities, async () => {
      const handle = await begin('refunds');
      await eventually(() => world.count('sendRefund') === 1);
      await fastForward(harness.client, handle.workflowId, 4 * HOUR, 'two looks');
      await handle.result();
      await recordHistory('aftercare', 'return-pending', handle);
    });
    expect(world.count('sendRefund')).toBe(3);
    expect(world.count('reportStuckRefund')).toBe(0);
  });

  it('asks a person about a return that never settles, or that the provider refuses for good', async () => {
    let stuck = false;
    const world = scriptWorld({
      overrides: {
        planAftercare: async () => (stuck ? [] : [PLANNED]),
        reportStuckRefund: async () => {
          stuck = true;
        },
      },
    });
    world.broken.add('sendRefund');
    await harness.withWorker(world.activities, async () => {
      const handle = await begin('refunds');
      await handle.result();
      await recordHistory('aftercare', 'return-stuck', handle);
    });
    expect(world.count('reportStuckRefund')).toBe(1);
  });

  it('tells a person when the provider cannot be asked', async () => {
    const world = scriptWorld();
    world.broken.add('reviewStray');
    await harness.withWorker(world.activities, async () => {
      const handle = await begin('hint');
      await handle.result();
      await recordHistory('aftercare', 'payment-not-found', handle);
    });
    expect(world.count('reportStray')).toBe(1);
  });
});
