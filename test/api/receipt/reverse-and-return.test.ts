import { uuidv7 } from 'uuidv7';
import { insertUser, type TestUser } from '../../support/api/api-rows';
import { createParty, type OrderParty } from '../../support/api/order-fixture';
import { letOrdersTakeMoney, typedLine } from '../../support/api/offline-fixture';
import { START, startTestApi, type TestApi } from '../../support/api/start-test-api';
import { auditOf, insertTwoPartners, type TwoPartners } from '../../support/api/two-partners';

let api: TestApi;
let people: TwoPartners;
let party: OrderParty;

beforeAll(async () => {
  api = await startTestApi();
  people = await insertTwoPartners(api);
  party = await createParty(api, people.manager.userId);
});
afterAll(() => api.stop());
beforeEach(() => {
  api.workflows.back();
  letOrdersTakeMoney(api);
});

const post = (path: string, body: object, { token }: TestUser = people.manager) =>
  api.send('POST', path, { token, body, headers: { 'idempotency-key': uuidv7() } });
const WHY = { reason: 'typed from another statement' };
const offline = () => party.order({ method: 'offline' });

/** A receipt of 119.00 that pays each of the orders 10.00. */
async function receiptFor(...orderIds: readonly string[]) {
  const allocations = orderIds.map((orderId) => ({ orderId, amountMinor: 1_000 }));
  const answer = await post('/v1/receipts', typedLine({ partnerId: party.rows.partnerId, allocations }));
  return answer.json.receipt as { receiptId: string; allocations: { allocationId: string }[] };
}

describe('POST …/allocations/:allocation/withdraw', () => {
  const withdraw = (receiptId: string, allocationId = uuidv7(), user?: TestUser, body: object = WHY) =>
    post(`/v1/receipts/${receiptId}/allocations/${allocationId}/withdraw`, body, user);

  test('200: the money is unmatched again; 404 the second time', async () => {
    const { receiptId, allocations } = await receiptFor(await offline());
    const id = allocations[0]?.allocationId;
    const answer = await withdraw(receiptId, id);
    expect(answer.json).toMatchObject({
      unmatched: { amountMinor: 11_900 },
      allocations: [{ takenBack: { reason: WHY.reason, by: { userId: people.manager.userId } } }],
    });
    expect((await withdraw(receiptId, id)).json).toMatchObject({ status: 404, code: 'allocation_not_found' });
  });

  test('403, 404, 409, 422 and 503', async () => {
    const { receiptId, allocations } = await receiptFor(await offline());
    const id = allocations[0]?.allocationId;
    expect((await withdraw(receiptId, id, people.finance)).status).toBe(403);
    expect((await withdraw(receiptId, id, people.otherManager)).json.code).toBe('receipt_not_found');
    expect((await withdraw(receiptId)).json.code).toBe('allocation_not_found');
    expect((await withdraw(receiptId, id, people.manager, {})).status).toBe(422);
    api.workflows.on('ask', () => ({ outcome: 'refused', code: 'wrong_state', state: 'fulfilling' }));
    expect((await withdraw(receiptId, id)).status).toBe(409);
    api.workflows.away();
    expect((await withdraw(receiptId, id)).status).toBe(503);
  });
});

