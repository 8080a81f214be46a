import { uuidv7 } from 'uuidv7';
import { AppError } from '../../../api/http/app-error';
import type { OrderWorkflows } from '../../../api/http/order-workflows';
import { decidePersonRequest } from '../../../db/shared/person-requests';
import { insertUser, type TestUser } from '../../support/api/api-rows';
import { ACCOUNT, letOrdersTakeMoney, takeMoney, typedLine } from '../../support/api/offline-fixture';
import { createParty, type OrderParty } from '../../support/api/order-fixture';
import { START, startTestApi, type TestApi } from '../../support/api/start-test-api';

let api: TestApi;
let party: OrderParty;
let manager: TestUser;
let distributor: TestUser;
let finance: TestUser;

beforeAll(async () => {
  api = await startTestApi();
  const staff = (role: 'account_manager' | 'distributor' | 'finance') => insertUser(api.deps.db, START, { role });
  [manager, distributor, finance] = [
    await staff('account_manager'),
    await staff('distributor'),
    await staff('finance'),
  ];
  party = await createParty(api, manager.userId);
  const { partnerId } = party.rows;
  await api.deps.db('partners').where({ partner_id: partnerId }).update({ distributor_id: distributor.userId });
});
afterAll(() => api.stop());
beforeEach(() => {
  api.workflows.back();
  letOrdersTakeMoney(api);
});

type Ask = Parameters<OrderWorkflows['ask']>;

interface Posted {
  readonly path: string;
  readonly body?: object;
  readonly user?: TestUser;
  readonly key: string;
}

const post = ({ path, body, user = manager, key }: Posted) =>
  api.send('POST', path, { token: user.token, headers: { 'idempotency-key': key }, ...(body && { body }) });
const postNew = (path: string, body?: object, user?: TestUser) =>
  post({ path, key: uuidv7(), ...(body && { body }), ...(user && { user }) });
const table = (name: string) => api.deps.db(name);
const offline = () => party.order({ method: 'offline' });
const line = () => typedLine({ partnerId: party.rows.partnerId });
const UNPARKED = { parked_at: null, parked_step: null, parked_reason: null };
const WHY = { reason: 'the bank says so' };

async function receiptFor(orderId?: string): Promise<{ receiptId: string; allocationId: string }> {
  const allocations = orderId === undefined ? [] : [{ orderId, amountMinor: 1_000 }];
  const { receipt } = (await postNew('/v1/receipts', { ...line(), allocations })).json;
  return { receiptId: receipt.receiptId, allocationId: receipt.allocations[0]?.allocationId };
}

/** The workflow does what it is asked, and its answer does not come in time. */
function loseTheAnswer(): void {
  api.workflows.on('ask', async (...[orderId, name, { requestId }]: Ask) => {
    await takeMoney(api.deps.db, { orderId, name, requestId });
    throw new AppError('workflows_unavailable', { retryAfterSeconds: 5 });
  });
}

/** The process dies between the commit and the answer, more than a minute ago. */
async function dieBeforeTheAnswer(key: string): Promise<void> {
  const unanswered = { status: null, response: null, created_at: '2026-11-23T07:58:00.000Z' };
  const count = await table('idempotency_keys').where({ idempotency_key: key }).update(unanswered);
  expect(count).toBe(1);
}

const asked = (): string[] => {
  const asks = api.workflows.calls.filter(({ name }) => name === 'ask');
  return asks.map(({ args }) => (args as unknown as Ask)[2].requestId);
};

