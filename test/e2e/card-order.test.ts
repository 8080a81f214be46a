import { randomUUID } from 'node:crypto';
import Stripe from 'stripe';
import { orderWorkflowId } from '../../workflows/contracts/ids';
import { eventually } from '../support/eventually';
import { outsideOf, type Outside } from '../support/e2e/outside';
import { signIn, type OrderBody, type PartnerClient } from '../support/e2e/partner-client';
import { startSystem, type System } from '../support/e2e/start-system';

jest.setTimeout(60_000);

let system: System;
let outside: Outside;
let ada: PartnerClient;
beforeAll(async () => {
  system = await startSystem();
  outside = outsideOf(system);
  ada = await signIn(system, 'ada@aurora.example');
}, 60_000);
afterAll(() => system.close(), 60_000);
afterEach(() => outside.calm());

const CONTACT = 'ada@aurora.example';
const mailed = (order: OrderBody): boolean => order.facts['mailedAt'] !== null && order.state === 'completed';
const sessionOf = (order: OrderBody): string => /cs_[A-Za-z0-9_]+/.exec(order.checkout.url ?? '')?.[0] ?? '';

/** The link in the mail about one order. */
async function linkOf(order: OrderBody): Promise<string> {
  const mail = await eventually(async () =>
    (await outside.mailsTo(CONTACT)).find(
      ({ subject }) => subject.includes(order.orderNo) && subject.includes('EU-INV')
    )
  );
  return linkIn(await outside.textOf(mail));
}

function linkIn(text: string): string {
  const link = /http:\/\/\S+\/i\/[A-Za-z0-9_-]+/.exec(text)?.[0];
  if (link === undefined) throw new Error('the mail holds no link');
  return link;
}

async function completed(companyId = 'WP-1001'): Promise<OrderBody> {
  const order = await ada.place(companyId);
  await ada.pay(order);
  return ada.until(order.orderId, mailed);
}

describe('the main job by card', () => {
  it('ends with one payment, more capacity, a numbered invoice and one mail', async () => {
    const before = await outside.changesOf('WP-1005');
    const order = await completed('WP-1005');
    expect(order.invoice?.invoiceNo).toMatch(/^EU-INV-20\d\d-\d{6}$/);
    expect(await outside.chargesOf(order.orderId)).toBe(1);
    expect(await outside.changesOf('WP-1005')).toBe(before + 1);
    const about = (await outside.mailsTo(CONTACT)).filter(({ subject }) => subject.includes(order.orderNo));
    expect(about).toMatchObject([{ copies: 1 }]);
    const stranger = await fetch(`${system.api}/v1/invoices/${order.invoice?.invoiceId}/pdf`);
    expect(stranger.status).toBe(401);
  });

  it('goes on after a declined card, on the same page', async () => {
    const order = await ada.place('WP-1001');
    await ada.pay(order, '4000000000000002');
    await ada.until(order.orderId, ({ checkout }) => checkout.lastProblem !== null);
    await ada.pay(order);
    await ada.until(order.orderId, mailed);
    expect(await outside.chargesOf(order.orderId)).toBe(1);
  });

  it('places one order for a double click, and refuses the key with another body', async () => {
    const { quoteId } = await ada.quote('WP-1001');
    const wish = { quoteId, method: 'card', autoRenew: 'keep', termsVersion: '2026-11-01' };
    const headers = { 'idempotency-key': randomUUID() };
    const [first, second] = await Promise.all([1, 2].map(() => ada.call('POST', '/v1/orders', wish, headers)));
    const repeated = await ada.call('POST', '/v1/orders', wish, headers);
    const ids = [first, second, repeated].flatMap((answer) => (answer?.status === 201 ? [answer.body['orderId']] : []));
    expect(ids.length).toBeGreaterThanOrEqual(2);
    expect(new Set(ids).size).toBe(1);
    const other = await ada.call('POST', '/v1/orders', { ...wish, autoRenew: 'disable' }, headers);
    expect(other.status).toBe(422);
    expect(await system.db('orders').where({ quote_id: quoteId })).toHaveLength(1);
  });

  it('is cancelled while nobody has paid, and its page is dead then', async () => {
    const order = await ada.place('WP-1001');
    const cancelled = await ada.call(
      'POST',
      `/v1/orders/${order.orderId}/cancel`,
      {},
      { 'idempotency-key': randomUUID() }
    );
    expect(cancelled.status).toBe(200);
    await ada.until(order.orderId, ({ state }) => state === 'cancelled');
    await outside.tryToPay(sessionOf(order));
    expect(await outside.chargesOf(order.orderId)).toBe(0);
  });
});

