import { uuidv7 } from 'uuidv7';
import { createParty, orderBody, type OrderParty } from '../../support/api/order-fixture';
import { START, startTestApi, type TestApi } from '../../support/api/start-test-api';
import { insertAttempt, insertOrder, insertQuote } from '../../support/rows/order-rows';

let api: TestApi;
let party: OrderParty;

beforeAll(async () => {
  api = await startTestApi();
});
afterAll(() => api.stop());
beforeEach(async () => {
  party = await createParty(api);
  api.workflows.back();
  api.workflows.on('place', async ({ orderId }) => {
    const quoteId = await quoteOf(orderId);
    await insertOrder(api.deps.db, party.rows, { orderId, quoteId });
    const { kind } = await api.deps.db('quotes').where({ quote_id: quoteId }).first('kind');
    await set(orderId, { kind });
    await api.deps.db('order_requests').where({ order_id: orderId }).update({ state: 'placed' });
    return { outcome: 'placed', orderNo: 'ORD-2026-000001', checkout: 'opening' };
  });
  api.workflows.on('cancel', async (orderId) => {
    await set(orderId, { state: 'cancelled', closed_at: START });
    return { outcome: 'cancelled' };
  });
});

const set = (orderId: string, columns: object) => api.deps.db('orders').where({ order_id: orderId }).update(columns);
const quoteOf = async (orderId: string): Promise<string> =>
  (await api.deps.db('order_requests').where({ order_id: orderId }).first('body')).body.quoteId;
const called = (name: 'place' | 'cancel') => api.workflows.calls.filter((call) => call.name === name);

async function termQuote(kind = 'purchase_plan'): Promise<string> {
  const quoteId = await insertQuote(api.deps.db, party.rows);
  const changed = [kind, JSON.stringify({ kind }), quoteId];
  await api.deps.db.raw('update quotes set kind = ?, body = body || ?::jsonb where quote_id = ?', changed);
  return quoteId;
}

async function openTermOrder(columns: object = {}): Promise<string> {
  const orderId = await party.order({ method: 'offline' });
  await set(orderId, { kind: 'renew_plan', ...columns });
  return orderId;
}

const place = async (quoteId: string, key = uuidv7()) =>
  api.send('POST', '/v1/orders', {
    token: party.buyer.token,
    body: orderBody(quoteId),
    headers: { 'idempotency-key': key },
  });

describe('POST /v1/orders', () => {
  test('201: a new order that changes the term replaces the unpaid one, which says so', async () => {
    const old = await openTermOrder();
    const answer = await place(await termQuote());
    expect(answer.status).toBe(201);
    const [wish] = await api.deps.db('person_requests').where({ subject_id: old });
    expect(wish).toMatchObject({ kind: 'cancel_order', actor_id: party.buyer.userId });
    expect(called('cancel').at(-1)?.args).toEqual([old, { requestId: wish.request_id }]);
    const events = await api.deps.db('order_events').where({ order_id: old, what: 'replaced' });
    expect(events).toMatchObject([{ actor_id: party.buyer.userId, data: { byOrderId: answer.json.orderId } }]);
  });

  test('201: an expansion replaces nothing, and nothing is cancelled where nothing is open', async () => {
    const before = called('cancel').length;
    await openTermOrder({ state: 'completed', closed_at: START });
    expect((await place(await termQuote())).status).toBe(201);
    expect((await place(await termQuote('purchase_service'))).status).toBe(201);
    expect(called('cancel')).toHaveLength(before);
  });

  test.each([
    ['bank money on it', { received_minor: 1 }],
    ['its money in', { state: 'fulfilling', paid_at: START }],
    ['a charge of the saved method', { method: 'saved' }],
  ])('409: the open order has %s', async (_name, columns) => {
    await openTermOrder(columns);
    const [key, quoteId, before] = [uuidv7(), await termQuote(), called('place').length];
    const answer = await place(quoteId, key);
    expect(answer.json).toMatchObject({ status: 409, code: 'open_order_changes_term' });
    expect((await place(quoteId, key)).json.code).toBe('open_order_changes_term');
    expect(called('place')).toHaveLength(before);
  });

  test('409: money is on its way, or was there before the cancellation', async () => {
    const announced = await openTermOrder({ method: 'card' });
    await insertAttempt(api.deps.db, announced, { checkoutId: `cs_${announced}`, state: 'capturing' });
    expect((await place(await termQuote())).json.code).toBe('open_order_changes_term');
    await api.deps.db('payment_attempts').where({ order_id: announced }).update({ state: 'expired' });
    api.workflows.on('cancel', () => ({ outcome: 'too_late', state: 'fulfilling' }));
    expect((await place(await termQuote())).json.code).toBe('open_order_changes_term');
  });

  test('503: Temporal is away: the same key works later', async () => {
    await openTermOrder();
    const [key, quoteId] = [uuidv7(), await termQuote()];
    api.workflows.away();
    expect((await place(quoteId, key)).status).toBe(503);
    api.workflows.back();
    expect((await place(quoteId, key)).status).toBe(201);
  });
});
