import { Connection } from '@temporalio/client';
import { ensureReconcileSchedule, reconcileScheduleId } from '../../worker/ensure-reconcile-schedule';
import { connectTestClient, testTemporalAddress, uniqueTaskQueue } from '../support/servers/test-temporal';

jest.setTimeout(30_000);

it('the daily schedule is made once, brought up to date by the next start, and stays paused when a person paused it', async () => {
  const { client, close } = await connectTestClient('default');
  const connection = await Connection.connect({ address: testTemporalAddress() });
  const taskQueue = uniqueTaskQueue('schedule');
  const settings = { namespace: 'default', taskQueue, realNowMs: Date.now };
  const handle = client.schedule.getHandle(reconcileScheduleId(taskQueue));
  try {
    await ensureReconcileSchedule(connection, settings);
    await handle.pause('a test');
    await Promise.all([1, 2].map(() => ensureReconcileSchedule(connection, settings)));
    const { state, spec, policies, action } = await handle.describe();
    expect(state).toMatchObject({ paused: true, note: 'a test' });
    expect(policies).toEqual({ overlap: 'SKIP', catchupWindow: 6 * 3_600_000, pauseOnFailure: false });
    expect(spec.calendars).toMatchObject([{ hour: [{ start: 3 }], minute: [{ start: 15 }] }]);
    const input = { trigger: 'schedule', onward: null };
    expect(action).toMatchObject({
      workflowType: 'reconcile',
      taskQueue,
      args: [input],
      workflowId: 'reconcile-daily',
    });
  } finally {
    await handle.delete();
    await connection.close();
    await close();
  }
});
