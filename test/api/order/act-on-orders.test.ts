import { uuidv7 } from 'uuidv7';
import { insertUser, type TestUser } from '../../support/api/api-rows';
import { createParty, type OrderParty } from '../../support/api/order-fixture';
import { START, startTestApi, type TestApi } from '../../support/api/start-test-api';
import { insertAttempt } from '../../support/rows/order-rows';

let api: TestApi;
let party: OrderParty;
let ops: TestUser;

beforeAll(async () => {
  api = await startTestApi();
  party = await createParty(api);
  ops = await insertUser(api.deps.db, START, { role: 'ops' });
});
afterAll(() => api.stop());
beforeEach(() => api.workflows.back());

const key = (): Record<string, string> => ({ 'idempotency-key': uuidv7() });
const post = (path: string, token = party.buyer.token, headers: Record<string, string> = {}) =>
  api.send('POST', path, { token, headers });
const wishesOf = (orderId: string) => api.deps.db('person_requests').where({ subject_id: orderId });
const close = (orderId: string) =>
  api.deps.db('orders').where({ order_id: orderId }).update({ state: 'cancelled', closed_at: START });

describe('POST …/pay-now', () => {
  test('200: a new page, asked for by a stored wish; a repeated key asks once', async () => {
    const orderId = await party.order();
    api.workflows.on('payNow', async (id) => {
      await insertAttempt(api.deps.db, id, { checkoutId: `cs_${id}` });
      return { outcome: 'open', attemptNo: 1 };
    });
    const headers = key();
    const answer = await post(`/v1/orders/${orderId}/pay-now`, party.buyer.token, headers);
    expect(answer).toMatchObject({ status: 200, json: { checkout: { state: 'open' } } });
    const again = await post(`/v1/orders/${orderId}/pay-now`, party.buyer.token, headers);
    expect(again.json).toEqual(answer.json);
    const wishes = await wishesOf(orderId);
    expect(wishes).toMatchObject([{ kind: 'pay_now', actor_id: party.buyer.userId }]);
    const call = api.workflows.calls.find(({ name, args }) => name === 'payNow' && args[0] === orderId);
    expect(call?.args[1]).toEqual({ requestId: wishes[0].request_id });
  });

  test('403: a colleague who may buy and not pay', async () => {
    const { token } = await party.user('colleague', ['buy', 'view']);
    expect((await post(`/v1/orders/${await party.order()}/pay-now`, token, key())).status).toBe(403);
  });

  test('404: a stranger’s order', async () => {
    const stranger = await createParty(api);
    const orderId = await stranger.order();
    expect((await post(`/v1/orders/${orderId}/pay-now`, party.buyer.token, key())).status).toBe(404);
    expect(await wishesOf(orderId)).toEqual([]);
  });

  test('409: an order that has ended, and one whose workflow says no', async () => {
    const ended = await post(
      `/v1/orders/${await party.order({ state: 'completed' })}/pay-now`,
      party.buyer.token,
      key()
    );
    expect(ended).toMatchObject({ status: 409, json: { code: 'wrong_state', currentState: 'completed' } });
    api.workflows.on('payNow', () => ({ outcome: 'no_workflow' }));
    const gone = await post(`/v1/orders/${await party.order()}/pay-now`, party.buyer.token, key());
    expect(gone).toMatchObject({ status: 409, json: { currentState: 'awaiting_payment' } });
  });

  test('422: without Idempotency-Key', async () => {
    expect((await post(`/v1/orders/${await party.order()}/pay-now`)).status).toBe(422);
  });

  test('503: Temporal is away, and the same key works later', async () => {
    const orderId = await party.order();
    const headers = key();
    api.workflows.away();
    const answer = await post(`/v1/orders/${orderId}/pay-now`, party.buyer.token, headers);
    expect(answer.status).toBe(503);
    expect(answer.headers['retry-after']).toBeDefined();
    api.workflows.back();
    api.workflows.on('payNow', () => ({ outcome: 'open', attemptNo: 1 }));
    expect((await post(`/v1/orders/${orderId}/pay-now`, party.buyer.token, headers)).status).toBe(200);
  });
});

