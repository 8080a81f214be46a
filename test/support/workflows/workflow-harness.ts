import { randomUUID } from 'node:crypto';
import { WithStartWorkflowOperation, type Client, type WorkflowHandle } from '@temporalio/client';
import { DefaultLogger, NativeConnection, Runtime, Worker } from '@temporalio/worker';
import { pino } from 'pino';
import type { Activities } from '../../../activities/create-activities';
import { orderWorkflowId, PRIORITY } from '../../../workflows/contracts/ids';
import * as order from '../../../workflows/contracts/order-contract';
import { SEARCH_ATTRIBUTES } from '../../../workflows/contracts/search-attributes';
import { testBundlePath } from '../servers/test-bundle';
import { connectTestClient, testTemporalAddress, uniqueTaskQueue } from '../servers/test-temporal';
import { activityGuard } from '../../../worker/interceptors/activity-guard';
import { makeCurrent } from './make-current';

/** Failing activities are what many tests are about: only the engine's own errors are printed. */
Runtime.install({ logger: new DefaultLogger('ERROR') });

const silent = pino({ level: 'silent' });

export interface WorkflowHarness {
  readonly client: Client;
  readonly taskQueue: string;
  readonly namespace: string;
  /** Runs `work` with a worker of its own that has these activities. */
  withWorker<T>(activities: Activities, work: () => Promise<T>): Promise<T>;
  /** The same for a whole file, until it is stopped. */
  startWorker(activities: Activities): Promise<{ stop(): Promise<void> }>;
  close(): Promise<void>;
}

/** A connection for one test file; every worker is versioned, as in production. */
export async function openWorkflowHarness(name: string, namespace = 'default'): Promise<WorkflowHarness> {
  const { client, close } = await connectTestClient(namespace);
  const native = await NativeConnection.connect({ address: testTemporalAddress() });
  const taskQueue = uniqueTaskQueue(name);
  const deploymentName = taskQueue;
  const createWorker = (activities: Activities): Promise<Worker> =>
    Worker.create({
      connection: native,
      namespace,
      taskQueue,
      workflowBundle: { codePath: testBundlePath() },
      activities,
      interceptors: { activity: [(context) => ({ inbound: activityGuard(context, silent) })] },
      workerDeploymentOptions: {
        version: { deploymentName, buildId: 'dev' },
        useWorkerVersioning: true,
        defaultVersioningBehavior: 'PINNED',
      },
    });
  return {
    client,
    taskQueue,
    namespace,
    withWorker: async (activities, work) => {
      const worker = await createWorker(activities);
      return worker.runUntil(async () => {
        await makeCurrent(native, { namespace, deploymentName });
        return work();
      });
    },
    startWorker: async (activities) => {
      const worker = await createWorker(activities);
      const running = worker.run();
      await makeCurrent(native, { namespace, deploymentName });
      return {
        stop: () => {
          worker.shutdown();
          return running;
        },
      };
    },
    close: async () => {
      await close();
      await native.close();
    },
  };
}

export interface PlacedOrder {
  readonly orderId: string;
  readonly handle: WorkflowHandle;
  readonly result: order.PlaceResult;
}

/** Places an order as the API does: update-with-start. */
export async function placeOrder(
  { client, taskQueue }: WorkflowHarness,
  orderId: string = randomUUID(),
  method: order.OrderInput['method'] = 'card',
  clockOffsetMs: order.OrderInput['clockOffsetMs'] = 0
): Promise<PlacedOrder> {
  const input: order.OrderInput = {
    orderId,
    partnerId: 'partner-1',
    companyId: 'WP-1001',
    method,
    currency: 'USD',
    amountMinor: 12_300,
    dueAt: new Date(Date.now() + 86_400_000).toISOString(),
    clockOffsetMs,
  };
  const startWorkflowOperation = new WithStartWorkflowOperation('order', {
    workflowId: orderWorkflowId(orderId),
    taskQueue,
    args: [input],
    workflowIdConflictPolicy: 'USE_EXISTING',
    workflowIdReusePolicy: 'REJECT_DUPLICATE',
    priority: { priorityKey: PRIORITY.person },
    typedSearchAttributes: [
      { key: SEARCH_ATTRIBUTES.state, value: 'awaiting_payment' },
      { key: SEARCH_ATTRIBUTES.companyId, value: input.companyId },
    ],
  });
  const result = await client.workflow.executeUpdateWithStart(order.placeOrder, {
    args: [{ requestId: orderId }],
    updateId: orderId,
    startWorkflowOperation,
  });
  return { orderId, handle: client.workflow.getHandle(orderWorkflowId(orderId)), result };
}
