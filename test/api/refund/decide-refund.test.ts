import { uuidv7 } from 'uuidv7';
import type { TestUser } from '../../support/api/api-rows';
import { createParty, type OrderParty } from '../../support/api/order-fixture';
import { completedOrder, startCarefulApi } from '../../support/api/refund-fixture';
import { START, type TestApi } from '../../support/api/start-test-api';
import { auditOf, insertTwoPartners, type TwoPartners } from '../../support/api/two-partners';

let api: TestApi;
let people: TwoPartners;
let party: OrderParty;

beforeAll(async () => {
  api = await startCarefulApi();
  people = await insertTwoPartners(api);
  party = await createParty(api, people.manager.userId);
});
afterAll(() => api.stop());

const ABOVE = { capacity: 'keep' };
const BELOW = { lines: [{ lineNo: 1, netMinor: 1_000, capacity: 'keep' }] };
const WHY = { reason: 'not agreed' };
const post = (path: string, body: object | undefined, { token }: TestUser) =>
  api.send('POST', path, { token, headers: { 'idempotency-key': uuidv7() }, ...(body && { body }) });
const get = (path: string, { token }: TestUser = people.ops) => api.send('GET', path, { token });
const TRANSFER = { transferredOn: '2026-11-23', bankReference: 'OUT 1' };

/** Above the limit it waits for approval. */
async function asked(wish: object = ABOVE): Promise<{ refundId: string; orderId: string }> {
  const { orderId } = await completedOrder(api, party);
  const { json } = await post(`/v1/orders/${orderId}/refunds`, { reason: 'agreed', ...wish }, people.ops);
  return { orderId, refundId: json.refundId as string };
}

const set = (refundId: string, change: object) =>
  api.deps.db('order_refunds').where({ order_refund_id: refundId }).update(change);
const toldOf = (orderId: string) => api.deps.db('outbox').whereRaw(`payload->>'orderId' = ?`, [orderId]);

describe('POST /v1/refunds/:refund/approve', () => {
  test('200: the money goes back; 409 the second time', async () => {
    const { refundId, orderId } = await asked();
    const answer = await post(`/v1/refunds/${refundId}/approve`, undefined, people.finance);
    expect(answer.json).toMatchObject({ state: 'wanted', decided: { by: { userId: people.finance.userId } } });
    expect(await toldOf(orderId)).toHaveLength(1);
    expect(await auditOf(api.deps.db, orderId)).toContain('refund.wanted');
    expect(await api.deps.db('tasks').where({ order_id: orderId })).toMatchObject([{ state: 'done' }]);
    expect((await post(`/v1/refunds/${refundId}/approve`, undefined, people.finance)).status).toBe(409);
  });

  test('403: not by whoever asked, nor by ops; 404: there is none', async () => {
    const { refundId } = await asked();
    expect((await post(`/v1/refunds/${refundId}/approve`, undefined, people.ops)).status).toBe(403);
    await set(refundId, { wanted_by: people.finance.userId });
    const own = await post(`/v1/refunds/${refundId}/approve`, undefined, people.finance);
    expect(own.json).toMatchObject({ status: 403, code: 'own_record' });
    expect((await post(`/v1/refunds/${uuidv7()}/approve`, undefined, people.finance)).status).toBe(404);
  });
});

describe('POST /v1/refunds/:refund/reject', () => {
  test('200: nothing moves, and the order can be refunded anew', async () => {
    const { refundId, orderId } = await asked();
    const answer = await post(`/v1/refunds/${refundId}/reject`, WHY, people.finance);
    expect(answer.json).toMatchObject({ state: 'rejected', decided: { reason: WHY.reason }, closedAt: START });
    expect(await toldOf(orderId)).toHaveLength(0);
    const again = await post(`/v1/orders/${orderId}/refunds`, { reason: 'x', capacity: 'keep' }, people.ops);
    expect(again.status).toBe(201);
  });

  test('403, 404, 409 and 422', async () => {
    const { refundId } = await asked(BELOW);
    expect((await post(`/v1/refunds/${refundId}/reject`, WHY, people.ops)).status).toBe(403);
    expect((await post(`/v1/refunds/${uuidv7()}/reject`, WHY, people.finance)).status).toBe(404);
    expect((await post(`/v1/refunds/${refundId}/reject`, WHY, people.finance)).json.code).toBe('wrong_state');
    expect((await post(`/v1/refunds/${refundId}/reject`, {}, people.finance)).status).toBe(422);
  });
});

