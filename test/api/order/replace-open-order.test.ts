import { uuidv7 } from 'uuidv7';
import { AppError } from '../../../api/http/app-error';
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
  await insertSubscription();
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

async function insertSubscription(): Promise<void> {
  await api.deps.db('subscriptions').insert({
    company_id: party.rows.companyId,
    partner_id: party.rows.partnerId,
    status: 'active',
    capacities: JSON.stringify({}),
    currency: 'USD',
    version: 1,
    updated_at: START,
  });
}

const set = (orderId: string, columns: object) => api.deps.db('orders').where({ order_id: orderId }).update(columns);
const quoteOf = async (orderId: string): Promise<string> =>
  (await api.deps.db('order_requests').where({ order_id: orderId }).first('body')).body.quoteId;
const BY_PI = { method: 'offline', piNumber: 'pi-7' };
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

const place = async (quoteId: string, key = uuidv7(), wish: object = {}) =>
  api.send('POST', '/v1/orders', {
    token: party.buyer.token,
    body: { ...orderBody(quoteId), ...wish },
    headers: { 'idempotency-key': key },
  });

async function register(change: object = {}): Promise<void> {
  await api.deps.db('registered_pis').insert({
    pi_id: uuidv7(),
    partner_id: party.rows.partnerId,
    pi_number: 'PI 7',
    pi_key: 'PI7',
    amount_minor: 11_900,
    currency: 'USD',
    valid_until: '2099-12-31',
    registered_by: party.buyer.userId,
    registered_at: START,
    ...change,
  });
}
const companies = () => api.deps.db('companies').where({ company_id: party.rows.companyId });
const subscriptions = () => api.deps.db('subscriptions').where({ company_id: party.rows.companyId });
const otherOrder = async (columns: object) => set(await party.order({ method: 'offline' }), columns);

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

  test.each([
    ['its proforma is not valid any more', 422, 'pi_expired', () => register({ valid_until: '2026-11-22' })],
    ['its proforma is for another amount', 422, 'pi_differs', () => register({ amount_minor: 1 })],
    ['its proforma pays another order', 422, 'pi_used', () => otherOrder({ pi_number: 'PI 7', pi_key: 'PI7' })],
    ['the subscription has changed', 409, 'quote_outdated', () => subscriptions().update({ version: 2 })],
    [
      'the company has another partner now',
      404,
      'company_not_found',
      async () => companies().update({ partner_id: (await createParty(api)).rows.partnerId }),
    ],
  ] as const)('the older order stays open when the new one is refused: %s', async (_name, status, code, happen) => {
    const [old, quoteId, key] = [await openTermOrder(), await termQuote(), uuidv7()];
    await happen();
    const before = api.workflows.calls.length;
    for (const answer of [await place(quoteId, key, BY_PI), await place(quoteId, key, BY_PI)]) {
      expect(answer.status).toBe(status);
      expect(answer.json.errors?.[0].code ?? answer.json.code).toBe(code);
    }
    expect(api.workflows.calls).toHaveLength(before);
    expect((await api.deps.db('orders').where({ order_id: old }).first()).closed_at).toBeNull();
  });

  test('201: the new order takes over the proforma of the one that it replaces', async () => {
    const old = await openTermOrder({ pi_number: 'PI 7', pi_key: 'PI7' });
    expect((await place(await termQuote(), uuidv7(), BY_PI)).status).toBe(201);
    expect((await api.deps.db('orders').where({ order_id: old }).first()).state).toBe('cancelled');
  });

  test.each([
    ['no answer comes', 503, () => Promise.reject(new AppError('workflows_unavailable'))],
    ['the quote was used in this very moment', 409, () => ({ outcome: 'refused', code: 'quote_used' }) as const],
  ] as const)('the answer tells of the cancelled order when %s', async (_name, status, answerPlace) => {
    const old = await openTermOrder();
    const { order_no: orderNo } = await api.deps.db('orders').where({ order_id: old }).first();
    api.workflows.on('place', answerPlace);
    const answer = await place(await termQuote());
    expect(answer.json).toMatchObject({ status, cancelledOrder: { orderId: old, orderNo } });
    expect(answer.json.detail).toContain(`earlier order ${orderNo} had been cancelled`);
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
