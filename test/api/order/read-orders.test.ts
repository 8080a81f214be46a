import { uuidv7 } from 'uuidv7';
import { insertUser, type TestUser } from '../../support/api/api-rows';
import { createParty, type OrderParty } from '../../support/api/order-fixture';
import { START, startTestApi, type TestApi } from '../../support/api/start-test-api';
import { insertAttempt } from '../../support/rows/order-rows';

let api: TestApi;
let party: OrderParty;
let manager: TestUser;
let finance: TestUser;
let ops: TestUser;

beforeAll(async () => {
  api = await startTestApi();
  const { db } = api.deps;
  manager = await insertUser(db, START, { role: 'account_manager' });
  finance = await insertUser(db, START, { role: 'finance' });
  ops = await insertUser(db, START, { role: 'ops' });
  party = await createParty(api, manager.userId);
});
afterAll(() => api.stop());

const get = (path: string, token = party.buyer.token) => api.send('GET', path, { token });

describe('GET /v1/orders', () => {
  describe('200', () => {
    test('pages go on by cursor, and each role sees its own scope', async () => {
      const own = await createParty(api, manager.userId);
      const ids = [await own.order(), await own.order(), await own.order()];
      const first = await get('/v1/orders?limit=2', own.buyer.token);
      expect(first.status).toBe(200);
      const second = await get(`/v1/orders?limit=2&cursor=${first.json.nextCursor}`, own.buyer.token);
      const seen = [...first.json.items, ...second.json.items].map(({ orderId }: { orderId: string }) => orderId);
      expect(seen).toEqual([...ids].reverse());
      expect(second.json.nextCursor).toBeNull();

      const path = `/v1/orders?companyId=${own.rows.companyId}`;
      const stranger = await createParty(api);
      const other = await insertUser(api.deps.db, START, { role: 'account_manager' });
      const counts = [];
      for (const { token } of [manager, finance, ops, other, stranger.buyer]) {
        counts.push(((await get(path, token)).json.items as unknown[]).length);
      }
      expect(counts).toEqual([3, 3, 3, 0, 0]);
    });

    test('a parked order is in progress to its partner and parked to the staff', async () => {
      const own = await createParty(api);
      const orderId = await own.order({ state: 'needs_attention' });
      const mine = await get('/v1/orders?state=in_progress', own.buyer.token);
      expect(mine.json.items).toMatchObject([{ orderId, state: 'in_progress' }]);
      const theirs = await get(`/v1/orders?state=needs_attention&companyId=${own.rows.companyId}`, ops.token);
      expect(theirs.json.items).toMatchObject([{ orderId, state: 'needs_attention' }]);
    });

    test('the open ones with what is still to be paid and what can be done about it', async () => {
      const own = await createParty(api);
      const [card, part, done] = [await own.order(), await own.order({ method: 'offline' }), await own.order()];
      const set = (orderId: string, columns: object) =>
        api.deps.db('orders').where({ order_id: orderId }).update(columns);
      await set(part, { received_minor: 1_900 });
      await set(done, { state: 'completed', paid_at: START, closed_at: START });
      await insertAttempt(api.deps.db, card, { checkoutId: `cs_${card}` });
      const open = await get('/v1/orders?open=true&sort=placedAt', own.buyer.token);
      expect(open.json.items).toMatchObject([
        {
          orderId: card,
          checkoutState: 'open',
          open: { amountMinor: 11_900 },
          canPayNow: true,
          canCancel: true,
          changeableTo: ['paypal', 'offline'],
        },
        { orderId: part, open: { amountMinor: 10_000 }, canPayNow: false, canCancel: false, changeableTo: [] },
      ]);
      const ended = await get('/v1/orders?open=false', own.buyer.token);
      expect(ended.json.items).toMatchObject([{ orderId: done, open: { amountMinor: 0 }, whoActs: 'nobody' }]);
    });

    test('text is searched as it stands', async () => {
      const own = await createParty(api);
      await own.order({ poNumber: 'ten % off' });
      await own.order();
      expect((await get('/v1/orders?text=%25', own.buyer.token)).json.items).toHaveLength(1);
      expect((await get("/v1/orders?text=';%20drop%20table%20orders--", own.buyer.token)).json.items).toEqual([]);
    });
  });

  describe('422', () => {
    test.each([
      ['limit=0', 'query.limit'],
      ['limit=101', 'query.limit'],
      ['limit=1e9', 'query.limit'],
      ['cursor=abc', 'query.cursor'],
      [`cursor=${Buffer.from('["x","y"]').toString('base64url')}`, 'query.cursor'],
      ['state=lost', 'query.state'],
      ['from=yesterday', 'query.from'],
      ['sort=gross', 'query.sort'],
      ['text=a%00b', 'query.text'],
      ['colour=red', 'query.colour'],
      [`text=${'x'.repeat(101)}`, 'query.text'],
    ])('%s', async (query, field) => {
      const answer = await get(`/v1/orders?${query}`);
      expect(answer.status).toBe(422);
      expect(answer.json.errors).toContainEqual(expect.objectContaining({ field }));
    });
  });

  describe('401 and 403', () => {
    test('without a sign-in, and with a right that does not reach orders', async () => {
      expect((await api.send('GET', '/v1/orders')).status).toBe(401);
      const { token } = await party.user('colleague', ['contacts']);
      expect((await get('/v1/orders', token)).status).toBe(403);
      const admin = await insertUser(api.deps.db, START, { role: 'admin' });
      expect((await get('/v1/orders', admin.token)).status).toBe(403);
    });
  });
});

