import { uuidv7 } from 'uuidv7';
import type { TestUser } from '../../support/api/api-rows';
import { createParty, type OrderParty } from '../../support/api/order-fixture';
import { letOrdersTakeMoney, typedLine } from '../../support/api/offline-fixture';
import { startTestApi, type TestApi } from '../../support/api/start-test-api';
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
const get = (path: string, { token }: TestUser = people.manager) => api.send('GET', path, { token });
const record = (change: object = {}, user?: TestUser) => post('/v1/receipts', typedLine({ ...change }), user);
const offline = () => party.order({ method: 'offline' });
const own = () => ({ partnerId: party.rows.partnerId });

describe('POST /v1/receipts', () => {
  test('201: recorded and allocated to two orders, each by its workflow, audited without the payer', async () => {
    const orders = [await offline(), await offline()];
    const allocations = orders.map((orderId) => ({ orderId, amountMinor: 5_000 }));
    const answer = await record({ ...own(), allocations, account: 'DE02 1203 0000 0000 2020 51' });
    expect(answer.status).toBe(201);
    const { receipt } = answer.json;
    expect(answer.headers['location']).toBe(`/v1/receipts/${receipt.receiptId}`);
    expect(answer.json.allocations.map(({ outcome }: { outcome: string }) => outcome)).toEqual(['done', 'done']);
    expect(receipt).toMatchObject({
      account: 'DE02120300000000202051',
      sellerId: 'seller-eu',
      state: 'unmatched',
      allocated: { amountMinor: 10_000 },
      unmatched: { amountMinor: 1_900 },
      recordedBy: { userId: people.manager.userId },
    });
    expect(receipt.allocations).toHaveLength(2);
    expect(await auditOf(api.deps.db, receipt.receiptId)).toEqual(['receipt.recorded']);
    const [row] = await api.deps.db('audit_log').where({ subject_id: receipt.receiptId });
    expect(JSON.stringify(row.data)).not.toContain('Aurora');
  });

  test('201: it stays recorded whatever the orders answer, and each answer is told apart', async () => {
    const [good, full] = [await offline(), await offline()];
    const strange = await (await createParty(api)).order();
    api.workflows.on('ask', (orderId) =>
      orderId === full
        ? { outcome: 'refused', code: 'order_exceeded', state: 'awaiting_payment' }
        : { outcome: 'done', state: 'fulfilling' }
    );
    const allocations = [good, full, strange].map((orderId) => ({ orderId, amountMinor: 1_000 }));
    const answer = await record({ ...own(), allocations });
    expect(answer.status).toBe(201);
    expect(answer.json.allocations).toMatchObject([
      { orderId: good, outcome: 'done', code: null },
      { orderId: full, outcome: 'refused', code: 'order_exceeded', detail: expect.stringMatching(/more than is open/) },
      { orderId: strange, outcome: 'refused', code: 'order_not_found' },
    ]);
    api.workflows.away();
    const away = await record({ ...own(), allocations: allocations.slice(0, 1) });
    expect(away.json.allocations).toMatchObject([{ outcome: 'unknown', code: 'workflows_unavailable' }]);
    expect(away.json.receipt.state).toBe('unmatched');
  });

  test('201: money that is nobody’s yet; a repeated key records one', async () => {
    const headers = { 'idempotency-key': uuidv7() };
    const options = { token: people.manager.token, headers, body: typedLine() };
    const [first, second] = [
      await api.send('POST', '/v1/receipts', options),
      await api.send('POST', '/v1/receipts', options),
    ];
    expect(first.json.receipt).toMatchObject({ partner: null, state: 'unmatched' });
    expect(second.json).toEqual(first.json);
  });

  test('403: who does not record money', async () => {
    for (const user of [people.finance, people.ops, people.distributor, party.buyer]) {
      expect((await record({}, user)).status).toBe(403);
    }
  });

  test('404: a partner or a file that is not the account manager’s to see', async () => {
    const strange = await record({ partnerId: people.birch.partnerId });
    expect(strange.json).toMatchObject({ status: 404, code: 'partner_not_found' });
    expect((await record({ partnerId: 'nobody' })).json.code).toBe('partner_not_found');
    expect((await record({ evidenceId: uuidv7() })).json).toMatchObject({ status: 404, code: 'evidence_not_found' });
  });

  test('409: entered twice, however it is typed; another’s receipt is not shown', async () => {
    const line = typedLine(own());
    const first = await post('/v1/receipts', line);
    const again = {
      ...line,
      bankReference: ` ${String(line['bankReference']).toLowerCase()} `,
      payer: 'AURORA  workspaces gmbh',
    };
    const second = await post('/v1/receipts', again);
    expect(second.json).toMatchObject({
      status: 409,
      code: 'receipt_duplicate',
      receiptId: first.json.receipt.receiptId,
    });
    const stranger = await post('/v1/receipts', { ...line, partnerId: null }, people.otherManager);
    expect(stranger.json.code).toBe('receipt_duplicate');
    expect(stranger.json).not.toHaveProperty('receiptId');
  });

  test.each([
    ['account', 'unknown_account', { account: 'DE00 0000' }],
    ['account', 'unknown_account', { amount: { amountMinor: 1, currency: 'CNY' } }],
    ['valueDate', 'in_future', { valueDate: '2026-11-24' }],
    ['valueDate', 'too_old', { valueDate: '2024-11-01' }],
    ['valueDate', 'invalid', { valueDate: '1969-12-31' }],
    ['valueDate', 'invalid_format', { valueDate: '2026-02-30' }],
    ['amount.amountMinor', 'too_small', { amount: { amountMinor: 0, currency: 'USD' } }],
    ['amount.amountMinor', 'too_small', { amount: { amountMinor: -5, currency: 'USD' } }],
    ['amount.amountMinor', 'wrong_type', { amount: { amountMinor: 1.5, currency: 'USD' } }],
    ['amount.amountMinor', 'too_big', { amount: { amountMinor: 1e15, currency: 'USD' } }],
    ['amount.currency', 'unknown_value', { amount: { amountMinor: 1, currency: 'XYZ' } }],
    ['payer', 'too_short', { payer: '   ' }],
    ['payer', 'invalid_format', { payer: 'a\nb' }],
    ['note', 'too_long', { note: 'x'.repeat(1_001) }],
  ])('422: %s is %s', async (field, code, change) => {
    const answer = await record(change);
    expect(answer.status).toBe(422);
    expect(answer.json.errors).toContainEqual(expect.objectContaining({ field, code }));
  });

  test('422: allocations that are more than the receipt, name an order twice, or are too many', async () => {
    const orderId = await offline();
    const errors = async (allocations: readonly object[]) =>
      (await record({ ...own(), allocations })).json.errors as unknown;
    expect(await errors([{ orderId, amountMinor: 11_901 }])).toMatchObject([{ code: 'receipt_exceeded' }]);
    const half = { orderId, amountMinor: 10 };
    expect(await errors([half, half])).toMatchObject([{ code: 'order_twice' }]);
    const many = Array.from({ length: 21 }, () => ({ orderId: uuidv7(), amountMinor: 1 }));
    expect(await errors(many)).toMatchObject([{ field: 'allocations', code: 'too_many' }]);
    expect(await api.deps.db('person_requests').where({ subject_id: orderId })).toEqual([]);
  });
});

