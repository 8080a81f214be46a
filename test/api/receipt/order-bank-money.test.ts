import { uuidv7 } from 'uuidv7';
import { insertUser, type TestUser } from '../../support/api/api-rows';
import { ACCOUNT, letOrdersTakeMoney, typedLine } from '../../support/api/offline-fixture';
import { createParty, type OrderParty } from '../../support/api/order-fixture';
import { START, startTestApi, type TestApi } from '../../support/api/start-test-api';

let api: TestApi;
let party: OrderParty;
let manager: TestUser;

beforeAll(async () => {
  api = await startTestApi();
  manager = await insertUser(api.deps.db, START, { role: 'account_manager' });
  party = await createParty(api, manager.userId);
  letOrdersTakeMoney(api);
});
afterAll(() => api.stop());

const read = (orderId: string, { token }: TestUser = manager) =>
  api.send('GET', `/v1/orders/${orderId}/bank-money`, { token });
const post = async (path: string, body: object) =>
  (await api.send('POST', path, { token: manager.token, body, headers: { 'idempotency-key': uuidv7() } })).json;

describe('GET /v1/orders/:orderId/bank-money', () => {
  test('200: the account to be paid to, and nothing while nothing has come', async () => {
    const { status, json } = await read(await party.order({ method: 'offline' }));
    expect(status).toBe(200);
    expect(json.accounts).toEqual([expect.objectContaining({ account: ACCOUNT })]);
    expect(json.receipts).toEqual([]);
  });

  test('200: the part of each receipt that pays this order, and no longer what was taken back', async () => {
    const [orderId, other] = [await party.order({ method: 'offline' }), await party.order({ method: 'offline' })];
    const allocations = [
      { orderId, amountMinor: 5_000 },
      { orderId: other, amountMinor: 900 },
    ];
    const { receipt } = await post('/v1/receipts', typedLine({ partnerId: party.rows.partnerId, allocations }));
    const { receiptId } = receipt;
    const { json } = await read(orderId);
    expect(json.receipts).toMatchObject([
      { allocated: { amountMinor: 5_000, currency: 'USD' }, receipt: { receiptId, allocated: { amountMinor: 5_900 } } },
    ]);
    const [{ allocationId }] = json.receipts;
    await post(`/v1/receipts/${receiptId}/allocations/${allocationId}/withdraw`, { reason: 'wrong order' });
    expect((await read(orderId)).json.receipts).toEqual([]);
    expect((await read(other)).json.receipts).toHaveLength(1);
  });

  test('404: an order that nobody placed, and one of a partner of another account manager', async () => {
    const stranger = await insertUser(api.deps.db, START, { role: 'account_manager' });
    for (const { status, json } of [await read(uuidv7()), await read(await party.order(), stranger)]) {
      expect([status, json.code]).toEqual([404, 'order_not_found']);
    }
  });
});
