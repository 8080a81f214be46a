import {
  WorkflowClient,
  WorkflowExecutionAlreadyStartedError,
  WorkflowNotFoundError,
  type Connection,
} from '@temporalio/client';
import { moneyHint, refundsWanted, type AftercareInput } from '../workflows/contracts/aftercare-contract';
import {
  aftercareWorkflowId,
  deliveryWorkflowId,
  orderWorkflowId,
  PRIORITY,
  subscriptionWorkflowId,
} from '../workflows/contracts/ids';
import { orderLeft, paymentHint, type OrderInput, type PaymentHint } from '../workflows/contracts/order-contract';
import { orderStart } from '../workflows/contracts/order-start';
import { SEARCH_ATTRIBUTES } from '../workflows/contracts/search-attributes';
import { subscriptionChanged, type SubscriptionInput } from '../workflows/contracts/subscription-contract';

/** What the loops tell workflows. */
export interface WorkflowMessages {
  /** False: the order's workflow has closed, or never was. */
  hint(orderId: string, hint: PaymentHint): Promise<boolean>;
  /** The same for the aftercare: of a page whose order's workflow has closed, and of a payment that was taken before. */
  moneyHint(order: OrderOfMoney, hint: PaymentHint): Promise<void>;
  /** There is something to do about the order's money. */
  refundsWanted(order: OrderOfMoney): Promise<void>;
  /** A refund has taken the order over; does nothing when its workflow has closed. */
  orderLeft(orderId: string): Promise<void>;
  /** Wakes the sleeper, or begins one. */
  subscriptionChanged(companyId: string): Promise<void>;
  /** Begins the workflow of an open order anew, from its row; does nothing while one runs. */
  restartOrder(input: OrderInput): Promise<void>;
  /** Does nothing when the mail has its workflow already; one that broke is begun anew. */
  startDelivery(mailId: string): Promise<void>;
}

export interface OrderOfMoney {
  readonly orderId: string;
  readonly partnerId: string;
  readonly companyId: string;
}

export function ofMoney({ orderId, partnerId, companyId }: OrderOfMoney): OrderOfMoney {
  return { orderId, partnerId, companyId };
}

export interface MessageSettings {
  readonly namespace: string;
  readonly taskQueue: string;
  readonly mailMs: number;
  /** null outside sandbox mode. */
  readonly clockOffsetMs: () => number | null;
  readonly realNowMs: () => number;
}

const CALL_MS = 5_000;

/** False: there is no such workflow, or it has closed. */
function heard(signal: Promise<void>): Promise<boolean> {
  return signal.then(
    () => true,
    (error: unknown) => {
      if (error instanceof WorkflowNotFoundError) return false;
      throw error;
    }
  );
}

export function createWorkflowMessages(connection: Connection, settings: MessageSettings): WorkflowMessages {
  const client = new WorkflowClient({ connection, namespace: settings.namespace });
  const within = <T>(call: () => Promise<T>): Promise<T> =>
    connection.withDeadline(settings.realNowMs() + CALL_MS, call);
  const { taskQueue } = settings;
  const priority = { priorityKey: PRIORITY.machine };
  const aftercareOf = (order: OrderOfMoney) => ({
    ...aftercareStart(order, settings.clockOffsetMs()),
    taskQueue,
    priority,
  });
  return {
    moneyHint: async (order, hint) => {
      await within(() =>
        client.signalWithStart('aftercare', { ...aftercareOf(order), signal: moneyHint, signalArgs: [hint] })
      );
    },
    refundsWanted: async (order) => {
      await within(() => client.signalWithStart('aftercare', { ...aftercareOf(order), signal: refundsWanted }));
    },
    hint: (orderId, hint) => heard(within(() => client.getHandle(orderWorkflowId(orderId)).signal(paymentHint, hint))),
    orderLeft: async (orderId) => {
      await heard(within(() => client.getHandle(orderWorkflowId(orderId)).signal(orderLeft)));
    },
    subscriptionChanged: async (companyId) => {
      await within(() =>
        client.signalWithStart('subscription', {
          ...subscriptionStart(companyId, settings.clockOffsetMs()),
          taskQueue,
          priority,
          signal: subscriptionChanged,
        })
      );
    },
    restartOrder: async (input) => {
      await within(() =>
        client.start('order', {
          ...orderStart(input),
          taskQueue,
          workflowIdConflictPolicy: 'USE_EXISTING',
          priority,
        })
      );
    },
    startDelivery: async (mailId) => {
      await within(() =>
        client.start('delivery', {
          workflowId: deliveryWorkflowId(mailId),
          taskQueue,
          priority,
          workflowIdReusePolicy: 'ALLOW_DUPLICATE_FAILED_ONLY',
          args: [{ mailId, clockOffsetMs: settings.clockOffsetMs(), mailMs: settings.mailMs }],
          staticSummary: `Delivery of mail ${mailId}`,
        })
      ).catch((error: unknown) => {
        if (!(error instanceof WorkflowExecutionAlreadyStartedError)) throw error;
      });
    },
  };
}

function aftercareStart(order: OrderOfMoney, clockOffsetMs: number | null) {
  return {
    workflowId: aftercareWorkflowId(order.orderId),
    args: [{ ...order, clockOffsetMs }] as [AftercareInput],
    typedSearchAttributes: [
      { key: SEARCH_ATTRIBUTES.state, value: 'aftercare' },
      { key: SEARCH_ATTRIBUTES.whoActs, value: 'purser' },
      { key: SEARCH_ATTRIBUTES.partnerId, value: order.partnerId },
      { key: SEARCH_ATTRIBUTES.companyId, value: order.companyId },
    ],
    staticSummary: `Money of order ${order.orderId} beside its own course`,
  };
}

function subscriptionStart(companyId: string, clockOffsetMs: number | null) {
  return {
    workflowId: subscriptionWorkflowId(companyId),
    args: [{ companyId, wakeAt: null, what: 'planning', version: 0, clockOffsetMs }] as [SubscriptionInput],
    typedSearchAttributes: [
      { key: SEARCH_ATTRIBUTES.state, value: 'planning' },
      { key: SEARCH_ATTRIBUTES.companyId, value: companyId },
    ],
    staticSummary: `Subscription of company ${companyId}`,
  };
}
