import { payPagesOf } from '../e2e/order-acts';
import type { OrderBody } from '../e2e/partner-client';
import { completed, inState, LARGE, payByBank, payOnPage, place } from './buyer-acts';
import type { ChaosWorld } from './chaos-world';
import { insist, insistOn, patiently, patientlyUntil } from './insist';

/** One way of an order from placing it to its proper end, as people and machines outside walk it. */
export interface Path {
  readonly what: string;
  /** Messages and steps on it that the matrix interrupts. A path whose other points lie on another one names its own alone. */
  readonly messages: readonly string[];
  readonly activities: readonly string[];
  /** Walks to the end, asking again wherever an answer is missing. @throws Error that says where the order stands */
  walk(world: ChaosWorld, companyId: string): Promise<void>;
}

const FULFILMENT = ['activateCapacity', 'issueInvoice', 'armSubscription', 'sendOrderMail'];

const reason = { reason: 'the crash matrix' };
const of = (order: OrderBody, act: string): string => `/v1/orders/${order.orderId}/${act}`;

export const PATHS = {
  card: {
    what: 'paid by card',
    messages: ['placeOrder', 'paymentHint', 'subscriptionChanged'],
    activities: ['recordOrder', 'openCheckout', 'watchCheckout', 'settlePayment', ...FULFILMENT, 'planSubscription'],
    walk: async (world, companyId) => {
      const order = await place(world, companyId, { method: 'card' });
      await payOnPage(world, order);
      await completed(world, order);
    },
  },
  paypal: {
    what: 'paid by PayPal',
    messages: ['placeOrder', 'paymentHint'],
    activities: ['recordOrder', 'openCheckout', 'watchCheckout', 'settlePayment', ...FULFILMENT, 'planSubscription'],
    walk: async (world, companyId) => {
      const order = await place(world, companyId, { method: 'paypal' });
      await payOnPage(world, order);
      await completed(world, order);
    },
  },
  offline: {
    what: 'paid by bank, approved by a second person',
    messages: ['placeOrder', 'allocateReceipt', 'approveOrder'],
    activities: ['recordOrder', 'deliverMail', 'allocateReceipt', 'approveOrder', ...FULFILMENT, 'planSubscription'],
    walk: async (world, companyId) => {
      const order = await place(world, companyId, { method: 'offline', services: LARGE });
      await payByBank(world, order);
      await insistOn(world.fred, of(order, 'approve'));
      await completed(world, order);
    },
  },
  refund: {
    what: 'late money, returned by aftercare',
    messages: ['cancelOrder', 'moneyHint', 'refundsWanted'],
    activities: ['voidAttempt', 'closeOrder', 'reviewMoney', 'planAftercare', 'sendRefund'],
    walk: async (world, companyId) => {
      const order = await place(world, companyId, { method: 'paypal' });
      const pages = payPagesOf(world.system);
      const page = await patiently('a page', () => pages.pageOf(order.orderId));
      await insistOn(world.ada, of(order, 'cancel'));
      await inState(world, order, 'cancelled');
      await patiently('an approval', async () => ((await pages.pay(page)) ? true : null));
      await patiently('a capture by hand', async () => ((await pages.captureByHand(page)) ? true : null));
      await patiently('the return', () => returned(world, order));
    },
  },
  refunded: {
    what: 'refunded by a person, the capacity ended',
    messages: [],
    activities: ['beginRefund', 'concludeRefund', 'endCapacity'],
    walk: async (world, companyId) => {
      const order = await place(world, companyId, { method: 'card' });
      await payOnPage(world, order);
      await completed(world, order);
      await insistOn(world.olga, of(order, 'refunds'), { ...reason, capacity: 'end_now' });
      await inState(world, order, 'refunded');
      await patiently('the capacity ended', () => capacityEnded(world, order));
    },
  },
  corrected: {
    what: 'its invoice made out anew by finance',
    messages: [],
    activities: ['correctInvoice'],
    walk: async (world, companyId) => {
      const order = await place(world, companyId, { method: 'card' });
      await payOnPage(world, order);
      await completed(world, order);
      await correct(world, order);
    },
  },
  detours: {
    what: 'prolonged, a receipt taken back, a shortfall closed',
    messages: ['prolongOrder', 'withdrawAllocation', 'closeShortfall'],
    activities: ['prolongOrder', 'withdrawAllocation', 'closeShortfall'],
    walk: async (world, companyId) => {
      const order = await place(world, companyId, { method: 'offline' });
      const until = new Date(Date.now() + 45 * 86_400_000).toISOString();
      await insistOn(world.anna, of(order, 'prolong'), { until, ...reason });
      const wrong = await payByBank(world, order, 100);
      await insistOn(world.anna, `/v1/receipts/${wrong}/reverse`, reason);
      await payByBank(world, order, 100);
      await insistOn(world.anna, of(order, 'close-shortfall'), reason);
      await completed(world, order);
    },
  },
  rejected: {
    what: 'a receipt rejected, then cancelled',
    messages: ['rejectOrder'],
    activities: ['rejectOrder'],
    walk: async (world, companyId) => {
      const order = await place(world, companyId, { method: 'offline', services: LARGE });
      await payByBank(world, order);
      await insistOn(world.fred, of(order, 'reject'), reason);
      // The rejection may be answered from its row before the workflow has followed: it says no once more, and is asked anew.
      await patiently('a cancel', async () =>
        (await insist(world.ada, of(order, 'cancel'))).status === 200 ? true : null
      );
      await inState(world, order, 'cancelled');
    },
  },
  changed: {
    what: 'another way to pay, twice',
    messages: ['payNow', 'changeMethod'],
    activities: ['voidAttempt', 'changeMethod'],
    walk: async (world, companyId) => {
      const order = await place(world, companyId, { method: 'card' });
      await insistOn(world.ada, of(order, 'pay-now'));
      await insistOn(world.ada, of(order, 'change-method'), { method: 'offline', autoRenew: 'keep' });
      await insistOn(world.ada, of(order, 'change-method'), { method: 'card', autoRenew: 'keep' });
      await payOnPage(world, order);
      await completed(world, order);
    },
  },
  parked: {
    what: 'refused by Workplace, resumed by a person',
    messages: ['resume', 'lookAgain'],
    activities: ['parkOrder', 'unparkOrder'],
    walk: async (world, companyId) => {
      const order = await place(world, companyId, { method: 'card' });
      await insistOn(world.olga, of(order, 'look-again'));
      const refused = { match: { method: 'PUT', path: `/v1/companies/${companyId}/` }, effect: 'status', status: 422 };
      await fault(world.system.sandbox.urls.workplace, { ...refused, times: 1 });
      await payOnPage(world, order);
      await patientlyUntil(world.olga, order.orderId, ({ state }) => state === 'needs_attention');
      // It has no key: whoever lost the answer is told that the order is not parked any more, and reads it again.
      await insist(world.olga, of(order, 'resume'));
      await completed(world, order);
    },
  },
  'auto-renew': {
    what: 'Auto Renew switched off, the saved method forgotten',
    messages: ['setAutoRenew'],
    activities: ['changeAutoRenew', 'forgetMethod'],
    walk: async (world, companyId) => {
      const order = await place(world, companyId, { method: 'card', autoRenew: true });
      await payOnPage(world, order);
      await completed(world, order);
      await patiently('Auto Renew off', async () => {
        const { status } = await world.ada.call('PUT', `/v1/subscriptions/${companyId}/auto-renew`, { on: false });
        return status === 200 ? true : null;
      });
      await patiently('the method forgotten', () => forgotten(world, companyId));
    },
  },
} as const satisfies Record<string, Path>;

