import { Connection } from '@temporalio/client';
import { NativeConnection, type Worker } from '@temporalio/worker';
import type { Logger } from 'pino';
import { createActivities, type ActivityDeps } from '../activities/create-activities';
import { requireSchema } from '../db/migrate';
import { connect, type Database } from '../db/shared/connection';
import { listen, type Listener } from '../db/shared/listen';
import { CHANNELS } from '../db/shared/notify';
import { readClockOffset } from '../db/shared/sandbox-clock';
import type { Clock } from '../gateways/clock/clock';
import { createOffsetClock } from '../gateways/clock/offset-clock';
import { createRealClock } from '../gateways/clock/real-clock';
import { realNowMs } from '../gateways/clock/real-now-ms';
import type { WorkerConfig } from './config';
import { createDeps } from './create-deps';
import { createWorker } from './create-worker';
import { ensureReconcileSchedule } from './ensure-reconcile-schedule';
import { inboxTurn } from './loops/inbox-turn';
import { outboxTurn } from './loops/outbox-turn';
import { startPollLoop, type PollLoop } from './loops/poll-loop';
import { setCurrentVersion } from './set-current-version';
import { createWorkflowDirectory } from './workflow-directory';
import { createWorkflowMessages } from './workflow-messages';

export interface RunningWorker {
  /** Settles when the worker has ended; rejects when it broke. */
  readonly ended: Promise<void>;
  stop(): Promise<void>;
}

/** Above the activity slots, so that an activity never waits for a connection; the loops need two more. */
const POOL_SPARE = 4;

/** Builds everything the worker needs and polls. @throws Error with a sentence for the person who starts it */
export async function startWorker(config: WorkerConfig, log: Logger): Promise<RunningWorker> {
  const closers: (() => Promise<void>)[] = [];
  try {
    const db = connect(config.DATABASE_URL, {
      max: Math.max(20, config.WORKER_ACTIVITY_SLOTS + POOL_SPARE),
      applicationName: 'purser-worker',
    });
    closers.unshift(() => db.destroy());
    await requireSchema(db);
    const { clock, listener } = await hearDatabase(config, db, log);
    closers.unshift(() => listener.close());
    const connection = await Connection.connect({ address: config.TEMPORAL_ADDRESS });
    closers.unshift(() => connection.close());
    const directorySettings = { namespace: config.TEMPORAL_NAMESPACE, realNowMs: () => realNowMs(clock) };
    const directory = createWorkflowDirectory(connection, directorySettings);
    const { deps, close } = createDeps(config, { db, clock, directory });
    closers.unshift(close);
    const native = await NativeConnection.connect({ address: config.TEMPORAL_ADDRESS });
    closers.unshift(() => native.close());
    const worker = await createWorker(native, createActivities(deps), settingsOf(config), log);
    const loops = startLoops(config, { connection, deps, clock, listener, log });
    const running = await poll(worker, { native, config, loops, closers });
    await ensureReconcileSchedule(connection, { ...directorySettings, taskQueue: config.TEMPORAL_TASK_QUEUE });
    return running;
  } catch (error) {
    await closeAll(closers);
    throw error;
  }
}

interface Polling {
  readonly native: NativeConnection;
  readonly config: WorkerConfig;
  readonly loops: readonly PollLoop[];
  readonly closers: readonly (() => Promise<void>)[];
}

async function poll(worker: Worker, { native, config, loops, closers }: Polling): Promise<RunningWorker> {
  const ended = worker.run().finally(async () => {
    for (const loop of loops) await loop.stop();
    await closeAll(closers);
  });
  ended.catch(() => undefined);
  if (config.PURSER_BUILD_ID === 'dev') await setCurrentVersion(native, config.TEMPORAL_NAMESPACE, 'dev');
  return {
    ended,
    stop: () => {
      if (worker.getState() === 'RUNNING') worker.shutdown();
      return ended;
    },
  };
}

interface Heard {
  readonly clock: Clock;
  readonly listener: Listener;
}

async function hearDatabase(config: WorkerConfig, db: Database, log: Logger): Promise<Heard> {
  const moving = config.PURSER_MODE === 'sandbox' ? createOffsetClock(await readClockOffset(db)) : null;
  const warn = (error: unknown): void =>
    log.warn({ err: error }, 'the LISTEN connection is away; it comes back by itself');
  const follow = (): void => {
    if (moving === null) return;
    readClockOffset(db).then((offset) => {
      if (offset > moving.offsetMs()) moving.setOffset(offset);
    }, warn);
  };
  const listener = await listen(config.DATABASE_URL, {
    channels: [CHANNELS.inbox, CHANNELS.outbox, CHANNELS.clock],
    applicationName: 'purser-worker-listen',
    onReconnected: follow,
    onProblem: warn,
  });
  listener.on(CHANNELS.clock, follow);
  return { clock: moving ?? createRealClock(), listener };
}

interface LoopParts extends Heard {
  readonly connection: Connection;
  readonly deps: ActivityDeps;
  readonly log: Logger;
}

function startLoops(config: WorkerConfig, { connection, deps, clock, listener, log }: LoopParts): PollLoop[] {
  const clockOffsetMs = (): number | null => (config.PURSER_MODE === 'sandbox' ? clock.offsetMs() : null);
  const messages = createWorkflowMessages(connection, {
    namespace: config.TEMPORAL_NAMESPACE,
    taskQueue: config.TEMPORAL_TASK_QUEUE,
    mailMs: deps.policies.mailRetryMs,
    clockOffsetMs,
    realNowMs: () => realNowMs(clock),
  });
  const now = (): string => clock.now();
  const inbox = startPollLoop('inbox', () => inboxTurn({ payment: deps, messages, now, log }), log);
  const outbox = startPollLoop('outbox', () => outboxTurn({ db: deps.db, messages, clockOffsetMs, now, log }), log);
  listener.on(CHANNELS.inbox, inbox.wake);
  listener.on(CHANNELS.outbox, outbox.wake);
  return [inbox, outbox];
}

function settingsOf(config: WorkerConfig): Parameters<typeof createWorker>[2] {
  return {
    namespace: config.TEMPORAL_NAMESPACE,
    taskQueue: config.TEMPORAL_TASK_QUEUE,
    buildId: config.PURSER_BUILD_ID,
    workflowBundle: config.PURSER_WORKFLOW_BUNDLE,
    workflowSlots: config.WORKER_WORKFLOW_SLOTS,
    activitySlots: config.WORKER_ACTIVITY_SLOTS,
    cachedWorkflows: config.WORKER_CACHED_WORKFLOWS,
  };
}

/** Every one is tried, whatever the others do. */
async function closeAll(closers: readonly (() => Promise<void>)[]): Promise<void> {
  for (const close of closers) await close().catch(() => undefined);
}
