import path from 'node:path';
import { DefaultLogger, Runtime, Worker, type LogLevel, type NativeConnection } from '@temporalio/worker';
import type { Logger } from 'pino';
import type { Activities } from '../activities/create-activities';
import { DEPLOYMENT_NAME } from '../workflows/contracts/ids';
import { activityGuard } from './interceptors/activity-guard';

export interface WorkerSettings {
  readonly namespace: string;
  readonly taskQueue: string;
  readonly buildId: string;
  /** Prebuilt bundle; without one the workflows are bundled at start, which takes seconds. */
  readonly workflowBundle: string | undefined;
  readonly workflowSlots: number;
  readonly activitySlots: number;
  readonly cachedWorkflows: number;
}

/** Above the activities' own patience with the world, so that SIGTERM does not cut a payment in half. */
const GRACE = '25 s';
const FORCE = '40 s';

/** Once per process, before the first connection. */
export function installRuntime(log: Logger): void {
  const forward = (level: LogLevel, message: string, meta: unknown): void => {
    const where = { temporal: meta };
    if (level === 'ERROR') log.error(where, message);
    else if (level === 'WARN') log.warn(where, message);
    else if (level === 'INFO') log.info(where, message);
    else log.debug(where, message);
  };
  Runtime.install({ logger: new DefaultLogger('WARN', ({ level, message, meta }) => forward(level, message, meta)) });
}

export function createWorker(
  connection: NativeConnection,
  activities: Activities,
  settings: WorkerSettings,
  log: Logger
): Promise<Worker> {
  const workflows =
    settings.workflowBundle === undefined
      ? { workflowsPath: path.join(__dirname, '..', 'workflows', 'index') }
      : { workflowBundle: { codePath: settings.workflowBundle } };
  return Worker.create({
    ...workflows,
    connection,
    namespace: settings.namespace,
    taskQueue: settings.taskQueue,
    activities,
    workerDeploymentOptions: {
      version: { deploymentName: DEPLOYMENT_NAME, buildId: settings.buildId },
      useWorkerVersioning: true,
      defaultVersioningBehavior: 'PINNED',
    },
    maxConcurrentWorkflowTaskExecutions: settings.workflowSlots,
    maxConcurrentActivityTaskExecutions: settings.activitySlots,
    maxCachedWorkflows: settings.cachedWorkflows,
    shutdownGraceTime: GRACE,
    shutdownForceTime: FORCE,
    interceptors: { activity: [(context) => ({ inbound: activityGuard(context, log) })] },
  });
}
