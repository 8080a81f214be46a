import { aftercareWorkflowId, orderWorkflowId } from '../../../workflows/contracts/ids';
import { auditOrders } from '../e2e/audit';
import { outsideOf } from '../e2e/outside';
import type { System } from '../e2e/start-system';

interface OrderRow {
  readonly order_id: string;
  readonly order_no: string;
  readonly state: string;
  readonly company_id: string;
}

/**
 * Everything that must agree about the orders of these companies once nothing is under way: the ledgers outside, our rows,
 * the numbers, the mails, the tasks, the queues and the workflows. Each difference is a line in words that names the order.
 */
export async function auditCompanies(system: System, companyIds?: readonly string[]): Promise<readonly string[]> {
  const orders = await ordersOf(system, companyIds);
  const parts = await Promise.all([
    auditOrders(system, companyIds),
    workplaceDiffers(system, orders),
    waitingMails(system, orders),
    openTasks(system, orders),
    waitingMessages(system),
    runningWorkflows(system, orders),
  ]);
  return parts.flat();
}

async function ordersOf({ db }: System, companyIds?: readonly string[]): Promise<OrderRow[]> {
  const all = db('orders').select<OrderRow[]>('order_id', 'order_no', 'state', 'company_id').orderBy('order_no');
  return companyIds === undefined ? all : all.whereIn('company_id', companyIds);
}

/** The last change that Workplace made is what our subscription says. */
async function workplaceDiffers(system: System, orders: readonly OrderRow[]): Promise<string[]> {
  const companyIds = [...new Set(orders.map(({ company_id: companyId }) => companyId))];
  const rows = await system
    .db('subscriptions')
    .whereIn('company_id', companyIds)
    .select<{ company_id: string; version: number; capacities: Record<string, number> }[]>('*');
  const outside = outsideOf(system);
  const found = await Promise.all(
    rows.map(async ({ company_id: companyId, version, capacities }) => {
      const last = (await outside.historyOf(companyId)).at(-1);
      if (last === undefined || (last.version === version && sameCapacities(last.after.capacities, capacities)))
        return [];
      return [`${companyId} has version ${version} here and ${last.version} at Workplace, or other capacities`];
    })
  );
  return found.flat();
}

function sameCapacities(left: Readonly<Record<string, number>>, right: Readonly<Record<string, number>>): boolean {
  return Object.keys({ ...left, ...right }).every((service) => (left[service] ?? 0) === (right[service] ?? 0));
}

/** Every mail was handed over once, and the mailbox has it under its Message-ID. */
async function waitingMails(system: System, orders: readonly OrderRow[]): Promise<string[]> {
  const numbers = numbersOf(orders);
  const rows = await system
    .db('mails')
    .whereIn('order_id', [...numbers.keys()])
    .select<{ order_id: string; kind: string; state: string; message_id: string }[]>('*');
  const outside = outsideOf(system);
  const found = await Promise.all(
    rows.map(async ({ order_id: orderId, kind, state, message_id: messageId }) => {
      const orderNo = numbers.get(orderId) ?? orderId;
      if (state === 'withdrawn') return [];
      if (state !== 'sent') return [`${orderNo} has its mail ${kind} ${state}`];
      return (await outside.hasMail(messageId)) ? [] : [`${orderNo} has its mail ${kind} sent, and nobody got it`];
    })
  );
  return found.flat();
}

/** Tasks that a state explains; any other is one that nobody asked for. */
const EXPLAINED: Readonly<Record<string, readonly string[]>> = {
  awaiting_payment: ['offline_order_placed', 'receipt_rejected'],
  awaiting_approval: ['receipt_to_approve'],
  cancelled: ['receipt_to_return'],
  expired: ['receipt_to_return'],
  needs_attention: ['order_parked', 'second_money'],
};

async function openTasks({ db }: System, orders: readonly OrderRow[]): Promise<string[]> {
  const byId = new Map(orders.map((order) => [order.order_id, order]));
  const rows = await db('tasks')
    .where({ state: 'open' })
    .whereIn('order_id', [...byId.keys()])
    .select<{ order_id: string; kind: string }[]>('order_id', 'kind');
  return rows.flatMap(({ order_id: orderId, kind }) => {
    const order = byId.get(orderId);
    if (order === undefined || (EXPLAINED[order.state] ?? []).includes(kind)) return [];
    return [`${order.order_no} (${order.state}) has an open task ${kind} that nothing explains`];
  });
}

/** Nothing is left to be told to anybody. */
async function waitingMessages({ db }: System): Promise<string[]> {
  const outbox = await db('outbox').whereNull('handled_at').select<{ topic: string; payload: unknown }[]>('*');
  const inbox = await db('inbox_events').whereNull('handled_at').select<{ event_id: string }[]>('event_id');
  return [
    ...outbox.map(({ topic, payload }) => `a message ${topic} waits: ${JSON.stringify(payload)}`),
    ...inbox.map(({ event_id: eventId }) => `the webhook ${eventId} waits`),
  ];
}

const ENDED: ReadonlySet<string> = new Set(['completed', 'cancelled', 'expired', 'refunded', 'partially_refunded']);

/** An order that has ended has no workflow any more; none has failed. */
async function runningWorkflows({ temporal }: System, orders: readonly OrderRow[]): Promise<string[]> {
  const statusOf = (workflowId: string): Promise<string | null> =>
    temporal.workflow
      .getHandle(workflowId)
      .describe()
      .then(
        ({ status }) => status.name,
        () => null
      );
  const found = await Promise.all(
    orders.map(async ({ order_id: orderId, order_no: orderNo, state }) => {
      const own = await statusOf(orderWorkflowId(orderId));
      const care = await statusOf(aftercareWorkflowId(orderId));
      const wanted = ENDED.has(state) ? 'COMPLETED' : 'RUNNING';
      return [
        ...(own === wanted ? [] : [`${orderNo} (${state}) has a workflow that is ${own ?? 'not there'}`]),
        ...(care === null || care === 'COMPLETED' ? [] : [`${orderNo} (${state}) has an aftercare that is ${care}`]),
      ];
    })
  );
  return found.flat();
}

function numbersOf(orders: readonly OrderRow[]): Map<string, string> {
  return new Map(orders.map(({ order_id: orderId, order_no: orderNo }) => [orderId, orderNo]));
}
