import { uuidv7 } from 'uuidv7';
import { insertUser, type TestUser } from '../../support/api/api-rows';
import { letOrdersTakeMoney, typedLine } from '../../support/api/offline-fixture';
import { createParty, type OrderParty } from '../../support/api/order-fixture';
import { START, startTestApi, type TestApi } from '../../support/api/start-test-api';

let api: TestApi;
let party: OrderParty;
let manager: TestUser;
let otherManager: TestUser;
let finance: TestUser;
let otherFinance: TestUser;

beforeAll(async () => {
  api = await startTestApi();
  const staff = (role: 'account_manager' | 'finance') => insertUser(api.deps.db, START, { role });
  [manager, otherManager] = [await staff('account_manager'), await staff('account_manager')];
  [finance, otherFinance] = [await staff('finance'), await staff('finance')];
  letOrdersTakeMoney(api);
});
afterAll(() => api.stop());
beforeEach(async () => {
  party = await createParty(api, manager.userId);
});

const set = (orderId: string, columns: object) => api.deps.db('orders').where({ order_id: orderId }).update(columns);
const get = (path: string, { token }: TestUser = manager) => api.send('GET', path, { token });
const own = (query = '') => `/v1/offline-queue?partnerId=${party.rows.partnerId}${query}`;
const PART_PAID = { received_minor: 10_000, parked_step: 'partPaid', parked_reason: 'deadline' };

describe('GET /v1/offline-queue', () => {
  test('200: finance’s reason while the order waits again, also on the order, and not for its partner', async () => {
    const orderId = await party.order({ method: 'offline' });
    const decided = async (state: string, day: number, reason: string | null) => {
      const at = `2026-11-${day}T08:00:00.000Z`;
      const isOpen = state === 'waiting';
      await api.deps.db('approvals').insert({
        approval_id: uuidv7(),
        order_id: orderId,
        state,
        asked_at: at,
        decided_at: isOpen ? null : at,
        decided_by: isOpen ? null : finance.userId,
        reason,
      });
    };
    const rejections = async () => {
      const [item] = (await get(own())).json.items;
      const { rejection } = (await get(`/v1/orders/${orderId}`)).json;
      expect(item.rejection).toEqual(rejection);
      return rejection;
    };
    expect(await rejections()).toBeNull();
    await decided('rejected', 18, 'another payer');
    await decided('rejected', 20, 'the payer is on the sanctions list');
    expect(await rejections()).toMatchObject({
      at: '2026-11-20T08:00:00.000Z',
      reason: 'the payer is on the sanctions list',
      by: { userId: finance.userId },
    });
    expect((await get(`/v1/orders/${orderId}`, party.buyer)).json.rejection).toBeNull();
    await decided('waiting', 21, null);
    expect(await rejections()).toBeNull();
    const end = (state: string, reason: string | null) =>
      api.deps
        .db('approvals')
        .where({ order_id: orderId, asked_at: '2026-11-21T08:00:00.000Z' })
        .update({ state, decided_at: START, decided_by: finance.userId, reason });
    await end('withdrawn', null);
    expect(await rejections()).toBeNull();
    await end('rejected', 'again');
    expect((await rejections()).reason).toBe('again');
    await set(orderId, { state: 'fulfilling', paid_at: START });
    expect((await get(`/v1/orders/${orderId}`)).json.rejection).toBeNull();
  });

  test('200: parked with a part of the money, and what its partner reads about it', async () => {
    const orderId = await party.order({ method: 'offline', state: 'needs_attention' });
    await set(orderId, PART_PAID);
    const { json } = await get(`/v1/orders/${orderId}`, party.buyer);
    expect(json).toMatchObject({ state: 'in_progress', whoActs: 'account_manager', parked: null });
    expect(json.waitingFor).toBe('the rest of the bank transfer, or the account manager’s decision about it');
    expect(json.payment).toMatchObject({ received: { amountMinor: 10_000 }, open: { amountMinor: 1_900 } });
    await set(orderId, { parked_step: 'activateCapacity' });
    expect((await get(`/v1/orders/${orderId}`, party.buyer)).json).toMatchObject({ whoActs: 'purser' });
  });

  test('200: oldest first, with age, what is open and whose turn it is', async () => {
    const placed = (day: number) => ({ method: 'offline', placedAt: `2026-11-${day}T09:00:00.000Z` });
    const late = await party.order(placed(20));
    const early = await party.order({ ...placed(13), state: 'needs_attention' });
    const asked = await party.order(placed(18));
    await set(early, PART_PAID);
    await set(asked, { state: 'awaiting_approval', received_minor: 11_900, approval_since: START });
    await set(late, { pi_number: 'PI 9', pi_flagged: true });
    await party.order({ method: 'card' });
    await set(await party.order({ method: 'offline', state: 'cancelled' }), { closed_at: START });
    await set(await party.order({ method: 'offline', state: 'fulfilling' }), { paid_at: START });
    const { json } = await get(own());
    expect(json.items).toMatchObject([
      { orderId: early, state: 'part_paid', ageDays: 9, open: { amountMinor: 1_900 }, whoActs: 'account_manager' },
      { orderId: asked, state: 'awaiting_approval', whoActs: 'finance', approvalSince: START },
      { orderId: late, state: 'awaiting_payment', ageDays: 2, piNumber: 'PI 9', piFlagged: true },
    ]);
    const ways = json.items.map((item: Record<string, boolean>) => [
      item['canProlong'],
      item['canCloseShortfall'],
      item['canReturnAndCancel'],
    ]);
    expect(ways).toEqual([
      [true, true, true],
      [false, false, false],
      [true, false, false],
    ]);
  });

  test('200: filters and pages', async () => {
    const ids: string[] = [];
    for (let n = 0; n < 3; n += 1) ids.push(await party.order({ method: 'offline' }));
    await set(ids[2] ?? '', {
      state: 'needs_attention',
      parked_at: START,
      parked_step: 'placeOrder',
      pi_number: 'PI-x9',
    });
    const idsOf = async (query: string) => {
      const { json } = await get(own(query));
      return json.items.map(({ orderId }: { orderId: string }) => orderId) as unknown;
    };
    expect(await idsOf('&state=awaiting_payment')).toEqual(ids.slice(0, 2));
    expect(await idsOf('&state=parked')).toEqual([ids[2]]);
    expect(await idsOf('&state=part_paid')).toEqual([]);
    expect(await idsOf('&text=pi-X')).toEqual([ids[2]]);
    expect(await idsOf(`&text=${party.rows.companyId}`)).toEqual(ids);
    const first = await get(own('&limit=2'));
    expect(await idsOf(`&limit=2&cursor=${first.json.nextCursor}`)).toEqual([ids[2]]);
  });

  test('200: finance sees all and acts on none, another account manager sees nothing; 403 for the rest', async () => {
    const orderId = await party.order({ method: 'offline' });
    const [item] = (await get(own(), finance)).json.items;
    expect(item).toMatchObject({ orderId, canProlong: false });
    expect((await get(own(), otherManager)).json.items).toEqual([]);
    expect((await get(own(), party.buyer)).status).toBe(403);
    const distributor = await insertUser(api.deps.db, START, { role: 'distributor' });
    expect((await get(own(), distributor)).status).toBe(403);
  });
});