describe('POST /v1/refunds/:refund/withdraw', () => {
  test('200: before the approval the order is not even told', async () => {
    const { refundId, orderId } = await asked();
    const answer = await post(`/v1/refunds/${refundId}/withdraw`, WHY, people.ops);
    expect(answer.json).toMatchObject({ state: 'withdrawn' });
    expect(await toldOf(orderId)).toHaveLength(0);
  });

  test('200: while it waits for its transfer the order is put back', async () => {
    const { refundId, orderId } = await asked(BELOW);
    await set(refundId, { state: 'awaiting_transfer', channel: 'transfer', back_to: 'completed' });
    const before = await toldOf(orderId);
    expect((await post(`/v1/refunds/${refundId}/withdraw`, WHY, people.ops)).json.state).toBe('withdrawn');
    expect(await toldOf(orderId)).toHaveLength(before.length + 1);
  });

  test('409: its money may be moving, or the order has nowhere to go back to', async () => {
    const { refundId } = await asked(BELOW);
    expect((await post(`/v1/refunds/${refundId}/withdraw`, WHY, people.ops)).status).toBe(409);
    await set(refundId, { state: 'parked', back_to: 'needs_attention' });
    const left = await post(`/v1/refunds/${refundId}/withdraw`, WHY, people.ops);
    expect(left.json).toMatchObject({ status: 409, code: 'wrong_state' });
    expect(left.json.detail).toMatch(/Finish the refund/);
  });

  test('403, 404 and 422', async () => {
    const { refundId } = await asked();
    expect((await post(`/v1/refunds/${refundId}/withdraw`, WHY, people.finance)).status).toBe(403);
    expect((await post(`/v1/refunds/${uuidv7()}/withdraw`, WHY, people.ops)).status).toBe(404);
    expect((await post(`/v1/refunds/${refundId}/withdraw`, {}, people.ops)).status).toBe(422);
  });
});

describe('POST /v1/refunds/:refund/transfer', () => {
  test('409: with it more would go back than was paid, or the money is back already', async () => {
    const { refundId, orderId } = await asked(BELOW);
    await set(refundId, { state: 'parked', back_to: 'completed', returned_at: START });
    expect((await post(`/v1/refunds/${refundId}/transfer`, TRANSFER, people.finance)).json.code).toBe('wrong_state');
    expect((await post(`/v1/refunds/${refundId}/withdraw`, WHY, people.ops)).json.code).toBe('wrong_state');
    await set(refundId, { returned_at: null });
    await api.deps.db('captures').where({ order_id: orderId }).update({ amount_minor: 1_000 });
    const answer = await post(`/v1/refunds/${refundId}/transfer`, TRANSFER, people.finance);
    expect(answer.json).toMatchObject({ status: 409, code: 'nothing_to_refund' });
  });

  test('200: the refund is finished by a transfer, also one that the provider had refused', async () => {
    const { refundId, orderId } = await asked(BELOW);
    await set(refundId, { state: 'parked', back_to: 'completed', problem: 'balance_too_low' });
    const answer = await post(`/v1/refunds/${refundId}/transfer`, TRANSFER, people.finance);
    expect(answer.json).toMatchObject({
      state: 'returned',
      channel: 'transfer',
      transfer: { on: '2026-11-23', bankReference: 'OUT 1', by: { userId: people.finance.userId } },
    });
    expect(await toldOf(orderId)).toHaveLength(2);
  });

  test('403, 404, 409 and 422', async () => {
    const { refundId } = await asked(BELOW);
    expect((await post(`/v1/refunds/${refundId}/transfer`, TRANSFER, people.ops)).status).toBe(403);
    expect((await post(`/v1/refunds/${uuidv7()}/transfer`, TRANSFER, people.finance)).status).toBe(404);
    expect((await post(`/v1/refunds/${refundId}/transfer`, TRANSFER, people.finance)).status).toBe(409);
    await set(refundId, { state: 'awaiting_transfer', channel: 'transfer', back_to: 'completed' });
    const later = { ...TRANSFER, transferredOn: '2027-01-01' };
    expect((await post(`/v1/refunds/${refundId}/transfer`, later, people.finance)).status).toBe(422);
    await set(refundId, { wanted_by: people.finance.userId });
    const own = await post(`/v1/refunds/${refundId}/transfer`, TRANSFER, people.finance);
    expect(own.json).toMatchObject({ status: 403, code: 'own_record' });
  });
});