describe('POST …/reverse', () => {
  const reverse = (receiptId: string, user?: TestUser) => post(`/v1/receipts/${receiptId}/reverse`, WHY, user);

  test('200: the open orders give the money back through their workflows first', async () => {
    const orders = [await offline(), await offline()];
    const { receiptId } = await receiptFor(...orders);
    const answer = await reverse(receiptId);
    expect(answer.json).toMatchObject({
      state: 'reversed',
      reversed: { reason: WHY.reason, by: { userId: people.manager.userId } },
      unmatched: { amountMinor: 0 },
    });
    const received = await api.deps.db('orders').whereIn('order_id', orders).pluck<number[]>('received_minor');
    expect(received).toEqual([0, 0]);
    expect(await auditOf(api.deps.db, receiptId)).toEqual(['receipt.recorded', 'receipt.reversed']);
    expect((await reverse(receiptId)).json).toMatchObject({ status: 409, code: 'receipt_reversed' });
  });

  test('200: an order that is paid keeps going, and its account manager has a task', async () => {
    const orderId = await offline();
    const { receiptId } = await receiptFor(orderId);
    await api.deps.db('orders').where({ order_id: orderId }).update({ state: 'completed', paid_at: START });
    const asked = api.workflows.calls.length;
    expect((await reverse(receiptId)).json.state).toBe('reversed');
    expect(api.workflows.calls).toHaveLength(asked);
    const tasks = await api.deps.db('tasks').where({ order_id: orderId });
    expect(tasks).toMatchObject([{ kind: 'receipt_reversed', state: 'open', role: 'account_manager' }]);
  });

  test('409: an order does not give it back; what was taken back stays so, and a repeat ends it', async () => {
    const [first, second] = [await offline(), await offline()];
    const { receiptId } = await receiptFor(first, second);
    letOrdersTakeMoney(api);
    api.workflows.on('ask', () => ({ outcome: 'refused', code: 'wrong_state', state: 'fulfilling' }));
    const answer = await reverse(receiptId);
    expect(answer.json).toMatchObject({ status: 409, code: 'receipt_in_use' });
    expect(answer.json.allocations).toMatchObject([{ outcome: 'refused' }, { outcome: 'refused' }]);
    letOrdersTakeMoney(api);
    expect((await reverse(receiptId)).status).toBe(200);
  });

  test('409: money that goes back is not reversed', async () => {
    const { receiptId } = await receiptFor();
    await post(`/v1/receipts/${receiptId}/returns`, { amountMinor: 1, reason: 'paid twice' });
    const answer = await reverse(receiptId);
    expect(answer.json).toMatchObject({ status: 409, code: 'receipt_in_use' });
    expect(answer.json.detail).toMatch(/Withdraw the wanted return first/);
  });

  test('403, 404, 422 and 503', async () => {
    const { receiptId } = await receiptFor(await offline());
    expect((await reverse(receiptId, people.finance)).status).toBe(403);
    expect((await reverse(receiptId, people.otherManager)).status).toBe(404);
    expect((await post(`/v1/receipts/${receiptId}/reverse`, { reason: '' })).status).toBe(422);
    api.workflows.away();
    expect((await reverse(receiptId)).status).toBe(503);
  });
});

