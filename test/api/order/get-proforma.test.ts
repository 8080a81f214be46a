import { uuidv7 } from 'uuidv7';
import { issueProformaOnce } from '../../../db/invoice/issue-proforma';
import { inTransaction } from '../../../db/shared/transaction';
import { GatewayFailure } from '../../../gateways/shared/provider-failure';
import { insertUser, type TestUser } from '../../support/api/api-rows';
import { createParty, type OrderParty } from '../../support/api/order-fixture';
import { START, startTestApi, type TestApi } from '../../support/api/start-test-api';
import { sampleSeller } from '../../support/sample-catalogue';

let api: TestApi;
let party: OrderParty;
let manager: TestUser;

beforeAll(async () => {
  api = await startTestApi();
  manager = await insertUser(api.deps.db, START, { role: 'account_manager' });
  party = await createParty(api, manager.userId);
});
afterAll(() => api.stop());

async function withProforma(where = api, of = party): Promise<{ orderId: string; proformaNo: string }> {
  const orderId = await of.order({ method: 'offline' });
  const issue = { orderId, at: START };
  const { proformaNo } = await inTransaction(where.deps.db, (trx) => issueProformaOnce(trx, sampleSeller, issue));
  return { orderId, proformaNo };
}

const get = (order: string, token = party.buyer.token, headers: Record<string, string> = {}) =>
  api.send('GET', `/v1/orders/${order}/proforma`, { token, headers });

describe('GET /v1/orders/:order/proforma', () => {
  test('200 for whoever may view the order, by id and by number, then 304 for who has it already', async () => {
    const { orderId, proformaNo } = await withProforma();
    const answer = await get(orderId);
    expect(answer.status).toBe(200);
    expect(answer.headers).toMatchObject({
      'content-type': 'application/pdf',
      'content-disposition': `attachment; filename="${proformaNo}.pdf"`,
      'cache-control': 'private, no-cache',
    });
    expect(answer.text).toContain('%PDF');
    const { order_no: orderNo } = await api.deps.db('orders').where({ order_id: orderId }).first('order_no');
    const finance = await insertUser(api.deps.db, START, { role: 'finance' });
    for (const { token } of [manager, finance]) expect((await get(orderNo, token)).bytes).toEqual(answer.bytes);

    const etag = String(answer.headers['etag']);
    expect(await get(orderId, party.buyer.token, { 'if-none-match': etag })).toMatchObject({ status: 304, text: '' });
    expect((await get(orderId, party.buyer.token, { 'if-none-match': '"else"' })).status).toBe(200);
  });

  test('401 and 403', async () => {
    const { orderId } = await withProforma();
    expect((await api.send('GET', `/v1/orders/${orderId}/proforma`)).status).toBe(401);
    const { token } = await party.user('colleague', ['contacts']);
    expect((await get(orderId, token)).status).toBe(403);
  });

  test('404: a stranger’s, none, and an impossible id look alike', async () => {
    const stranger = await createParty(api);
    const { orderId } = await withProforma(api, stranger);
    const answers = [];
    for (const order of [orderId, uuidv7(), 'x', 'ORD-2026-999999']) {
      const { status, json } = await get(order);
      answers.push({ status, ...json, requestId: '' });
    }
    expect(answers[0]).toMatchObject({ status: 404, code: 'order_not_found' });
    for (const answer of answers) expect(answer).toEqual(answers[0]);
    expect((await get(orderId, manager.token)).status).toBe(404);
  });

  test('404: one’s own order that has none', async () => {
    const answer = await get(await party.order());
    expect(answer).toMatchObject({ status: 404, json: { code: 'order_without_proforma' } });
  });

  test('503: it cannot be drawn at the moment', async () => {
    const proformaPdf = async () => {
      throw new GatewayFailure('unavailable', 'pdf_queue_full', 'a test');
    };
    const other = await startTestApi({ deps: { proformaPdf } });
    const own = await createParty(other);
    const { orderId } = await withProforma(other, own);
    const answer = await other.send('GET', `/v1/orders/${orderId}/proforma`, { token: own.buyer.token });
    expect(answer).toMatchObject({ status: 503, json: { code: 'invoice_not_ready' } });
    expect(answer.headers['retry-after']).toBe('3');
    await other.stop();
  });
});