describe('POST …/cancel', () => {
  test('200: by the buyer, by ops, and once more when it is cancelled already', async () => {
    api.workflows.on('cancel', async (orderId) => {
      await close(orderId);
      return { outcome: 'cancelled' };
    });
    for (const token of [party.buyer.token, ops.token]) {
      const orderId = await party.order();
      expect(await post(`/v1/orders/${orderId}/cancel`, token)).toMatchObject({
        status: 200,
        json: { state: 'cancelled' },
      });
      expect((await post(`/v1/orders/${orderId}/cancel`, token)).status).toBe(200);
      expect(await wishesOf(orderId)).toHaveLength(1);
    }
  });

  test('403: those who only look', async () => {
    const finance = await insertUser(api.deps.db, START, { role: 'finance' });
    expect((await post(`/v1/orders/${await party.order()}/cancel`, finance.token)).status).toBe(403);
  });

  test('409: money was there first', async () => {
    api.workflows.on('cancel', async (orderId) => {
      await api.deps.db('orders').where({ order_id: orderId }).update({ state: 'fulfilling', paid_at: START });
      return { outcome: 'too_late', state: 'fulfilling' };
    });
    const answer = await post(`/v1/orders/${await party.order()}/cancel`);
    expect(answer).toMatchObject({ status: 409, json: { code: 'wrong_state', currentState: 'fulfilling' } });
  });

  test('409: a parked order whose money is in stays a matter of staff, in words for partners', async () => {
    const orderId = await party.order({ state: 'needs_attention' });
    await api.deps.db('orders').where({ order_id: orderId }).update({ paid_at: START });
    const answer = await post(`/v1/orders/${orderId}/cancel`);
    expect(answer).toMatchObject({ status: 409, json: { currentState: 'in_progress' } });
  });

  test('404 and 503', async () => {
    const stranger = await createParty(api);
    expect((await post(`/v1/orders/${await stranger.order()}/cancel`)).status).toBe(404);
    api.workflows.away();
    expect((await post(`/v1/orders/${await party.order()}/cancel`)).status).toBe(503);
  });
});

describe('PUT …/remarks', () => {
  const put = (orderId: string, body: unknown, token = party.buyer.token) =>
    api.send('PUT', `/v1/orders/${orderId}/remarks`, { token, body });

  test('200: also after completion, audited by the names of the fields', async () => {
    const orderId = await party.order({ state: 'completed', poNumber: 'old' });
    const body = { poNumber: 'PO-1', customReference: '', orderOwner: 'علي', comment: 'line 1\nline 2' };
    expect(await put(orderId, body)).toMatchObject({ status: 200, json: { remarks: body } });
    expect((await api.send('GET', `/v1/orders/${orderId}`, { token: party.buyer.token })).json.remarks).toEqual(body);
    const audit = await api.deps.db('audit_log').where({ what: 'order.remarks_changed', subject_id: orderId });
    expect(audit).toMatchObject([{ data: { changed: ['poNumber', 'orderOwner', 'comment'] } }]);
  });

  test('200: what changes nothing leaves no trace', async () => {
    const orderId = await party.order({ poNumber: 'same' });
    expect((await put(orderId, { poNumber: 'same' })).status).toBe(200);
    expect(await api.deps.db('audit_log').where({ subject_id: orderId })).toEqual([]);
  });

  test.each([
    ['poNumber', { poNumber: 'x'.repeat(65) }],
    ['poNumber', { poNumber: 'a\r\nBcc: b@example.com' }],
    ['comment', { comment: 'x'.repeat(10_000) }],
    ['orderOwner', { orderOwner: 7 }],
    ['amount', { amount: 1 }],
  ])('422: %s', async (field, body) => {
    const answer = await put(await party.order(), body);
    expect(answer.status).toBe(422);
    expect(answer.json.errors).toContainEqual(expect.objectContaining({ field }));
  });

  test('403 for staff, 404 for strangers', async () => {
    const stranger = await createParty(api);
    expect((await put(await party.order(), {}, ops.token)).status).toBe(403);
    expect((await put(await stranger.order(), {})).status).toBe(404);
  });
});

