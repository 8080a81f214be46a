import { uuidv7 } from 'uuidv7';
import { CONSENT_TEXT_VERSION } from '../../../api/http/terms';
import { insertUser } from '../../support/api/api-rows';
import { createParty, type OrderParty } from '../../support/api/order-fixture';
import { START, startTestApi, type TestApi } from '../../support/api/start-test-api';
import { insertAttempt } from '../../support/rows/order-rows';

let api: TestApi;
let party: OrderParty;

beforeAll(async () => {
  api = await startTestApi();
  party = await createParty(api);
});
afterAll(() => api.stop());
beforeEach(() => {
  api.workflows.back();
  api.workflows.on('ask', () => ({ outcome: 'no_workflow' }));
});

const OFFLINE = { method: 'offline', autoRenew: 'keep', piNumber: 'PI 7' };
const change = (orderId: string, body: object = OFFLINE, token = party.buyer.token) =>
  api.send('POST', `/v1/orders/${orderId}/change-method`, { token, body, headers: { 'idempotency-key': uuidv7() } });
const set = (orderId: string, columns: object) => api.deps.db('orders').where({ order_id: orderId }).update(columns);
const asks = () => api.workflows.calls.filter(({ name }) => name === 'ask');

test('200: the wish is stored with what was typed, the message carries its id alone', async () => {
  const orderId = await party.order();
  api.workflows.on('ask', async (id) => {
    await set(id, { method: 'offline', pi_number: 'PI 7', pi_flagged: true });
    return { outcome: 'done', state: 'awaiting_payment' };
  });
  const answer = await change(orderId);
  expect(answer).toMatchObject({ status: 200, json: { method: 'offline' } });
  expect(answer.json.payment).toMatchObject({
    piNumber: 'PI 7',
    piFlagged: null,
    canPayNow: false,
    open: { amountMinor: 11_900 },
  });
  const [wish] = await api.deps.db('person_requests').where({ subject_id: orderId });
  expect(wish).toMatchObject({ kind: 'change_method', actor_id: party.buyer.userId, body: OFFLINE });
  expect(asks().at(-1)?.args).toEqual([orderId, 'changeMethod', { requestId: wish.request_id }]);
});

test('200: what can be done now stands on the order: ways for who may, none for who may not', async () => {
  const orderId = await party.order();
  const ways = async (token: string) =>
    (await api.send('GET', `/v1/orders/${orderId}`, { token })).json.payment as unknown;
  expect(await ways(party.buyer.token)).toMatchObject({
    canPayNow: true,
    canCancel: true,
    changeableTo: ['paypal', 'offline'],
  });
  const viewer = await party.user('colleague', ['view']);
  expect(await ways(viewer.token)).toMatchObject({ canPayNow: false, canCancel: false, changeableTo: [] });
  await insertAttempt(api.deps.db, orderId, { checkoutId: `cs_${orderId}`, state: 'capturing' });
  expect(await ways(party.buyer.token)).toMatchObject({
    isAnnounced: true,
    canPayNow: false,
    canCancel: false,
    changeableTo: [],
  });
});

test('403: a colleague who may buy and not pay, and staff', async () => {
  const buying = await party.user('colleague', ['buy', 'view']);
  const ops = await insertUser(api.deps.db, START, { role: 'ops' });
  const orderId = await party.order();
  expect((await change(orderId, OFFLINE, buying.token)).status).toBe(403);
  expect((await change(orderId, OFFLINE, ops.token)).status).toBe(403);
});

test('404: a stranger’s order', async () => {
  const stranger = await createParty(api);
  expect((await change(await stranger.order())).status).toBe(404);
});

test('409: money is on the order or on its way, or the order has ended', async () => {
  const before = asks().length;
  const received = await party.order({ method: 'offline' });
  await set(received, { received_minor: 1 });
  expect((await change(received)).json).toMatchObject({ status: 409, code: 'receipt_on_order' });
  const announced = await party.order();
  await insertAttempt(api.deps.db, announced, { checkoutId: `cs_${announced}`, state: 'capturing' });
  expect((await change(announced)).json).toMatchObject({ status: 409, code: 'money_announced' });
  const parked = await party.order({ state: 'needs_attention' });
  await set(parked, { paid_at: START });
  expect((await change(parked)).json).toMatchObject({
    status: 409,
    code: 'money_received',
    currentState: 'in_progress',
  });
  const ended = await change(await party.order({ state: 'cancelled' }));
  expect(ended.json).toMatchObject({ code: 'wrong_state', currentState: 'cancelled' });
  expect(asks()).toHaveLength(before);
});

test('409: the workflow was quicker, or is gone', async () => {
  api.workflows.on('ask', () => ({ outcome: 'refused', code: 'money_announced', state: 'awaiting_payment' }));
  expect((await change(await party.order())).json).toMatchObject({ status: 409, code: 'money_announced' });
  api.workflows.on('ask', () => ({ outcome: 'no_workflow' }));
  expect((await change(await party.order())).json).toMatchObject({ status: 409, currentState: 'awaiting_payment' });
});

test.each([
  ['method', 'method_unchanged', { method: 'card', autoRenew: 'keep' }],
  ['autoRenew', 'auto_renew_not_possible', { ...OFFLINE, autoRenew: 'enable' }],
  ['consent', 'required', { method: 'paypal', autoRenew: 'enable' }],
  ['piNumber', 'pi_needs_offline', { method: 'paypal', autoRenew: 'keep', piNumber: 'PI 7' }],
  [
    'consent.textVersion',
    'consent_outdated',
    { method: 'paypal', autoRenew: 'enable', consent: { textVersion: '1', accepted: true } },
  ],
  ['piNumber', 'invalid_format', { ...OFFLINE, piNumber: 'PI\u0007' }],
])('422: %s is %s', async (field, code, body) => {
  const answer = await change(await party.order(), body);
  expect(answer.status).toBe(422);
  expect(answer.json.errors).toContainEqual(expect.objectContaining({ field, code }));
});

test('422: a method that is not offered to the seller and currency of the order', async () => {
  const orderId = await party.order();
  await set(orderId, { seller_id: 'seller-cn', currency: 'CNY' });
  const answer = await change(orderId, { method: 'paypal', autoRenew: 'keep' });
  expect(answer.json.errors).toMatchObject([{ field: 'method', code: 'method_not_offered' }]);
});

test.each(['pi_used', 'pi_expired', 'pi_differs'] as const)('422: the workflow says %s', async (code) => {
  api.workflows.on('ask', () => ({ outcome: 'refused', code, state: 'awaiting_payment' }));
  expect((await change(await party.order())).json.errors).toMatchObject([{ field: 'piNumber', code }]);
});

test('503: Temporal is away', async () => {
  api.workflows.away();
  const consent = { textVersion: CONSENT_TEXT_VERSION, accepted: true };
  const answer = await change(await party.order(), { method: 'paypal', autoRenew: 'enable', consent });
  expect(answer.status).toBe(503);
});
