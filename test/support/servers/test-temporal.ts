import { randomBytes } from 'node:crypto';
import { Client, Connection } from '@temporalio/client';
import { msToTs } from '@temporalio/common/lib/time';
import { temporal } from '@temporalio/proto';
import { eventually } from '../eventually';
import { testEnvironment } from './test-environment';

/** As good as at once: the server takes no zero for a time-out. */
const AT_ONCE_MS = 1;

const Result = temporal.api.enums.v1.FastForwardPollingResult;
const MAX_POLLS = 20;

/** host:port of the Temporal server of this test run. */
export const testTemporalAddress = (): string => testEnvironment('PURSER_TEST_TEMPORAL_ADDRESS');

/** A queue that no other test file polls. */
export const uniqueTaskQueue = (prefix: string): string => `${prefix}-${randomBytes(6).toString('hex')}`;

export interface TestTemporalClient {
  readonly client: Client;
  close(): Promise<void>;
}

export async function connectTestClient(namespace = 'default'): Promise<TestTemporalClient> {
  const connection = await Connection.connect({ address: testTemporalAddress() });
  return { client: new Client({ connection, namespace }), close: () => connection.close() };
}

/**
 * Moves the virtual time of one workflow forward by `ms` and returns when it has arrived, or when the workflow closed on
 * the way. Activities stay on the real clock, and one in flight holds the time still until it ends.
 * @param id names this step; a repeated id only waits for the first step of that name
 */
export async function fastForward(client: Client, workflowId: string, ms: number, id: string): Promise<void> {
  const { namespace } = client.options;
  const workflowExecution = { workflowId };
  await client.workflowService.updateWorkflowExecutionOptions({
    namespace,
    workflowExecution,
    workflowExecutionOptions: {
      timeSkippingConfig: { enabled: true, fastForwardConfig: { id, duration: msToTs(ms) } },
    },
    updateMask: { paths: ['time_skipping_config'] },
  });
  for (let poll = 0; poll < MAX_POLLS; poll += 1) {
    const answer = await client.workflowService.pollWorkflowExecutionTimeSkipping({
      namespace,
      workflowExecution,
      fastForwardId: id,
    });
    if (answer.fastForwardPollingResult === Result.FAST_FORWARD_POLLING_RESULT_FAST_FORWARD_COMPLETED) return;
    if (answer.fastForwardPollingResult === Result.FAST_FORWARD_POLLING_RESULT_POLL_TIMEOUT) continue;
    if (/execution ended before/.test(answer.failedReason)) return;
    throw new Error(`Fast forward "${id}" of ${workflowId} failed: ${JSON.stringify(answer)}`);
  }
  throw new Error(`Fast forward "${id}" of ${workflowId} did not arrive: is an activity in flight?`);
}

/** Ends the time that a pending activity has in all, as if it had passed; returns when the server has given it up. */
export async function passTimeOf(client: Client, workflowId: string, activityType: string): Promise<void> {
  await client.workflowService.updateActivityOptions({
    namespace: client.options.namespace,
    execution: { workflowId },
    type: activityType,
    activityOptions: { scheduleToCloseTimeout: msToTs(AT_ONCE_MS) },
    updateMask: { paths: ['schedule_to_close_timeout'] },
  });
  await eventually(async () => {
    const { raw } = await client.workflow.getHandle(workflowId).describe();
    return !(raw.pendingActivities ?? []).some(({ activityType: type }) => type?.name === activityType);
  });
}