describe('GET /v1/orders/:order', () => {
  describe('200', () => {
    test('lines tell their arithmetic; the payment page goes to those who may pay', async () => {
      const orderId = await party.order();
      await insertAttempt(api.deps.db, orderId, { checkoutId: 'cs_get' });
      const buyer = (await get(`/v1/orders/${orderId}`)).json;
      expect(buyer.lines[0].arithmetic).toContain('190 of 365 days');
      expect(buyer.checkout).toMatchObject({ state: 'open', url: expect.stringContaining('cs_get') });
      expect((await get(`/v1/orders/${buyer.orderNo}`)).json).toEqual(buyer);
      const viewer = await party.user('colleague', ['view']);
      for (const { token } of [viewer, manager, finance, ops]) {
        expect((await get(`/v1/orders/${orderId}`, token)).json.checkout).toMatchObject({ state: 'open', url: null });
      }
    });

    test('why an order is parked is told to staff alone', async () => {
      const orderId = await party.order({ state: 'needs_attention' });
      const staff = (await get(`/v1/orders/${orderId}`, ops.token)).json;
      expect(staff).toMatchObject({
        state: 'needs_attention',
        whoActs: 'ops',
        parked: { reason: 'workplace_refused' },
      });
      const partner = await get(`/v1/orders/${orderId}`);
      expect(partner.json).toMatchObject({ state: 'in_progress', parked: null, whoActs: 'purser' });
      expect(partner.text).not.toContain('workplace_refused');
    });
  });

  describe('404', () => {
    test('a stranger’s order, none, and an impossible id look alike', async () => {
      const stranger = await createParty(api);
      const orderId = await stranger.order({ orderNo: 'ORD-2026-555555' });
      const answers = [];
      for (const ref of [orderId, 'ORD-2026-555555', uuidv7(), 'ORD-2026-999999', 'x', '%00', "1'--"]) {
        const { status, json } = await get(`/v1/orders/${ref}`);
        answers.push({ status, ...json, requestId: '' });
      }
      expect(answers[0]).toMatchObject({ status: 404, code: 'order_not_found' });
      for (const answer of answers) expect(answer).toEqual(answers[0]);
    });
  });
});

describe('GET /v1/orders/:order/timeline', () => {
  test('200: staff see what partners do not', async () => {
    const orderId = await party.order();
    const { db } = api.deps;
    await db('order_events').insert([
      { order_id: orderId, at: START, what: 'parked', data: { reason: 'workplace_refused' } },
      { order_id: orderId, at: START, what: 'paid', data: { amountMinor: 1 } },
    ]);
    const partner = await get(`/v1/orders/${orderId}/timeline`);
    expect(partner.json.items.map(({ what }: { what: string }) => what)).toEqual(['placed', 'paid']);
    expect(partner.json.items[1]).toMatchObject({ actor: null, data: null });
    const staff = await get(`/v1/orders/${orderId}/timeline`, ops.token);
    expect(staff.json.items).toHaveLength(3);
    expect(staff.json.items[1].data).toEqual({ reason: 'workplace_refused' });
  });

  test('200: a partner sees its own reminders and bounces, not those of our people', async () => {
    const orderId = await party.order();
    const event = (what: string, data: object) => ({ order_id: orderId, at: START, what, data });
    await api.deps
      .db('order_events')
      .insert([
        event('reminded', { what: 'account_manager:3' }),
        event('reminded', { what: 'approvers:2026-11-27' }),
        event('mail_bounced', { kind: 'offline_follow_up' }),
        event('reminded', { what: 'buyer:2026-12-23' }),
        event('mail_bounced', { kind: 'order_expiring' }),
      ]);
    const partner = await get(`/v1/orders/${orderId}/timeline`);
    const seen = partner.json.items.map(({ what }: { what: string }) => what);
    expect(seen).toEqual(['placed', 'reminded', 'mail_bounced']);
    expect((await get(`/v1/orders/${orderId}/timeline`, ops.token)).json.items).toHaveLength(6);
  });

  test('200: a distributor sees what its partner sees, here and on the order', async () => {
    const distributor = await insertUser(api.deps.db, START, { role: 'distributor' });
    const { partnerId } = party.rows;
    await api.deps.db('partners').where({ partner_id: partnerId }).update({ distributor_id: distributor.userId });
    const orderId = await party.order({ state: 'needs_attention', method: 'offline' });
    const inside = (what: string, data: object) => ({ order_id: orderId, at: START, what, data });
    await api.deps
      .db('order_events')
      .insert([
        inside('parked', { reason: 'workplace_refused' }),
        inside('stray_money', { receiptId: uuidv7() }),
        inside('receipt_allocated', { receiptId: uuidv7(), amountMinor: 1 }),
      ]);
    const [order, list] = [`/v1/orders/${orderId}`, `/v1/orders?companyId=${party.rows.companyId}&limit=1`];
    const timeline = await get(`${order}/timeline`, distributor.token);
    expect(timeline.json).toEqual((await get(`${order}/timeline`)).json);
    expect(timeline.json.items.map(({ what }: { what: string }) => what)).toEqual(['placed', 'receipt_allocated']);
    for (const path of [order, list]) {
      const seen = await get(path, distributor.token);
      const { state, parked, waitingFor } = seen.json.items?.[0] ?? seen.json;
      expect([state, parked ?? null]).toEqual(['in_progress', null]);
      expect(waitingFor).toMatch(/our staff/);
    }
  });

  test('404: a stranger’s', async () => {
    const stranger = await createParty(api);
    expect((await get(`/v1/orders/${await stranger.order()}/timeline`)).status).toBe(404);
  });
});
