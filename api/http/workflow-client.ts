import {
  Connection,
  WithStartWorkflowOperation,
  WorkflowClient,
  WorkflowExecutionAlreadyStartedError,
  WorkflowNotFoundError,
  WorkflowUpdateFailedError,
  type WorkflowHandle,
} from '@temporalio/client';
import { ApplicationFailure } from '@temporalio/common';
import * as order from '../../workflows/contracts/order-contract';
import {
  aftercareWorkflowId,
  orderWorkflowId,
  PRIORITY,
  reconcileWorkflowId,
  subscriptionWorkflowId,
} from '../../workflows/contracts/ids';
import { reconcileStart } from '../../workflows/contracts/reconcile-start';
import { orderStart } from '../../workflows/contracts/order-start';
import { setAutoRenew, subscriptionChanged } from '../../workflows/contracts/subscription-contract';
import { AppError } from './app-error';
import { createOneAtATime } from './one-at-a-time';
import { onceMoreWhenOvertaken } from './once-more-when-overtaken';
import type { NoWorkflow, OrderAsk, OrderWorkflows } from './order-workflows';

export interface WorkflowClientConfig {
  readonly address: string;
  readonly namespace: string;
  readonly taskQueue: string;
  /** Real milliseconds since 1970, for the deadlines of the calls themselves. */
  readonly realNowMs: () => number;
}

const PLACE_MS = 8_000;
const CALL_MS = 5_000;
const HEALTH_MS = 2_000;
const RETRY_SECONDS = 5;
const MAYBE_DONE =
  'No answer came in time. What you asked for may still be carried out: look at the order before you ask again.';

/** The only file that knows the Temporal client. Connects with the first call, so that the API starts without Temporal. */
export function createWorkflowClient(config: WorkflowClientConfig): {
  readonly workflows: OrderWorkflows;
  close(): Promise<void>;
} {
  const connection = Connection.lazy({ address: config.address, connectTimeout: CALL_MS });
  const client = new WorkflowClient({ connection, namespace: config.namespace });
  const oneAtATime = createOneAtATime();
  const within = <T>(ms: number, call: () => Promise<T>): Promise<T> =>
    connection.withDeadline(config.realNowMs() + ms, call);
  const signal = (workflowId: string, send: (handle: WorkflowHandle) => Promise<void>): Promise<boolean> =>
    within(CALL_MS, () => send(client.getHandle(workflowId))).then(() => true, signalFailure);
  const update = <T>(workflowId: string, send: (handle: WorkflowHandle) => Promise<T>): Promise<T | NoWorkflow> =>
    oneAtATime(workflowId, () =>
      within(CALL_MS, () => onceMoreWhenOvertaken(() => send(client.getHandle(workflowId)))).catch(updateFailure)
    );

  const workflows: OrderWorkflows = {
    place: (input, request) =>
      within(PLACE_MS, () => startAndPlace(client, config.taskQueue, { input, request })).catch(placeFailure),
    payNow: (orderId, request) =>
      update(orderWorkflowId(orderId), (handle) =>
        handle.executeUpdate(order.payNow, { args: [request], updateId: request.requestId })
      ),
    cancel: (orderId, request) =>
      update(orderWorkflowId(orderId), (handle) =>
        handle.executeUpdate(order.cancelOrder, { args: [request], updateId: request.requestId })
      ),
    ask: (orderId, name, request) =>
      update(orderWorkflowId(orderId), (handle) =>
        handle.executeUpdate(ASKED[name], { args: [request], updateId: request.requestId })
      ),
    hint: (orderId, hint) => signal(orderWorkflowId(orderId), (handle) => handle.signal(order.paymentHint, hint)),
    resume: (orderId, request) => signal(orderWorkflowId(orderId), (handle) => handle.signal(order.resume, request)),
    lookAgain: (orderId, request) =>
      signal(orderWorkflowId(orderId), (handle) => handle.signal(order.lookAgain, request)),
    orderClockMoved: (orderId, offsetMs) =>
      signal(orderWorkflowId(orderId), (handle) => handle.signal(order.clockMoved, { offsetMs })),
    aftercareClockMoved: (orderId, offsetMs) =>
      signal(aftercareWorkflowId(orderId), (handle) => handle.signal(order.clockMoved, { offsetMs })),
    subscriptionClockMoved: (companyId, offsetMs) =>
      signal(subscriptionWorkflowId(companyId), (handle) => handle.signal(order.clockMoved, { offsetMs })),
    subscriptionChanged: (companyId) =>
      signal(subscriptionWorkflowId(companyId), (handle) => handle.signal(subscriptionChanged)),
    setAutoRenew: (companyId, request) =>
      update(subscriptionWorkflowId(companyId), (handle) =>
        handle.executeUpdate(setAutoRenew, { args: [request], updateId: request.requestId })
      ),
    startReconciliation: (runId) =>
      within(CALL_MS, () => startReconciliation(client, config.taskQueue, runId)).catch(placeFailure),
    isReachable: () =>
      within(HEALTH_MS, () => client.workflowService.getSystemInfo({})).then(
        () => true,
        () => false
      ),
  };
  return { workflows, close: () => connection.close() };
}