describe('the limit of one pair of eyes', () => {
  test('holds for all that goes back of an order, not for each part', async () => {
    const { refundId, orderId } = await asked(BELOW);
    await set(refundId, { state: 'done', closed_at: START });
    const rest = { reason: 'more', lines: [{ lineNo: 1, netMinor: 3_500, capacity: 'keep' }] };
    const { json } = await post(`/v1/orders/${orderId}/refunds`, rest, people.ops);
    expect(json).toMatchObject({ state: 'awaiting_approval', amount: { amountMinor: 4_165 } });
  });
});

describe('GET /v1/refunds', () => {
  test('200: staff read them by state and order, page by page; managers only their partners’', async () => {
    const { orderId, refundId } = await asked();
    const page = await get(`/v1/refunds?orderId=${orderId}&state=awaiting_approval`);
    expect(page.json.items).toMatchObject([{ refundId, order: { orderId } }]);
    const first = await get('/v1/refunds?limit=1');
    expect(first.json.items).toHaveLength(1);
    const next = await get(`/v1/refunds?limit=1&cursor=${first.json.nextCursor}`);
    expect(next.json.items[0].refundId).not.toBe(first.json.items[0].refundId);
    expect((await get('/v1/refunds', people.otherManager)).json.items).toEqual([]);
  });

  test('403: a partner reads its refunds on its orders', async () => {
    const { orderId, refundId } = await asked(BELOW);
    expect((await get('/v1/refunds', party.buyer)).status).toBe(403);
    const order = await get(`/v1/orders/${orderId}`, party.buyer);
    expect(order.json.refunds).toMatchObject([{ refundId, state: 'in_progress', amount: { amountMinor: 1_190 } }]);
  });
});

describe('GET /v1/refunds/:refund', () => {
  test('200, 403 and 404', async () => {
    const { refundId } = await asked();
    expect((await get(`/v1/refunds/${refundId}`)).json).toMatchObject({ refundId, credit: { lines: [{ lineNo: 1 }] } });
    expect((await get(`/v1/refunds/${refundId}`, party.buyer)).status).toBe(403);
    expect((await get(`/v1/refunds/${refundId}`, people.otherManager)).status).toBe(404);
    expect((await get(`/v1/refunds/${uuidv7()}`)).json.code).toBe('refund_not_found');
  });
});

describe('POST /v1/orders/:order/resume of an order that its refund has parked', () => {
  test('takes up one that could not even begin; nobody records a transfer for it', async () => {
    const { refundId, orderId } = await asked(BELOW);
    await set(refundId, { state: 'parked' });
    expect((await post(`/v1/refunds/${refundId}/transfer`, TRANSFER, people.finance)).status).toBe(409);
    const resumed = await api.send('POST', `/v1/orders/${orderId}/resume`, { token: people.ops.token });
    expect(resumed.status).toBe(202);
    expect((await get(`/v1/refunds/${refundId}`)).json.state).toBe('wanted');
  });

  test('takes the refund up again', async () => {
    const { refundId, orderId } = await asked(BELOW);
    await set(refundId, { state: 'parked', back_to: 'completed' });
    const parking = { state: 'needs_attention', parked_at: START, parked_step: 'refund', parked_reason: 'no_answer' };
    await api.deps.db('orders').where({ order_id: orderId }).update(parking);
    const answer = await api.send('POST', `/v1/orders/${orderId}/resume`, { token: people.ops.token });
    expect(answer.status).toBe(202);
    expect((await get(`/v1/refunds/${refundId}`)).json.state).toBe('wanted');
    expect(await toldOf(orderId)).toHaveLength(2);
    expect((await api.send('POST', `/v1/orders/${orderId}/resume`, { token: people.ops.token })).status).toBe(409);
  });
});