describe('GET /v1/receipts and GET /v1/receipts/:receipt', () => {
  test('200: pages, filters, and each role’s reach; nobody’s money is every account manager’s', async () => {
    const payer = `Payer ${uuidv7()}`;
    const ids: string[] = [];
    for (const change of [own(), own(), {}]) ids.push((await record({ ...change, payer })).json.receipt.receiptId);
    const idsOf = async (query: string, user?: TestUser): Promise<string[]> => {
      const answer = await get(`/v1/receipts?text=${encodeURIComponent(payer)}${query}`, user);
      return answer.json.items.map(({ receiptId }: { receiptId: string }) => receiptId);
    };
    const newest = [...ids].reverse();
    expect(await idsOf('')).toEqual(newest);
    expect(await idsOf(`&partnerId=${party.rows.partnerId}`)).toEqual(newest.slice(1));
    expect(await idsOf('', people.otherManager)).toEqual([ids[2]]);
    expect(await idsOf('', people.finance)).toEqual(newest);
    expect(await idsOf('&from=2026-11-20&until=2026-11-21')).toEqual(newest);
    expect(await idsOf('&until=2026-11-20')).toEqual([]);
    expect(await idsOf('&state=reversed')).toEqual([]);
    expect(await idsOf('&state=unmatched')).toEqual(newest);
    expect(await idsOf('&state=allocated')).toEqual([]);
    const first = await get(`/v1/receipts?limit=2&text=${encodeURIComponent(payer)}`);
    expect(await idsOf(`&limit=2&cursor=${first.json.nextCursor}`)).toEqual([ids[0]]);
    expect((await get('/v1/receipts', party.buyer)).status).toBe(403);
  });

  test('200 and 404: one receipt, for who sees it; 403 for a distributor', async () => {
    const { receiptId } = (await record(own())).json.receipt;
    const statuses = [];
    for (const user of [people.manager, people.otherManager, people.finance, people.ops, people.distributor]) {
      statuses.push((await get(`/v1/receipts/${receiptId}`, user)).status);
    }
    expect(statuses).toEqual([200, 404, 200, 200, 403]);
    const { receiptId: nobodys } = (await record()).json.receipt;
    expect((await get(`/v1/receipts/${nobodys}`, people.otherManager)).status).toBe(200);
  });
});