export type PathName = keyof typeof PATHS;
export const PATH_NAMES = Object.keys(PATHS).filter((name): name is PathName => Object.hasOwn(PATHS, name));

/** By finance, to another name of the company; over once the order has its new invoice. */
async function correct({ fred }: ChaosWorld, { orderId }: OrderBody): Promise<void> {
  const invoiceOf = () => patiently('an invoice', async () => (await fred.order(orderId)).invoice);
  const { invoiceId } = await invoiceOf();
  const address = `/v1/invoices/${invoiceId}`;
  const buyer = await patiently('the buyer', async () => {
    const { status, body } = await fred.call<{ buyer: object }>('GET', address);
    return status === 200 ? body.buyer : null;
  });
  await insistOn(fred, `${address}/corrections`, { ...reason, billing: { ...buyer, company: 'Aurora Holding' } });
  await patiently('a new invoice', async () => ((await invoiceOf()).invoiceId === invoiceId ? null : true));
}

async function returned({ system }: ChaosWorld, { orderId }: OrderBody): Promise<true | null> {
  const rows = await system.db('refunds').where({ order_id: orderId }).select<{ state: string }[]>('state');
  return rows.length > 0 && rows.every(({ state }) => state === 'done') ? true : null;
}

async function capacityEnded({ system }: ChaosWorld, { orderId }: OrderBody): Promise<true | null> {
  const rows = await system
    .db('order_refunds')
    .where({ order_id: orderId })
    .select<{ state: string; capacity_state: string }[]>('state', 'capacity_state');
  const isDone = rows.every(({ state, capacity_state: capacity }) => state === 'done' && capacity === 'done');
  return rows.length > 0 && isDone ? true : null;
}

async function forgotten({ system }: ChaosWorld, companyId: string): Promise<true | null> {
  const left = await system.db('saved_methods').where({ company_id: companyId }).whereNull('forgotten_at').first();
  return left === undefined ? true : null;
}

export async function fault(url: string, body: object): Promise<void> {
  const headers = { 'content-type': 'application/json' };
  const response = await fetch(`${url}/_sandbox/faults`, { method: 'POST', headers, body: JSON.stringify(body) });
  if (!response.ok) throw new Error(`no fault: ${await response.text()}`);
}