describe('webhooks', () => {
  const stripe = new Stripe('sk_test_e2e');

  async function post(payload: string, secret = 'whsec_e2e'): Promise<number> {
    const signature = stripe.webhooks.generateTestHeaderString({ payload, secret });
    const headers = { 'content-type': 'application/json', 'stripe-signature': signature };
    return (await fetch(`${system.api}/webhooks/stripe`, { method: 'POST', headers, body: payload })).status;
  }

  const eventOf = (order: OrderBody, id: string): string =>
    JSON.stringify({
      id,
      object: 'event',
      api_version: '2026-10-28.endive',
      created: Math.floor(Date.now() / 1_000),
      livemode: false,
      type: 'checkout.session.completed',
      data: { object: { id: sessionOf(order), object: 'checkout.session', metadata: { order_id: order.orderId } } },
    });

  it('delivered 20 times at once are one payment, one activation, one invoice and one Message-ID', async () => {
    const before = await outside.changesOf('WP-1004');
    const order = await ada.place('WP-1004');
    await ada.pay(order);
    const payload = eventOf(order, `evt_${order.orderId}`);
    const statuses = await Promise.all(Array.from({ length: 20 }, () => post(payload)));
    expect(new Set(statuses)).toEqual(new Set([200]));
    await ada.until(order.orderId, mailed);
    expect(await outside.chargesOf(order.orderId)).toBe(1);
    expect(await outside.changesOf('WP-1004')).toBe(before + 1);
    expect(await system.db('invoices').where({ order_id: order.orderId })).toHaveLength(1);
    const about = (await outside.mailsTo(CONTACT)).filter(({ subject }) => subject.includes(order.orderNo));
    expect(new Set(about.map(({ messageId }) => messageId)).size).toBe(1);
  });

  it('that never come are made up for by the return page', async () => {
    const order = await ada.place('WP-1001');
    await outside.stripeFault({ effect: 'webhook-lost', times: 20 });
    await ada.pay(order);
    const returned = await fetch(`${system.api}/v1/payments/return/${order.orderId}?result=paid`, {
      redirect: 'manual',
    });
    expect(returned.status).toBe(303);
    await ada.until(order.orderId, mailed);
  });

  it('that come before the answer to our own call are not lost', async () => {
    const known = await outside.newestSession();
    await outside.stripeFault({
      match: { method: 'POST', path: '/v1/checkout/sessions' },
      effect: 'slow',
      ms: 2_000,
      when: 'after',
    });
    const placing = ada.place('WP-1001');
    const session = await eventually(async () => {
      const newest = await outside.newestSession();
      return newest === known ? null : newest;
    });
    await outside.tryToPay(session);
    const order = await placing;
    await ada.until(order.orderId, mailed);
    expect(await outside.chargesOf(order.orderId)).toBe(1);
  });

  it('that overtake one another change nothing', async () => {
    await outside.stripeFault({ effect: 'webhook-reordered', times: 10 });
    const order = await ada.place('WP-1001');
    await ada.pay(order, '4000000000000002');
    await ada.pay(order);
    await ada.until(order.orderId, mailed);
    expect(await outside.chargesOf(order.orderId)).toBe(1);
    expect(await system.db('invoices').where({ order_id: order.orderId })).toHaveLength(1);
  });

  it('forged, or saying paid when nobody paid, change nothing', async () => {
    const order = await ada.place('WP-1001');
    expect(await post(eventOf(order, 'evt_forged'), 'whsec_of_somebody_else')).toBe(400);
    expect(await post(eventOf(order, `evt_lie_${order.orderId}`))).toBe(200);
    await eventually(async () => {
      const row: { handled_at: string | null } | undefined = await system
        .db('inbox_events')
        .where({ event_id: `evt_lie_${order.orderId}` })
        .first();
      return row?.handled_at != null;
    });
    expect((await ada.order(order.orderId)).state).toBe('awaiting_payment');
    expect(await system.db('inbox_events').where({ event_id: 'evt_forged' })).toHaveLength(0);
  });
});

describe('the invoice link', () => {
  it('gives exactly one of 100 parallel downloads the file, and looking burns nothing', async () => {
    const link = await linkOf(await completed());
    for (const method of ['HEAD', 'GET', 'GET', 'HEAD']) expect((await fetch(link, { method })).status).toBe(200);
    const downloads = await Promise.all(Array.from({ length: 100 }, () => fetch(link, { method: 'POST' })));
    const bodies = downloads.filter(
      ({ status, headers }) => status === 200 && headers.get('content-type') === 'application/pdf'
    );
    expect(bodies).toHaveLength(1);
    expect(downloads.filter(({ status }) => status === 410)).toHaveLength(99);
    expect((await bodies[0]?.text())?.slice(0, 5)).toBe('%PDF-');
    expect((await fetch(link)).status).toBe(410);
  });

  it('is replaced by a new one to the same address, which revokes the old', async () => {
    const order = await completed();
    const link = await linkOf(order);
    await fetch(link, { method: 'POST' });
    const asked = await fetch(`${link}/new-link`, { method: 'POST', redirect: 'manual' });
    expect(asked.status).toBeLessThan(400);
    const mail = await eventually(async () =>
      (await outside.mailsTo(CONTACT)).find(({ messageId }) => messageId.includes('invoice_link'))
    );
    const fresh = linkIn(await outside.textOf(mail));
    expect(fresh).not.toBe(link);
    expect((await fetch(fresh, { method: 'POST' })).headers.get('content-type')).toBe('application/pdf');
    expect((await fetch(link, { method: 'POST' })).status).toBe(410);
  });

  it('that somebody made up is nothing', async () => {
    const forged = `${system.api}/i/${'A'.repeat(43)}`;
    expect((await fetch(forged)).status).toBe(404);
    expect((await fetch(forged, { method: 'POST' })).status).toBe(404);
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
