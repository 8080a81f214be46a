import { uuidv7 } from 'uuidv7';
import type { TestUser } from '../../support/api/api-rows';
import { createParty, type OrderParty } from '../../support/api/order-fixture';
import { completedOrder, startCarefulApi } from '../../support/api/refund-fixture';
import { startTestApi, type TestApi } from '../../support/api/start-test-api';
import { insertTwoPartners, type TwoPartners } from '../../support/api/two-partners';

let api: TestApi;
let people: TwoPartners;
let party: OrderParty;

beforeAll(async () => {
  api = await startTestApi();
  people = await insertTwoPartners(api);
  party = await createParty(api, people.manager.userId);
});
afterAll(() => api.stop());

const WHOLE = { reason: 'agreed with the partner', capacity: 'keep' };
const ask = (orderId: string, body: object = WHOLE, { token }: TestUser = people.ops, key: string = uuidv7()) =>
  api.send('POST', `/v1/orders/${orderId}/refunds`, { token, body, headers: { 'idempotency-key': key } });
const rowsOf = (table: string, orderId: string) => api.deps.db(table).where({ order_id: orderId });

describe('POST /v1/orders/:order/refunds', () => {
  test('201: the refund is under way and its aftercare is told, once per key', async () => {
    const { orderId } = await completedOrder(api, party);
    const key = uuidv7();
    const answer = await ask(orderId, WHOLE, people.ops, key);
    expect(answer.status).toBe(201);
    expect(answer.json).toMatchObject({
      state: 'wanted',
      channel: 'provider',
      basis: 'refund',
      amount: { amountMinor: 11_900, currency: 'USD' },
      credit: { gross: { amountMinor: 11_900 }, tax: { amountMinor: 1_900 } },
      wantedBy: { userId: people.ops.userId },
    });
    expect((await ask(orderId, WHOLE, people.ops, key)).json).toEqual(answer.json);
    expect(await rowsOf('order_refunds', orderId)).toHaveLength(1);
    const told = await api.deps.db('outbox').whereRaw(`payload->>'orderId' = ?`, [orderId]);
    expect(told).toMatchObject([{ topic: 'refunds_wanted' }]);
  });

  test('201: above the limit nothing moves before finance has approved', async () => {
    const careful = await startCarefulApi();
    const { ops, manager } = await insertTwoPartners(careful);
    const { orderId } = await completedOrder(careful, await createParty(careful, manager.userId));
    const headers = { 'idempotency-key': uuidv7() };
    const answer = await careful.send('POST', `/v1/orders/${orderId}/refunds`, {
      token: ops.token,
      body: WHOLE,
      headers,
    });
    expect(answer.json).toMatchObject({ state: 'awaiting_approval' });
    const { db } = careful.deps;
    expect(await db('tasks').where({ order_id: orderId })).toMatchObject([
      { kind: 'refund_to_approve', role: 'finance' },
    ]);
    expect(await db('outbox').whereRaw(`payload->>'orderId' = ?`, [orderId])).toHaveLength(0);
    await careful.stop();
  });

  test('201: by line, with quantity or amount', async () => {
    const { orderId } = await completedOrder(api, party);
    const lines = [{ lineNo: 1, netMinor: 1_000, capacity: 'keep' }];
    const answer = await ask(orderId, { reason: 'a rebate', lines });
    expect(answer.json).toMatchObject({ amount: { amountMinor: 1_190 }, credit: { lines: [{ quantity: null }] } });
  });

  test('403 for everybody but ops, 404 for an order that is not there', async () => {
    const { orderId } = await completedOrder(api, party);
    for (const user of [party.buyer, people.manager, people.finance, people.admin]) {
      expect((await ask(orderId, WHOLE, user)).status).toBe(403);
    }
    expect((await ask(uuidv7())).json).toMatchObject({ status: 404, code: 'order_not_found' });
  });

  test('409: a refund is open, the payment is disputed, nothing is left, or the order does not allow it', async () => {
    const open = await completedOrder(api, party);
    await ask(open.orderId);
    expect((await ask(open.orderId)).json).toMatchObject({ status: 409, code: 'refund_open' });
    const disputed = await completedOrder(api, party);
    await disputed.dispute('open');
    expect((await ask(disputed.orderId)).json).toMatchObject({ status: 409, code: 'payment_disputed' });
    const lost = await completedOrder(api, party);
    await lost.dispute('lost');
    expect((await ask(lost.orderId)).json).toMatchObject({ status: 409, code: 'nothing_to_refund' });
    const unpaid = await party.order();
    expect((await ask(unpaid)).json).toMatchObject({ status: 409, code: 'wrong_state' });
  });

  test('201: a lost dispute is settled without money, once', async () => {
    const { orderId, dispute } = await completedOrder(api, party);
    const disputeId = await dispute('lost');
    const wish = { ...WHOLE, basis: { kind: 'lost_dispute', disputeId } };
    expect((await ask(orderId, wish)).json).toMatchObject({
      basis: 'lost_dispute',
      channel: 'none',
      amount: { amountMinor: 0 },
      credit: { gross: { amountMinor: 11_900 } },
    });
  });

  test('422: unknown lines, too much, a dispute that is not lost, a body of another shape', async () => {
    const { orderId, dispute } = await completedOrder(api, party);
    const disputeId = await dispute('won');
    const bodies = [
      {},
      { ...WHOLE, lines: [] },
      { reason: 'x', lines: [{ lineNo: 9, quantity: 1, capacity: 'keep' }] },
      { reason: 'x', lines: [{ lineNo: 1, netMinor: 10_001, capacity: 'keep' }] },
      { reason: 'x', lines: [{ lineNo: 1, capacity: 'keep' }] },
      { reason: 'x', lines: [{ lineNo: 1, quantity: 1, netMinor: 1, capacity: 'keep' }] },
      { ...WHOLE, basis: { kind: 'lost_dispute', disputeId } },
      { ...WHOLE, basis: { kind: 'returned_at_provider', refundId: uuidv7() } },
    ];
    for (const body of bodies) expect((await ask(orderId, body)).status).toBe(422);
    expect(await rowsOf('order_refunds', orderId)).toHaveLength(0);
  });
});