describe('POST /v1/receipts/:receipt/allocations', () => {
  const allocate = (receiptId: string, body: object, user?: TestUser) =>
    post(`/v1/receipts/${receiptId}/allocations`, body, user);

  test('200: the message carries the id of the stored wish alone', async () => {
    const [orderId, { receiptId }] = [await offline(), (await record(own())).json.receipt];
    const answer = await allocate(receiptId, { orderId, amountMinor: 11_900 });
    expect(answer.json).toMatchObject({ state: 'allocated', allocations: [{ order: { orderId } }] });
    const [wish] = await api.deps.db('person_requests').where({ subject_id: orderId });
    expect(wish).toMatchObject({ kind: 'allocate_receipt', body: { receiptId, amountMinor: 11_900 } });
    const call = api.workflows.calls.filter(({ name }) => name === 'ask').at(-1);
    expect(call?.args).toEqual([orderId, 'allocateReceipt', { requestId: wish.request_id }]);
  });

  test('403 for finance, 404 for a stranger’s receipt or order', async () => {
    const [orderId, { receiptId }] = [await offline(), (await record(own())).json.receipt];
    const body = { orderId, amountMinor: 1 };
    expect((await allocate(receiptId, body, people.finance)).status).toBe(403);
    expect((await allocate(receiptId, body, people.otherManager)).json.code).toBe('receipt_not_found');
    const strange = await (await createParty(api)).order();
    expect((await allocate(receiptId, { ...body, orderId: strange })).json.code).toBe('order_not_found');
  });

  test('409: the order has ended, or the receipt was reversed', async () => {
    const { receiptId } = (await record(own())).json.receipt;
    api.workflows.on('ask', () => ({ outcome: 'no_workflow' }));
    const ended = await allocate(receiptId, { orderId: await party.order({ state: 'cancelled' }), amountMinor: 1 });
    expect(ended.json).toMatchObject({ status: 409, code: 'wrong_state', currentState: 'cancelled' });
    await api.deps.db('receipts').where({ receipt_id: receiptId }).update({
      reversed_at: '2026-11-23T08:00:00Z',
      reversed_by: people.manager.userId,
    });
    const reversed = await allocate(receiptId, { orderId: await offline(), amountMinor: 1 });
    expect(reversed.json).toMatchObject({ status: 409, code: 'receipt_reversed' });
  });

  test.each([
    ['orderId', 'receipt_of_other_partner'],
    ['orderId', 'receipt_of_other_seller'],
    ['orderId', 'receipt_in_other_currency'],
    ['amountMinor', 'receipt_exceeded'],
    ['amountMinor', 'order_exceeded'],
  ] as const)('422: %s, for the workflow says %s', async (field, code) => {
    const { receiptId } = (await record(own())).json.receipt;
    api.workflows.on('ask', () => ({ outcome: 'refused', code, state: 'awaiting_payment' }));
    const answer = await allocate(receiptId, { orderId: await offline(), amountMinor: 1 });
    expect(answer.json.errors).toMatchObject([{ field, code }]);
  });

  test('503: Temporal is away', async () => {
    const { receiptId } = (await record(own())).json.receipt;
    api.workflows.away();
    expect((await allocate(receiptId, { orderId: await offline(), amountMinor: 1 })).status).toBe(503);
  });
});
