import { randomUUID } from 'node:crypto';
import { temporal } from '@temporalio/proto';
import { orderWorkflowId } from '../../workflows/contracts/ids';
import { eventually } from '../support/eventually';
import { outsideOf, type Outside } from '../support/e2e/outside';
import { signIn, type OrderBody, type PartnerClient } from '../support/e2e/partner-client';
import { startSystem, type System } from '../support/e2e/start-system';

jest.setTimeout(120_000);

let system: System;
let outside: Outside;
let ada: PartnerClient;
beforeAll(async () => {
  system = await startSystem();
  outside = outsideOf(system);
  ada = await signIn(system, 'ada@aurora.example');
}, 60_000);
afterAll(() => system.close(), 60_000);

const CONTACT = 'ada@aurora.example';
const mailed = (order: OrderBody): boolean => order.facts['mailedAt'] !== null && order.state === 'completed';

/** The provider, Workplace, the numbers and the mailbox agree: everything happened, once. */
async function expectOnce(order: OrderBody, changesBefore: number, companyId: string): Promise<void> {
  expect(await outside.chargesOf(order.orderId)).toBe(1);
  expect(await outside.changesOf(companyId)).toBe(changesBefore + 1);
  expect(await system.db('invoices').where({ order_id: order.orderId })).toHaveLength(1);
  const about = (await outside.mailsTo(CONTACT)).filter(({ subject }) => subject.includes(order.orderNo));
  expect(new Set(about.map(({ messageId }) => messageId)).size).toBe(1);
}

const HELD_MS = 6_000;

/** The next such request is answered late; `when` says whether the other side has acted by then. */
async function hold(where: 'stripe' | 'workplace', match: object, when: 'before' | 'after'): Promise<void> {
  const fault = { match, effect: 'slow', ms: HELD_MS, when, times: 1 };
  await (where === 'stripe' ? outside.stripeFault(fault) : outside.workplaceFault(fault));
}

/** The step that a worker has in its hands just now. */
async function runningStep(orderId: string): Promise<string | null> {
  const { raw } = await system.temporal.workflow.getHandle(orderWorkflowId(orderId)).describe();
  const started = (raw.pendingActivities ?? []).filter(({ state }) => state === PENDING_STARTED);
  return started.map(({ activityType }) => activityType?.name ?? '').find((name) => name !== 'watchCheckout') ?? null;
}

const PENDING_STARTED = temporal.api.enums.v1.PendingActivityState.PENDING_ACTIVITY_STATE_STARTED;

describe('a worker that is killed', () => {
  it('in the middle of opening, settling and activating: each order completes after a restart, nothing doubled', async () => {
    const settling = await ada.place('WP-1006');
    const [told, untold] = [await ada.place('WP-1004'), await ada.place('WP-1005')];
    const before = new Map<string, number>();
    for (const companyId of ['WP-1001', 'WP-1004', 'WP-1005', 'WP-1006'])
      before.set(companyId, await outside.changesOf(companyId));
    await hold('workplace', { method: 'PUT', path: '/v1/companies/WP-1004' }, 'after');
    await hold('workplace', { method: 'PUT', path: '/v1/companies/WP-1005' }, 'before');
    for (const order of [told, untold]) await ada.pay(order);
    await eventually(async () => (await runningStep(told.orderId)) === 'activateCapacity');
    await eventually(async () => (await runningStep(untold.orderId)) === 'activateCapacity');
    await hold('stripe', { method: 'GET', path: '/v1/checkout/sessions/' }, 'after');
    await ada.pay(settling);
    await eventually(async () => (await runningStep(settling.orderId)) === 'settlePayment');
    await hold('stripe', { method: 'POST', path: '/v1/checkout/sessions' }, 'after');
    const placing = ada.place('WP-1001');
    const opening = await eventually(async () => {
      const row: { order_id: string } | undefined = await system
        .db('orders')
        .where({ company_id: 'WP-1001' })
        .first('order_id');
      return row !== undefined && (await runningStep(row.order_id)) === 'openCheckout' ? row : null;
    });
    await system.killWorker();
    await system.startWorker();
    const opened = await placing;
    expect(opened.orderId).toBe(opening.order_id);
    await ada.pay(opened);
    const all = [
      ['WP-1001', opened],
      ['WP-1004', told],
      ['WP-1005', untold],
      ['WP-1006', settling],
    ] as const;
    for (const [companyId, order] of all) {
      await ada.until(order.orderId, mailed, 60_000);
      await expectOnce(order, before.get(companyId) ?? -1, companyId);
    }
  });

  it('while the invoice is mailed: one Message-ID, one link, nothing else repeated', async () => {
    const companyId = 'WP-1001';
    const before = await outside.changesOf(companyId);
    const order = await ada.place(companyId);
    await ada.pay(order);
    await eventually(async () => (await runningStep(order.orderId)) === 'sendOrderMail');
    await system.killWorker();
    await system.startWorker();
    await ada.until(order.orderId, mailed, 60_000);
    await expectOnce(order, before, companyId);
    const links: string[] = await system
      .db('invoice_links')
      .join('invoices', 'invoices.invoice_id', 'invoice_links.invoice_id')
      .where({ order_id: order.orderId })
      .pluck('link_id');
    expect(links).toHaveLength(1);
  });

  it('at once after each event of the timeline: the order completes, nothing doubled', async () => {
    const companyId = 'WP-1004';
    const before = await outside.changesOf(companyId);
    const order = await ada.place(companyId);
    let seen = 0;
    const kills: string[] = [];
    await ada.pay(order);
    for (let kill = 0; kill < 2; kill += 1) {
      const events = await eventually(async () => {
        const what: string[] = await system
          .db('order_events')
          .where({ order_id: order.orderId })
          .orderBy('event_id')
          .pluck('what');
        return what.length > seen || what.includes('mailed') ? what : null;
      }, 60_000);
      seen = events.length;
      kills.push(events.at(-1) ?? '');
      if (events.includes('mailed')) break;
      await system.killWorker();
      await system.startWorker();
    }
    await ada.until(order.orderId, mailed, 60_000);
    await expectOnce(order, before, companyId);
    expect(kills.length).toBe(2);
  });
});

describe('without any worker', () => {
  it('an order is refused with 503, and none appears behind the client’s back when a worker comes', async () => {
    const { quoteId } = await ada.quote('WP-1001');
    await system.killWorker();
    const wish = { quoteId, method: 'card', autoRenew: 'keep', termsVersion: '2026-11-01' };
    const refused = await ada.call('POST', '/v1/orders', wish, { 'idempotency-key': randomUUID() });
    expect(refused.status).toBe(503);
    expect(refused.headers.get('retry-after')).toMatch(/^\d+$/);
    await system.startWorker();
    const request: { order_id: string } = await system.db('order_requests').where({ state: 'withdrawn' }).first();
    const ended = await system.temporal.workflow.getHandle(orderWorkflowId(request.order_id)).result();
    expect(ended).toMatchObject({ state: 'refused' });
    expect(await system.db('orders').where({ order_id: request.order_id })).toHaveLength(0);
    const again = await ada.call('POST', '/v1/orders', wish, { 'idempotency-key': randomUUID() });
    expect(again.status).toBe(201);
  });
});
