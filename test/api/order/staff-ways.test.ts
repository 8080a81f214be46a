import { uuidv7 } from 'uuidv7';
import { insertUser, type TestUser } from '../../support/api/api-rows';
import { createParty, type OrderParty } from '../../support/api/order-fixture';
import { START, startTestApi, type TestApi } from '../../support/api/start-test-api';
import type { RequestAnswer } from '../../../workflows/contracts/order-contract';

let api: TestApi;
let party: OrderParty;
let manager: TestUser;
let otherManager: TestUser;
let finance: TestUser;
let ops: TestUser;

beforeAll(async () => {
  api = await startTestApi();
  const staff = (role: 'account_manager' | 'finance' | 'ops') => insertUser(api.deps.db, START, { role });
  [manager, otherManager, finance, ops] = [
    await staff('account_manager'),
    await staff('account_manager'),
    await staff('finance'),
    await staff('ops'),
  ];
  party = await createParty(api, manager.userId);
});
afterAll(() => api.stop());
beforeEach(() => {
  api.workflows.back();
  answerWith({ outcome: 'done', state: 'awaiting_payment' });
});

const answerWith = (answer: RequestAnswer | { outcome: 'no_workflow' }) => api.workflows.on('ask', () => answer);
const refuseWith = (code: Extract<RequestAnswer, { outcome: 'refused' }>['code']) =>
  answerWith({ outcome: 'refused', code, state: 'awaiting_payment' });
const post = (path: string, { token }: TestUser, body?: object) =>
  api.send('POST', path, { token, headers: { 'idempotency-key': uuidv7() }, ...(body && { body }) });
const lastAsk = () => api.workflows.calls.filter(({ name }) => name === 'ask').at(-1)?.args;
const wishOf = async (orderId: string) => (await api.deps.db('person_requests').where({ subject_id: orderId }))[0];

type Columns = Readonly<Record<string, unknown>>;
async function orderWith(columns: Columns, state?: 'needs_attention' | 'cancelled'): Promise<string> {
  const orderId = await party.order({ method: 'offline', ...(state && { state }) });
  await api.deps
    .db('orders')
    .where({ order_id: orderId })
    .update({ prolonged_count: 0, ...columns });
  return orderId;
}
const PARKED = { received_minor: 10_000, parked_step: 'partPaid', parked_reason: 'deadline' };
const AWAITING_APPROVAL = { state: 'awaiting_approval', received_minor: 11_900, approval_since: START };
const WHY = { reason: 'the bank kept its charges' };

describe('POST /v1/orders/:order/prolong', () => {
  const UNTIL = { until: '2026-12-20T08:00:00.000Z', reason: 'the bank is slow' };
  const prolong = (orderId: string, user = manager, body: object = UNTIL) =>
    post(`/v1/orders/${orderId}/prolong`, user, body);

  test('200: by the account manager, with the reason in the stored wish', async () => {
    const orderId = await orderWith({});
    expect((await prolong(orderId)).status).toBe(200);
    expect(await wishOf(orderId)).toMatchObject({ kind: 'prolong_order', body: UNTIL });
    expect(lastAsk()?.[1]).toBe('prolongOrder');
    const again = await orderWith({ ...PARKED, prolonged_count: 3 }, 'needs_attention');
    expect((await prolong(again)).status).toBe(200);
  });

  test('403 for the partner and finance, 404 for another account manager', async () => {
    const orderId = await orderWith({});
    expect((await prolong(orderId, party.buyer)).status).toBe(403);
    expect((await prolong(orderId, finance)).status).toBe(403);
    expect((await prolong(orderId, otherManager)).status).toBe(404);
  });

  test('409: twice, in another state, and with money on its way', async () => {
    expect((await prolong(await orderWith({ prolonged_count: 1 }))).json.code).toBe('prolonged_before');
    expect((await prolong(await orderWith({}, 'cancelled'))).json.code).toBe('wrong_state');
    refuseWith('money_announced');
    expect((await prolong(await orderWith({}))).json).toMatchObject({ status: 409, code: 'money_announced' });
  });

  test('422: not later, too far, beyond the price, without a reason', async () => {
    const errorsOf = async (body: object) => (await prolong(await orderWith({}), manager, body)).json.errors as unknown;
    const early = { ...UNTIL, until: '2026-11-24T08:00:00.000Z' };
    expect(await errorsOf(early)).toMatchObject([{ field: 'until', code: 'not_later' }]);
    expect(await errorsOf({ ...UNTIL, reason: '  ' })).toMatchObject([{ field: 'reason', code: 'too_short' }]);
    for (const code of ['prolonged_too_far', 'prolonged_beyond_limit'] as const) {
      refuseWith(code);
      expect(await errorsOf(UNTIL)).toMatchObject([{ field: 'until', code }]);
    }
  });

  test('503: Temporal is away', async () => {
    api.workflows.away();
    expect((await prolong(await orderWith({}))).status).toBe(503);
  });
});

