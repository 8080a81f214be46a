import { ActivityFailure, setWorkflowOptions } from '@temporalio/workflow';
import type { DeliveryInput } from '../contracts/delivery-contract';
import { WorkflowClock } from '../shared/now';
import { mailing, ordinary } from '../shared/steps';

/** Hands one mail that belongs to no order step to the mail server; after three days a person is told instead. */
export async function delivery(input: DeliveryInput): Promise<string> {
  const clock = new WorkflowClock(input.clockOffsetMs);
  const { mailId } = input;
  try {
    const { outcome } = await mailing.deliverMail.executeWithOptions(
      { summary: 'Hand the mail to the server', scheduleToCloseTimeout: input.mailMs },
      [{ mailId, at: clock.now() }]
    );
    return outcome;
  } catch (error) {
    if (!(error instanceof ActivityFailure)) throw error;
    await ordinary.giveUpMail.executeWithOptions({ summary: 'Open a task for the undelivered mail' }, [
      { mailId, at: clock.now() },
    ]);
    return 'given up';
  }
}

setWorkflowOptions({ versioningBehavior: 'PINNED' }, delivery);