describe('GET /v1/approvals', () => {
  async function askedFor(columns: object = {}): Promise<string> {
    const orderId = await party.order({ method: 'offline' });
    const allocations = [{ orderId, amountMinor: 11_900 }];
    const body = typedLine({ partnerId: party.rows.partnerId, allocations });
    await api.send('POST', '/v1/receipts', { token: manager.token, body, headers: { 'idempotency-key': uuidv7() } });
    await set(orderId, { state: 'awaiting_approval', approval_since: START, ...columns });
    await api.deps
      .db('approvals')
      .insert({ approval_id: uuidv7(), order_id: orderId, state: 'waiting', asked_at: START });
    return orderId;
  }
  const itemOf = async (orderId: string, user: TestUser) => {
    const { json } = await get('/v1/approvals?limit=100', user);
    return json.items.find((item: { orderId: string }) => item.orderId === orderId) as unknown;
  };

  test('200: who had a hand in the money does not approve it, and finance sees so before', async () => {
    const orderId = await askedFor();
    const item = await itemOf(orderId, finance);
    expect(item).toMatchObject({ mayApprove: true, received: { amountMinor: 11_900 }, askedAt: START });
    expect(item).toMatchObject({ recordedBy: [{ userId: manager.userId }] });
    expect(await itemOf(orderId, manager)).toMatchObject({ mayApprove: false });
    await api.deps.db('receipt_allocations').where({ order_id: orderId }).update({ allocated_by: finance.userId });
    expect(await itemOf(orderId, finance)).toMatchObject({ mayApprove: false });
    expect(await itemOf(orderId, otherFinance)).toMatchObject({ mayApprove: true });
  });

  test('200: whose hands were in the money of one order stands at that order alone', async () => {
    const [mine, theirs] = [await askedFor(), await askedFor()];
    await api.deps.db('receipt_allocations').where({ order_id: mine }).update({ allocated_by: finance.userId });
    expect(await itemOf(mine, finance)).toMatchObject({ mayApprove: false });
    expect(await itemOf(theirs, finance)).toMatchObject({ mayApprove: true, recordedBy: [{ userId: manager.userId }] });
  });

  test('200: only what waits, within reach, page by page; 403 for partners', async () => {
    const [first, second] = [await askedFor(), await askedFor()];
    expect(await itemOf(first, otherManager)).toBeUndefined();
    await api.deps.db('approvals').where({ order_id: second }).update({
      state: 'approved',
      decided_at: START,
      decided_by: finance.userId,
    });
    expect(await itemOf(second, finance)).toBeUndefined();
    const page = await get('/v1/approvals?limit=1', finance);
    const next = await get(`/v1/approvals?limit=1&cursor=${page.json.nextCursor}`, finance);
    expect(next.json.items[0].orderId).not.toBe(page.json.items[0].orderId);
    expect((await get('/v1/approvals', party.buyer)).status).toBe(403);
  });
});
