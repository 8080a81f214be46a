import { setWorkflowOptions, sleep, upsertMemo } from '@temporalio/workflow';
import * as real from '../../../workflows';

/** What a careless release would do: one more command before the recorded ones. */
export async function order(input: Parameters<typeof real.order>[0]): Promise<unknown> {
  await sleep('1 second', { summary: 'not in any recorded history' });
  return real.order(input);
}

export async function subscription(input: Parameters<typeof real.subscription>[0]): Promise<unknown> {
  upsertMemo({ note: 'a sleeper must send nothing before its timer' });
  return real.subscription(input);
}

setWorkflowOptions({ versioningBehavior: 'PINNED' }, order);
setWorkflowOptions({ versioningBehavior: 'AUTO_UPGRADE' }, subscription);