describe('an answer that did not come in time', () => {
  const allocate = async () => {
    const [orderId, { receiptId }, key] = [await offline(), await receiptFor(), uuidv7()];
    const body = { orderId, amountMinor: 3_000 };
    return { orderId, receiptId, request: { path: `/v1/receipts/${receiptId}/allocations`, body, key } };
  };

  test('the repeat is the same wish: the money is allocated once', async () => {
    const { orderId, receiptId, request } = await allocate();
    loseTheAnswer();
    expect((await post(request)).status).toBe(503);
    letOrdersTakeMoney(api);
    const again = await post(request);
    expect([again.status, again.json.allocations.length]).toEqual([200, 1]);
    expect((await table('orders').where({ order_id: orderId }).first()).received_minor).toBe(3_000);
    expect(await table('receipt_allocations').where({ receipt_id: receiptId })).toHaveLength(1);
    expect(await table('person_requests').where({ subject_id: orderId })).toHaveLength(1);
    expect((await post(request)).headers['idempotent-replayed']).toBe('true');
  });

  test('422: the same key for something else, while nobody knows what became of the first', async () => {
    const { request } = await allocate();
    loseTheAnswer();
    await post(request);
    const other = await post({ ...request, body: { ...request.body, amountMinor: 2_000 } });
    expect(other.json).toMatchObject({ status: 422, code: 'idempotency_key_reused' });
  });

  test('200: it was the last that the order waited for, and its workflow has ended', async () => {
    const { orderId, request } = await allocate();
    loseTheAnswer();
    await post(request);
    await table('orders').where({ order_id: orderId }).update({ state: 'completed', paid_at: START, closed_at: START });
    api.workflows.on('ask', () => ({ outcome: 'no_workflow' }));
    expect((await post(request)).status).toBe(200);
  });

  test('a message that was never delivered is sent again under the same id', async () => {
    const { orderId, request } = await allocate();
    api.workflows.away();
    expect((await post(request)).status).toBe(503);
    api.workflows.back();
    expect((await post(request)).status).toBe(200);
    const [first, second] = asked().slice(-2);
    expect(second).toBe(first);
    expect(await table('person_requests').where({ subject_id: orderId })).toHaveLength(1);
  });

  test('a refusal is no secret kept: the key asks anew, also for something else', async () => {
    const { request } = await allocate();
    api.workflows.on('ask', () => ({ outcome: 'refused', code: 'order_exceeded', state: 'awaiting_payment' }));
    expect((await post(request)).status).toBe(422);
    letOrdersTakeMoney(api);
    expect((await post({ ...request, body: { ...request.body, amountMinor: 2_000 } })).status).toBe(200);
    const [first, second] = asked().slice(-2);
    expect(second).not.toBe(first);
  });

  test.each([
    ['approve', undefined, () => finance, { state: 'awaiting_approval', approval_since: START }],
    ['reject', WHY, () => finance, { state: 'awaiting_approval', approval_since: START }],
    ['prolong', { until: '2026-12-28T08:00:00.000Z', ...WHY }, () => manager, { prolonged_count: 0 }],
    ['close-shortfall', WHY, () => manager, { received_minor: 11_800 }],
    [
      'return-and-cancel',
      WHY,
      () => manager,
      {
        state: 'needs_attention',
        received_minor: 1,
        parked_at: START,
        parked_step: 'partPaid',
        parked_reason: 'deadline',
      },
    ],
    ['change-method', { method: 'card', autoRenew: 'keep' }, () => party.buyer, { prolonged_count: 0 }],
  ] as const)(
    '%s: the repeat is told what was decided, although the order has moved on',
    async (way, body, by, columns) => {
      const orderId = await offline();
      await table('orders').where({ order_id: orderId }).update(columns);
      api.workflows.on('ask', async (...[, , { requestId }]: Ask) => {
        await decidePersonRequest(api.deps.db, requestId, { outcome: 'done' }, START);
        throw new AppError('workflows_unavailable');
      });
      const request = { path: `/v1/orders/${orderId}/${way}`, key: uuidv7(), user: by(), ...(body && { body }) };
      expect((await post(request)).status).toBe(503);
      const moved = { state: 'fulfilling', method: 'card', paid_at: START, ...UNPARKED, approval_since: null };
      await table('orders').where({ order_id: orderId }).update(moved);
      expect((await post(request)).json).toMatchObject({ orderId });
      expect(await table('person_requests').where({ subject_id: orderId })).toHaveLength(1);
    }
  );
});

