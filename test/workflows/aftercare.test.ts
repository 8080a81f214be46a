import { randomUUID } from 'node:crypto';
import type { WorkflowHandle } from '@temporalio/client';
import { moneyHint, refundsWanted } from '../../workflows/contracts/aftercare-contract';
import type { AftercareItem } from '../../workflows/contracts/aftercare-steps';
import { aftercareWorkflowId } from '../../workflows/contracts/ids';
import type { PaymentHint } from '../../workflows/contracts/order-contract';
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

type Begin = 'hint' | 'dispute' | 'refunds';

const HINTS: Readonly<Record<Exclude<Begin, 'refunds'>, PaymentHint>> = {
  hint: { provider: 'stripe', checkoutId: 'cs_1', source: 'webhook' },
  dispute: { provider: 'stripe', checkoutId: 'pi_1', source: 'webhook', about: 'payment' },
};

async function begin(by: Begin): Promise<WorkflowHandle> {
  const orderId = randomUUID();
  const common = {
    workflowId: aftercareWorkflowId(orderId),
    taskQueue: harness.taskQueue,
    args: [{ orderId, partnerId: 'partner-1', companyId: 'WP-1001', clockOffsetMs: 0 }],
  };
  return by === 'refunds'
    ? harness.client.workflow.signalWithStart('aftercare', { ...common, signal: refundsWanted })
    : harness.client.workflow.signalWithStart('aftercare', { ...common, signal: moneyHint, signalArgs: [HINTS[by]] });
}

describe('aftercare', () => {
  it('looks up late money, sends it back, and closes', async () => {
    let open = true;
    const world = scriptWorld({
      overrides: {
        reviewMoney: async () => ({ news: true }),
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
    expect(world.calls.map(({ name }) => name)).toEqual(['reviewMoney', 'planAftercare', 'sendRefund']);
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

  it('looks at a payment that was disputed, and says that it is not about a page', async () => {
    const world = scriptWorld();
    await harness.withWorker(world.activities, async () => {
      const handle = await begin('dispute');
      await handle.result();
      await recordHistory('aftercare', 'payment-disputed', handle);
    });
    expect(world.calls.map(({ name }) => name)).toEqual(['reviewMoney', 'planAftercare']);
    expect(world.calls[0]?.input).toMatchObject({ provider: 'stripe', checkoutId: 'pi_1', about: 'payment' });
  });

  it('tells a person when the provider cannot be asked', async () => {
    const world = scriptWorld();
    world.broken.add('reviewMoney');
    await harness.withWorker(world.activities, async () => {
      const handle = await begin('hint');
      await handle.result();
      await recordHistory('aftercare', 'payment-not-found', handle);
    });
    expect(world.count('reportStray')).toBe(1);
  });

  it('carries a refund from its beginning to the end of its capacity', async () => {
    const stages: AftercareItem[][] = [
      [{ kind: 'begin_refund', orderRefundId: 'refund-9' }],
      [{ ...PLANNED, isAwaited: true }],
      [{ kind: 'conclude_refund', orderRefundId: 'refund-9' }],
      [{ kind: 'end_capacity', orderRefundId: 'refund-9' }],
    ];
    const world = scriptWorld({ overrides: { planAftercare: async () => stages.shift() ?? [] } });
    await harness.withWorker(world.activities, async () => {
      const handle = await begin('refunds');
      await handle.result();
      await recordHistory('aftercare', 'refund-whole', handle);
    });
    const steps = world.calls.map(({ name }) => name).filter((name) => name !== 'planAftercare');
    expect(steps).toEqual(['beginRefund', 'sendRefund', 'concludeRefund', 'endCapacity']);
  });

  it.each(['beginRefund', 'concludeRefund'] as const)('parks a refund when %s fails for good', async (step) => {
    const kind = step === 'beginRefund' ? 'begin_refund' : 'conclude_refund';
    let todo: AftercareItem[] = [{ kind, orderRefundId: 'refund-9' }];
    const world = scriptWorld({ overrides: { planAftercare: async () => todo } });
    world.broken.add(step);
    await harness.withWorker(world.activities, async () => {
      const handle = await begin('refunds');
      await eventually(() => world.count('parkRefund') === 1);
      todo = [];
      await handle.result();
      if (step === 'concludeRefund') await recordHistory('aftercare', 'refund-parked', handle);
    });
    expect(world.count('parkRefund')).toBe(1);
  });

  it('puts the order back when a refund was withdrawn', async () => {
    const stages: AftercareItem[][] = [[{ kind: 'release_order', orderRefundId: 'refund-9' }]];
    const world = scriptWorld({ overrides: { planAftercare: async () => stages.shift() ?? [] } });
    await harness.withWorker(world.activities, async () => {
      const handle = await begin('refunds');
      await handle.result();
      await recordHistory('aftercare', 'refund-withdrawn', handle);
    });
    expect(world.count('releaseOrder')).toBe(1);
  });

  it('tells a person about capacity that Workplace will not take back', async () => {
    const stages: AftercareItem[][] = [[{ kind: 'end_capacity', orderRefundId: 'refund-9' }]];
    const world = scriptWorld({ overrides: { planAftercare: async () => stages.shift() ?? [] } });
    world.broken.add('endCapacity');
    await harness.withWorker(world.activities, async () => {
      const handle = await begin('refunds');
      await handle.result();
      await recordHistory('aftercare', 'capacity-left', handle);
    });
    expect(world.calls.find(({ name }) => name === 'reportCapacityLeft')).toMatchObject({
      input: { reason: 'broken_on_purpose' },
    });
  });

  it('makes an invoice out anew, and closes', async () => {
    const stages: AftercareItem[][] = [[{ kind: 'correct_invoice', correctionId: 'correction-1' }]];
    const world = scriptWorld({ overrides: { planAftercare: async () => stages.shift() ?? [] } });
    await harness.withWorker(world.activities, async () => {
      const handle = await begin('refunds');
      await handle.result();
      await recordHistory('aftercare', 'invoice-corrected', handle);
    });
    expect(world.calls.map(({ name }) => name)).toEqual(['planAftercare', 'correctInvoice']);
  });

  it('gives a correction up that cannot be done, so that it stands in nobody’s way', async () => {
    const stages: AftercareItem[][] = [[{ kind: 'correct_invoice', correctionId: 'correction-1' }]];
    const world = scriptWorld({ overrides: { planAftercare: async () => stages.shift() ?? [] } });
    world.broken.add('correctInvoice');
    await harness.withWorker(world.activities, async () => {
      const handle = await begin('refunds');
      await handle.result();
      await recordHistory('aftercare', 'correction-given-up', handle);
    });
    expect(world.calls.find(({ name }) => name === 'refuseCorrection')).toMatchObject({
      input: { correctionId: 'correction-1', reason: 'broken_on_purpose' },
    });
  });

  it('comes to an end where a plan never changes', async () => {
    const again: AftercareItem[] = [{ kind: 'conclude_refund', orderRefundId: 'refund-9' }];
    const world = scriptWorld({ overrides: { planAftercare: async () => again } });
    await harness.withWorker(world.activities, async () => {
      await (await begin('refunds')).result();
    });
    expect(world.count('planAftercare')).toBeLessThan(120);
  });
});