const ASKED: Readonly<Record<OrderAsk, typeof order.approveOrder>> = {
  allocateReceipt: order.allocateReceipt,
  withdrawAllocation: order.withdrawAllocation,
  closeShortfall: order.closeShortfall,
  approveOrder: order.approveOrder,
  rejectOrder: order.rejectOrder,
  prolongOrder: order.prolongOrder,
  changeMethod: order.changeMethod,
  returnAndCancel: order.returnAndCancel,
};

interface Placing {
  readonly input: order.OrderInput;
  readonly request: order.PersonRequest;
}

function startAndPlace(
  client: WorkflowClient,
  taskQueue: string,
  { input, request }: Placing
): Promise<order.PlaceResult> {
  const startWorkflowOperation = new WithStartWorkflowOperation('order', {
    ...orderStart(input),
    taskQueue,
    workflowIdConflictPolicy: 'USE_EXISTING',
    workflowIdReusePolicy: 'REJECT_DUPLICATE',
    priority: { priorityKey: PRIORITY.person },
  });
  return client.executeUpdateWithStart(order.placeOrder, {
    args: [request],
    updateId: request.requestId,
    startWorkflowOperation,
  });
}

async function startReconciliation(client: WorkflowClient, taskQueue: string, runId: string): Promise<void> {
  try {
    await client.start('reconcile', {
      ...reconcileStart(reconcileWorkflowId(runId), 'api'),
      taskQueue,
      workflowIdReusePolicy: 'REJECT_DUPLICATE',
      priority: { priorityKey: PRIORITY.bulk },
    });
  } catch (error) {
    if (!(error instanceof WorkflowExecutionAlreadyStartedError)) throw error;
  }
}

function unavailable(cause: unknown): AppError {
  return new AppError('workflows_unavailable', { retryAfterSeconds: RETRY_SECONDS, cause });
}

/** Whatever went wrong, the caller looks into the database to see whether the order exists. */
function placeFailure(error: unknown): never {
  throw unavailable(error);
}

function signalFailure(error: unknown): boolean {
  if (error instanceof WorkflowNotFoundError) return false;
  throw unavailable(error);
}

function updateFailure(error: unknown): NoWorkflow {
  if (error instanceof WorkflowNotFoundError) return { outcome: 'no_workflow' };
  if (error instanceof WorkflowUpdateFailedError) {
    const type = error.cause instanceof ApplicationFailure ? error.cause.type : undefined;
    if (type === 'AcceptedUpdateCompletedWorkflow') return { outcome: 'no_workflow' };
    throw new AppError('wrong_state', { cause: error });
  }
  // The wish is stored and its message may have arrived: whether it was done only the order itself can say.
  throw new AppError('workflows_unavailable', { retryAfterSeconds: RETRY_SECONDS, cause: error, detail: MAYBE_DONE });
}
