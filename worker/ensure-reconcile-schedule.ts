import { ScheduleAlreadyRunning, ScheduleClient, ScheduleOverlapPolicy, type Connection } from '@temporalio/client';
import { reconcileStart } from '../workflows/contracts/reconcile-start';

export interface ScheduleSettings {
  readonly namespace: string;
  readonly taskQueue: string;
  readonly realNowMs: () => number;
}

const CALL_MS = 5_000;
/** After PayPal has settled the day, and before anybody comes to work in Europe. */
const DAILY = { calendars: [{ hour: 3, minute: 15 }], jitter: '10 min', timezone: 'UTC' };
/** One that is missed for longer than this is left to the next day, whose window begins where the last run ended. */
const POLICIES = { overlap: ScheduleOverlapPolicy.SKIP, catchupWindow: '6 h' } as const;

export const reconcileScheduleId = (taskQueue: string): string => `reconcile-${taskQueue}`;

/**
 * Sees to it that the reconciliation runs daily: creates its schedule, or brings it to what this release says. Whether it is
 * paused is left as it is, since a person does that.
 */
export async function ensureReconcileSchedule(connection: Connection, settings: ScheduleSettings): Promise<void> {
  const client = new ScheduleClient({ connection, namespace: settings.namespace });
  const scheduleId = reconcileScheduleId(settings.taskQueue);
  const action = {
    type: 'startWorkflow' as const,
    workflowType: 'reconcile',
    ...reconcileStart('reconcile-daily', 'schedule'),
    taskQueue: settings.taskQueue,
    workflowExecutionTimeout: '6 h' as const,
  };
  await connection.withDeadline(settings.realNowMs() + CALL_MS, async () => {
    try {
      await client.create({ scheduleId, spec: DAILY, policies: POLICIES, action });
    } catch (error) {
      if (!(error instanceof ScheduleAlreadyRunning)) throw error;
      const handle = client.getHandle(scheduleId);
      await handle.update(({ state }) => ({ spec: DAILY, policies: POLICIES, action, state }));
    }
  });
}