describe('POST …/resume and …/look-again', () => {
  test('202: the signal carries the id of the stored wish', async () => {
    api.workflows.on('resume', () => true);
    api.workflows.on('lookAgain', () => true);
    const orderId = await party.order({ state: 'needs_attention' });
    const resumed = await post(`/v1/orders/${orderId}/resume`, ops.token);
    const looked = await post(`/v1/orders/${orderId}/look-again`, ops.token);
    expect([resumed.status, looked.status]).toEqual([202, 202]);
    const wishes = await wishesOf(orderId).orderBy('request_id').select('request_id', 'kind');
    expect(wishes).toEqual([
      { request_id: resumed.json.requestId, kind: 'resume_order' },
      { request_id: looked.json.requestId, kind: 'look_again' },
    ]);
    expect(await api.deps.db('audit_log').where({ subject_id: orderId })).toHaveLength(2);
  });

  test('403: partners may not, not even with every right', async () => {
    const orderId = await party.order({ state: 'needs_attention' });
    expect((await post(`/v1/orders/${orderId}/resume`)).status).toBe(403);
    expect((await post(`/v1/orders/${orderId}/look-again`)).status).toBe(403);
  });

  test('409: nothing is parked, and nothing is waited for', async () => {
    expect((await post(`/v1/orders/${await party.order()}/resume`, ops.token)).status).toBe(409);
    const ended = await party.order({ state: 'cancelled' });
    expect((await post(`/v1/orders/${ended}/look-again`, ops.token)).status).toBe(409);
  });

  test('404 and 503', async () => {
    expect((await post(`/v1/orders/${uuidv7()}/resume`, ops.token)).status).toBe(404);
    api.workflows.away();
    const orderId = await party.order({ state: 'needs_attention' });
    expect((await post(`/v1/orders/${orderId}/resume`, ops.token)).status).toBe(503);
  });
});

describe('GET /v1/payments/return/:orderId', () => {
  const hints = () => api.workflows.calls.filter(({ name }) => name === 'hint');

  test('303: a live attempt gets a hint, and the buyer goes on to the portal', async () => {
    api.workflows.on('hint', () => true);
    const orderId = await party.order();
    await insertAttempt(api.deps.db, orderId, { checkoutId: 'cs_return' });
    const answer = await api.send('GET', `/v1/payments/return/${orderId}?session_id=cs_forged&paid=yes`);
    expect(answer.status).toBe(303);
    expect(answer.headers['location']).toBe(`http://portal.example/orders/${orderId}`);
    expect(hints().at(-1)?.args).toEqual([orderId, { provider: 'stripe', checkoutId: 'cs_return', source: 'return' }]);
  });

  test('303: a stranger learns nothing from an unknown order, and nobody is hinted', async () => {
    const before = hints().length;
    const orderId = uuidv7();
    const answer = await api.send('GET', `/v1/payments/return/${orderId}`);
    expect(answer).toMatchObject({ status: 303, text: '' });
    expect(answer.headers['location']).toBe(`http://portal.example/orders/${orderId}`);
    await api.send('GET', `/v1/payments/return/${await party.order({ state: 'completed' })}`);
    expect(hints()).toHaveLength(before);
  });

  test('303: also while Temporal is away', async () => {
    api.workflows.away();
    const orderId = await party.order();
    await insertAttempt(api.deps.db, orderId, { checkoutId: 'cs_away' });
    expect((await api.send('GET', `/v1/payments/return/${orderId}`)).status).toBe(303);
  });

  test('303: who changed their mind comes back without a hint', async () => {
    const before = hints().length;
    const orderId = await party.order();
    const answer = await api.send('GET', `/v1/payments/cancel/${orderId}`);
    expect(answer.headers['location']).toBe(`http://portal.example/orders/${orderId}?payment=cancelled`);
    expect(hints()).toHaveLength(before);
  });

  test('404: what is no id', async () => {
    expect((await api.send('GET', '/v1/payments/return/..%2f..%2fx')).status).toBe(404);
  });
});
