import { randomUUID } from 'node:crypto';
import type { WorkflowHandle } from '@temporalio/client';
import { deliveryWorkflowId } from '../../workflows/contracts/ids';
import { recordHistory } from '../support/workflows/record-history';
import { scriptWorld, TIMING } from '../support/workflows/scripted-activities';
import { openWorkflowHarness, type WorkflowHarness } from '../support/workflows/workflow-harness';

jest.setTimeout(30_000);

let harness: WorkflowHarness;
beforeAll(async () => {
  harness = await openWorkflowHarness('delivery');
});
afterAll(() => harness.close());

async function startDelivery(): Promise<WorkflowHandle> {
  const mailId = randomUUID();
  const workflowId = deliveryWorkflowId(mailId);
  const args = [{ mailId, clockOffsetMs: 0, mailMs: TIMING.mailMs }];
  await harness.client.workflow.start('delivery', { workflowId, taskQueue: harness.taskQueue, args });
  return harness.client.workflow.getHandle(workflowId);
}

describe('a delivery', () => {
  it('ends once the mail server took the mail', async () => {
    const world = scriptWorld();
    await harness.withWorker(world.activities, async () => {
      const handle = await startDelivery();
      await expect(handle.result()).resolves.toBe('sent');
      await recordHistory('delivery', 'sent', handle);
    });
    expect(world.count('giveUpMail')).toBe(0);
  });

  it('tells a person when the mail could not be delivered', async () => {
    const world = scriptWorld();
    world.broken.add('deliverMail');
    await harness.withWorker(world.activities, async () => {
      const handle = await startDelivery();
      await expect(handle.result()).resolves.toBe('given up');
      await recordHistory('delivery', 'given-up', handle);
    });
    expect(world.count('giveUpMail')).toBe(1);
  });
});