describe('POST …/approve and …/reject', () => {
  const approve = (orderId: string, user = finance) => post(`/v1/orders/${orderId}/approve`, user);
  const reject = (orderId: string, user = finance) => post(`/v1/orders/${orderId}/reject`, user, WHY);

  test('200: by finance', async () => {
    const orderId = await orderWith(AWAITING_APPROVAL);
    expect((await approve(orderId)).status).toBe(200);
    expect(lastAsk()?.slice(0, 2)).toEqual([orderId, 'approveOrder']);
    const other = await orderWith(AWAITING_APPROVAL);
    expect((await reject(other)).status).toBe(200);
    expect(await wishOf(other)).toMatchObject({ kind: 'reject_order', body: WHY, actor_id: finance.userId });
  });

  test('403: nobody but finance, and never who recorded the money', async () => {
    const orderId = await orderWith(AWAITING_APPROVAL);
    for (const user of [manager, ops, party.buyer]) {
      expect([(await approve(orderId, user)).status, (await reject(orderId, user)).status]).toEqual([403, 403]);
    }
    refuseWith('own_record');
    expect((await approve(orderId)).json).toMatchObject({ status: 403, code: 'own_record' });
    expect((await reject(orderId)).json).toMatchObject({ status: 403, code: 'own_record' });
  });

  test('404: there is no such order', async () => {
    expect([(await approve(uuidv7())).status, (await reject(uuidv7())).status]).toEqual([404, 404]);
  });

  test('409: nobody asked, or it was decided meanwhile', async () => {
    const orderId = await orderWith({});
    expect([(await approve(orderId)).status, (await reject(orderId)).status]).toEqual([409, 409]);
    answerWith({ outcome: 'refused', code: 'wrong_state', state: 'fulfilling' });
    expect((await approve(await orderWith(AWAITING_APPROVAL))).json.code).toBe('wrong_state');
  });

  test('422: without Idempotency-Key, and a rejection without a reason', async () => {
    const orderId = await orderWith(AWAITING_APPROVAL);
    const { token } = finance;
    expect((await api.send('POST', `/v1/orders/${orderId}/approve`, { token })).status).toBe(422);
    expect((await post(`/v1/orders/${orderId}/reject`, finance, { reason: '' })).status).toBe(422);
  });

  test('503: Temporal is away', async () => {
    api.workflows.away();
    const orderId = await orderWith(AWAITING_APPROVAL);
    expect([(await approve(orderId)).status, (await reject(orderId)).status]).toEqual([503, 503]);
  });
});

describe('POST …/close-shortfall and …/return-and-cancel', () => {
  const both = async (orderId: string, user = manager) => [
    await post(`/v1/orders/${orderId}/close-shortfall`, user, WHY),
    await post(`/v1/orders/${orderId}/return-and-cancel`, user, WHY),
  ];
  const statuses = async (orderId: string, user = manager) => (await both(orderId, user)).map(({ status }) => status);

  test('200: while it waits and when it is parked, by the account manager', async () => {
    expect(await statuses(await orderWith(PARKED, 'needs_attention'))).toEqual([200, 200]);
    const waiting = await both(await orderWith({ received_minor: 10_000 }));
    expect(waiting.map(({ status }) => status)).toEqual([200, 409]);
    expect(waiting[1]?.json.detail).toMatch(/withdraw the allocation/);
    await both(await orderWith(PARKED, 'needs_attention'));
    expect(lastAsk()?.[1]).toBe('returnAndCancel');
  });

  test('403 for the partner and finance, 404 for another account manager', async () => {
    const orderId = await orderWith({ received_minor: 10_000 });
    expect(await statuses(orderId, party.buyer)).toEqual([403, 403]);
    expect(await statuses(orderId, finance)).toEqual([403, 403]);
    expect(await statuses(orderId, otherManager)).toEqual([404, 404]);
  });

  test('409: no money has come, or too much is missing, or nothing', async () => {
    const [early] = await both(await orderWith({}));
    expect(early?.json.code).toBe('shortfall_none');
    const [large] = await both(await orderWith({ received_minor: 8_000 }));
    expect(large?.json).toMatchObject({ code: 'shortfall_too_large', currentState: 'awaiting_payment' });
    const [none] = await both(await orderWith({ received_minor: 11_900 }));
    expect(none?.json.code).toBe('shortfall_none');
    expect(await statuses(await orderWith({}, 'needs_attention'))).toEqual([409, 409]);
  });

  test('422: without a reason', async () => {
    const orderId = await orderWith({ received_minor: 10_000 });
    for (const way of ['close-shortfall', 'return-and-cancel']) {
      expect((await post(`/v1/orders/${orderId}/${way}`, manager, {})).status).toBe(422);
    }
  });

  test('503: Temporal is away', async () => {
    api.workflows.away();
    expect(await statuses(await orderWith(PARKED, 'needs_attention'))).toEqual([503, 503]);
  });
});

describe('POST …/resume and …/cancel', () => {
  test('409: a part-paid order names its ways out instead', async () => {
    const orderId = await orderWith(PARKED, 'needs_attention');
    const resumed = await post(`/v1/orders/${orderId}/resume`, ops);
    expect(resumed.status).toBe(409);
    expect(resumed.json.detail).toMatch(/prolongs it, closes the shortfall, or returns the money/);
    expect((await post(`/v1/orders/${orderId}/cancel`, ops)).json).toMatchObject({ status: 409 });
    const order = await api.send('GET', `/v1/orders/${orderId}`, { token: ops.token });
    expect(order.json).toMatchObject({ whoActs: 'account_manager', payment: { open: { amountMinor: 1_900 } } });
  });
});