describe('returns', () => {
  const want = (receiptId: string, body: object = { amountMinor: 10_000, reason: 'paid twice' }, user?: TestUser) =>
    post(`/v1/receipts/${receiptId}/returns`, body, user);
  const returnOf = async (receiptId: string): Promise<string> => (await want(receiptId)).json.returns.at(-1).returnId;
  const TRANSFER = { transferredOn: '2026-11-23', bankReference: 'OUT 1' };
  const transfer = (returnId: string, user = people.finance, body: object = TRANSFER) =>
    post(`/v1/receipt-returns/${returnId}/transfer`, body, user);
  const withdraw = (returnId: string, user = people.manager, body: object = WHY) =>
    post(`/v1/receipt-returns/${returnId}/withdraw`, body, user);
  const taskOf = (returnId: string) =>
    api.deps
      .db('tasks')
      .where({ dedupe_key: `receipt_to_return:${returnId}` })
      .first();

  describe('POST /v1/receipts/:receipt/returns', () => {
    test('201: finance has a task, and the money is allocated to nobody any more', async () => {
      const { receiptId } = await receiptFor();
      const answer = await want(receiptId);
      expect(answer).toMatchObject({
        status: 201,
        json: { returning: { amountMinor: 10_000 }, unmatched: { amountMinor: 1_900 }, returns: [{ state: 'wanted' }] },
      });
      const task = await taskOf(answer.json.returns[0].returnId);
      expect(task).toMatchObject({ role: 'finance', state: 'open' });
    });

    test('403, 404, 409 and 422', async () => {
      const { receiptId } = await receiptFor();
      expect((await want(receiptId, undefined, people.finance)).status).toBe(403);
      expect((await want(receiptId, undefined, people.otherManager)).status).toBe(404);
      const tooMuch = await want(receiptId, { amountMinor: 11_901, reason: 'x' });
      expect(tooMuch.json.errors).toMatchObject([{ field: 'amountMinor', code: 'receipt_exceeded' }]);
      expect((await want(receiptId, { amountMinor: 1, reason: ' ' })).status).toBe(422);
      await post(`/v1/receipts/${receiptId}/reverse`, WHY);
      expect((await want(receiptId)).json).toMatchObject({ status: 409, code: 'receipt_reversed' });
    });
  });

  describe('POST …/transfer', () => {
    test('200: by finance; the task is done and the money stays counted', async () => {
      const { receiptId } = await receiptFor();
      const returnId = await returnOf(receiptId);
      const answer = await transfer(returnId);
      expect(answer.json).toMatchObject({ state: 'done', ...TRANSFER, decidedBy: { userId: people.finance.userId } });
      expect((await taskOf(returnId)).state).toBe('done');
      const receipt = await api.send('GET', `/v1/receipts/${receiptId}`, { token: people.manager.token });
      expect(receipt.json).toMatchObject({ returning: { amountMinor: 10_000 }, unmatched: { amountMinor: 1_900 } });
    });

    test('403: not by who wanted it, nor by an account manager', async () => {
      const returnId = await returnOf((await receiptFor()).receiptId);
      expect((await transfer(returnId, people.manager)).json.code).toBe('not_allowed');
      await api.deps.db('receipt_returns').where({ return_id: returnId }).update({ wanted_by: people.finance.userId });
      expect((await transfer(returnId)).json).toMatchObject({ status: 403, code: 'own_record' });
    });

    test('404, and 409 the second time, also for two at once', async () => {
      expect((await transfer(uuidv7())).json).toMatchObject({ status: 404, code: 'receipt_return_not_found' });
      const returnId = await returnOf((await receiptFor()).receiptId);
      const statuses = (await Promise.all([transfer(returnId), withdraw(returnId)])).map(({ status }) => status);
      expect(statuses.sort()).toEqual([200, 409]);
      expect((await transfer(returnId)).json.code).toBe('wrong_state');
    });

    test('422: a day in the future or before the money came', async () => {
      const returnId = await returnOf((await receiptFor()).receiptId);
      const codes = [];
      for (const transferredOn of ['2026-11-25', '2026-11-19']) {
        codes.push((await transfer(returnId, people.finance, { ...TRANSFER, transferredOn })).json.errors[0].code);
      }
      expect(codes).toEqual(['in_future', 'before_receipt']);
    });
  });

  describe('POST /v1/receipt-returns/:return/withdraw', () => {
    test('200: by the account manager or finance; the money is unmatched again', async () => {
      for (const user of [people.manager, people.finance]) {
        const { receiptId } = await receiptFor();
        const returnId = await returnOf(receiptId);
        expect((await withdraw(returnId, user)).json.state).toBe('withdrawn');
        const receipt = await api.send('GET', `/v1/receipts/${receiptId}`, { token: people.manager.token });
        expect(receipt.json).toMatchObject({ returning: { amountMinor: 0 }, unmatched: { amountMinor: 11_900 } });
        expect((await taskOf(returnId)).state).toBe('done');
      }
    });

    test('403, 404, 409 and 422', async () => {
      const returnId = await returnOf((await receiptFor()).receiptId);
      expect((await withdraw(returnId, people.ops)).status).toBe(403);
      expect((await withdraw(returnId, people.otherManager)).status).toBe(404);
      expect((await withdraw(returnId, people.manager, {})).status).toBe(422);
      await withdraw(returnId);
      expect((await withdraw(returnId)).json).toMatchObject({ status: 409, code: 'wrong_state' });
    });
  });

  test('GET /v1/receipt-returns 200: what waits, oldest first, page by page, each role’s own', async () => {
    const manager = await insertUser(api.deps.db, START, { role: 'account_manager' });
    party = await createParty(api, manager.userId);
    const ids: string[] = [];
    for (let n = 0; n < 3; n += 1) {
      const line = typedLine({ partnerId: party.rows.partnerId });
      const { receiptId } = (await post('/v1/receipts', line, manager)).json.receipt;
      ids.push((await want(receiptId, undefined, manager)).json.returns[0].returnId);
    }
    await transfer(ids[1] ?? '');
    const list = (query: string, { token }: TestUser) => api.send('GET', `/v1/receipt-returns?${query}`, { token });
    const idsOf = (items: readonly { returnId: string }[]) => items.map(({ returnId }) => returnId);
    const first = await list('state=wanted&limit=1', manager);
    const second = await list(`state=wanted&limit=1&cursor=${first.json.nextCursor}`, manager);
    expect([...idsOf(first.json.items), ...idsOf(second.json.items)]).toEqual([ids[0], ids[2]]);
    expect(second.json.nextCursor).toBeNull();
    const all = await list('limit=100', people.finance);
    expect(idsOf(all.json.items)).toEqual(expect.arrayContaining(ids));
    expect((await list('', party.buyer)).status).toBe(403);
  });
});