describe('a process that died before it answered', () => {
  /** The same request after the death; it is answered as the first was. */
  async function repeat(request: Posted) {
    const first = await post(request);
    expect([200, 201]).toContain(first.status);
    await dieBeforeTheAnswer(request.key);
    const again = await post(request);
    expect(again).toMatchObject({ status: first.status, json: first.json });
    expect(again.headers['idempotent-replayed']).toBeUndefined();
    return again.json;
  }

  test('one return is wanted, with one task', async () => {
    const { receiptId } = await receiptFor();
    const body = { amountMinor: 4_000, ...WHY };
    await repeat({ path: `/v1/receipts/${receiptId}/returns`, body, key: uuidv7() });
    const returns = await table('receipt_returns').where({ receipt_id: receiptId });
    expect(returns).toHaveLength(1);
    const dedupeKey = `receipt_to_return:${returns[0].return_id}`;
    expect(await table('tasks').where({ dedupe_key: dedupeKey })).toHaveLength(1);
  });

  test('a transfer is recorded once, and a return withdrawn once', async () => {
    const { receiptId } = await receiptFor();
    const want = async (): Promise<string> => {
      const answer = await postNew(`/v1/receipts/${receiptId}/returns`, { amountMinor: 1_000, ...WHY });
      return answer.json.returns.at(-1).returnId;
    };
    const body = { transferredOn: '2026-11-23', bankReference: 'OUT 7' };
    await repeat({ path: `/v1/receipt-returns/${await want()}/transfer`, body, user: finance, key: uuidv7() });
    await repeat({ path: `/v1/receipt-returns/${await want()}/withdraw`, body: WHY, key: uuidv7() });
    const { returning_minor: left } = await table('receipts').where({ receipt_id: receiptId }).first();
    expect(left).toBe(1_000);
  });

  test('a receipt is recorded once with its allocations', async () => {
    const orderId = await offline();
    const body = { ...line(), allocations: [{ orderId, amountMinor: 5_000 }] };
    const { receipt } = await repeat({ path: '/v1/receipts', body, key: uuidv7() });
    expect(receipt.allocations).toHaveLength(1);
    expect((await table('orders').where({ order_id: orderId }).first()).received_minor).toBe(5_000);
  });

  test('a report is made once and confirmed once, and pays what was open then', async () => {
    const orderId = await offline();
    const told = { amount: { amountMinor: 5_000, currency: 'USD' }, valueDate: '2026-11-20', payer: 'Aurora' };
    const path = `/v1/orders/${orderId}/receipt-reports`;
    const { reportId } = await repeat({ path, body: told, user: distributor, key: uuidv7() });
    expect(await table('receipt_reports').where({ order_id: orderId })).toHaveLength(1);
    const body = { account: ACCOUNT, bankReference: `CONFIRMED ${orderId}` };
    const confirmed = await repeat({ path: `/v1/receipt-reports/${reportId}/confirm`, body, key: uuidv7() });
    expect(confirmed.allocations).toMatchObject([{ outcome: 'done' }]);
    expect((await table('orders').where({ order_id: orderId }).first()).received_minor).toBe(5_000);
  });

  test('a report is declined, a proforma registered, a receipt reversed: once, and the repeat is told', async () => {
    const told = { amount: { amountMinor: 5_000, currency: 'USD' }, valueDate: '2026-11-20', payer: 'Aurora' };
    const { reportId } = (await postNew(`/v1/orders/${await offline()}/receipt-reports`, told, distributor)).json;
    await repeat({ path: `/v1/receipt-reports/${reportId}/decline`, body: WHY, key: uuidv7() });
    const { partnerId } = party.rows;
    const pi = { partnerId, piNumber: 'PI 77', amount: { amountMinor: 1, currency: 'USD' }, validUntil: '2026-12-24' };
    await repeat({ path: '/v1/proformas', body: pi, key: uuidv7() });
    const { receiptId } = await receiptFor(await offline());
    await repeat({ path: `/v1/receipts/${receiptId}/reverse`, body: WHY, key: uuidv7() });
    const what = 'receipt.reversed';
    expect(await table('audit_log').where({ subject_id: receiptId, what })).toHaveLength(1);
  });

  test('an allocation is taken back once', async () => {
    const orderId = await offline();
    const { receiptId, allocationId } = await receiptFor(orderId);
    const path = `/v1/receipts/${receiptId}/allocations/${allocationId}/withdraw`;
    await repeat({ path, body: WHY, key: uuidv7() });
    expect((await table('orders').where({ order_id: orderId }).first()).received_minor).toBe(0);
  });
});
