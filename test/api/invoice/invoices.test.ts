import { uuidv7 } from 'uuidv7';
import { GatewayFailure } from '../../../gateways/shared/provider-failure';
import { insertUser, type TestUser } from '../../support/api/api-rows';
import { issueFor, issueWithLink } from '../../support/api/invoice-fixture';
import { createParty, type OrderParty } from '../../support/api/order-fixture';
import { START, startTestApi, type TestApi } from '../../support/api/start-test-api';

let api: TestApi;
let party: OrderParty;
let ops: TestUser;
let manager: TestUser;

beforeAll(async () => {
  api = await startTestApi();
  const { db } = api.deps;
  ops = await insertUser(db, START, { role: 'ops' });
  manager = await insertUser(db, START, { role: 'account_manager' });
  party = await createParty(api, manager.userId);
});
afterAll(() => api.stop());

const get = (path: string, token = party.buyer.token, headers: Record<string, string> = {}) =>
  api.send('GET', path, { token, headers });

describe('GET /v1/invoices', () => {
  test('200: pages, filters, and each role’s own scope', async () => {
    const own = await createParty(api, manager.userId);
    const issued = [await issueFor(api, own), await issueFor(api, own), await issueFor(api, own)];
    const first = await get('/v1/invoices?limit=2', own.buyer.token);
    const second = await get(`/v1/invoices?limit=2&cursor=${first.json.nextCursor as string}`, own.buyer.token);
    const seen = [...first.json.items, ...second.json.items] as { invoiceNo: string }[];
    expect(seen.map(({ invoiceNo }) => invoiceNo)).toEqual(issued.map(({ invoiceNo }) => invoiceNo).reverse());
    expect(second.json.nextCursor).toBeNull();

    const query = `/v1/invoices?companyId=${own.rows.companyId}`;
    const stranger = await createParty(api);
    const counts = [];
    for (const { token } of [ops, manager, stranger.buyer]) counts.push((await get(query, token)).json.items.length);
    expect(counts).toEqual([3, 3, 0]);
    expect((await get(`/v1/invoices?text=${issued[0]?.invoiceNo}`, own.buyer.token)).json.items).toHaveLength(1);
    expect((await get(`/v1/invoices?orderId=${issued[1]?.orderId}`, own.buyer.token)).json.items).toHaveLength(1);
    expect((await get('/v1/invoices?until=2026-11-23', own.buyer.token)).json.items).toEqual([]);
  });

  test.each(['from=2026-02-30', 'cursor=x', 'sort=total', 'limit=1000', 'text=%00'])('422: %s', async (query) => {
    expect((await get(`/v1/invoices?${query}`)).status).toBe(422);
  });

  test('401 and 403', async () => {
    expect((await api.send('GET', '/v1/invoices')).status).toBe(401);
    const { token } = await party.user('colleague', ['buy']);
    expect((await get('/v1/invoices', token)).status).toBe(403);
  });
});

describe('GET /v1/invoices/:invoiceId', () => {
  test('200: as it was issued', async () => {
    const { invoiceId, invoiceNo, orderId } = await issueFor(api, party, { company: '数据 🎉 شركة' });
    const answer = await get(`/v1/invoices/${invoiceId}`);
    expect(answer).toMatchObject({
      status: 200,
      json: { invoiceNo, orderId, buyer: { company: '数据 🎉 شركة' }, totals: { gross: { amountMinor: 11_900 } } },
    });
    expect(answer.json.lines[0].arithmetic).toContain('190 of 365 days');
    expect((await get(`/v1/orders/${orderId}`)).json.invoice).toMatchObject({ invoiceId, invoiceNo });
  });

  test('404: a stranger’s, none, and an impossible id look alike', async () => {
    const stranger = await createParty(api);
    const { invoiceId } = await issueFor(api, stranger);
    const answers = [];
    for (const id of [invoiceId, uuidv7(), 'x']) {
      const { status, json } = await get(`/v1/invoices/${id}`);
      answers.push({ status, ...json, requestId: '' });
    }
    expect(answers[0]).toMatchObject({ status: 404, code: 'invoice_not_found' });
    for (const answer of answers) expect(answer).toEqual(answers[0]);
  });
});

describe('GET /v1/invoices/:invoiceId/pdf', () => {
  test('200, then 304 for who has it already', async () => {
    const { invoiceId, invoiceNo } = await issueFor(api, party);
    const path = `/v1/invoices/${invoiceId}/pdf`;
    const answer = await get(path);
    expect(answer.status).toBe(200);
    expect(answer.headers).toMatchObject({
      'content-type': 'application/pdf',
      'content-disposition': `attachment; filename="${invoiceNo}.pdf"`,
    });
    expect(answer.text).toContain('%PDF');
    const etag = String(answer.headers['etag']);
    const again = await get(path, party.buyer.token, { 'if-none-match': etag });
    expect(again).toMatchObject({ status: 304, text: '' });
    expect((await get(path, party.buyer.token, { 'if-none-match': '"else"' })).status).toBe(200);
  });

  test('404: a stranger’s', async () => {
    const stranger = await createParty(api);
    const { invoiceId } = await issueFor(api, stranger);
    expect((await get(`/v1/invoices/${invoiceId}/pdf`)).status).toBe(404);
  });

  test('503: it cannot be drawn at the moment', async () => {
    const invoicePdf = async () => {
      throw new GatewayFailure('unavailable', 'pdf_queue_full', 'a test');
    };
    const other = await startTestApi({ deps: { invoicePdf } });
    const own = await createParty(other);
    const { invoiceId } = await issueFor(other, own);
    const answer = await other.send('GET', `/v1/invoices/${invoiceId}/pdf`, { token: own.buyer.token });
    expect(answer).toMatchObject({ status: 503, json: { code: 'invoice_not_ready' } });
    expect(answer.headers['retry-after']).toBe('3');
    await other.stop();
  });
});

describe('POST /v1/orders/:orderId/resend-invoice', () => {
  const resend = (orderId: string, body: unknown, token = ops.token) =>
    api.send('POST', `/v1/orders/${orderId}/resend-invoice`, { token, body });

  test('202: a new link goes to the corrected address, the old one is revoked, the audit log knows who', async () => {
    const { orderId, token } = await issueWithLink(api, party);
    const answer = await resend(orderId, { email: 'right@aurora.example' }, manager.token);
    expect(answer.status).toBe(202);
    expect(await api.deps.db('mails').where({ mail_id: answer.json.mailId }).first()).toMatchObject({
      recipient: { address: 'right@aurora.example' },
      state: 'queued',
    });
    expect((await api.send('GET', `/i/${token}`)).status).toBe(410);
    const audit = await api.deps.db('audit_log').where({ what: 'invoice.resent', actor_id: manager.userId });
    expect(audit).toMatchObject([{ data: { address: 'right@aurora.example', corrected: true } }]);
  });

  test('403: partners', async () => {
    const { orderId } = await issueFor(api, party);
    expect((await resend(orderId, {}, party.buyer.token)).status).toBe(403);
  });

  test('404: an order of a partner that somebody else looks after', async () => {
    const stranger = await createParty(api);
    const { orderId } = await issueFor(api, stranger);
    expect((await resend(orderId, {}, manager.token)).status).toBe(404);
    expect((await resend(uuidv7(), {})).status).toBe(404);
  });

  test('409: no invoice yet', async () => {
    const answer = await resend(await party.order(), {});
    expect(answer).toMatchObject({ status: 409, json: { currentState: 'awaiting_payment' } });
  });

  test.each(['a@b\r\nBcc: c@d.example', 'not an address', 'a@b.example, c@d.example', `${'x'.repeat(300)}@y.example`])(
    '422: %j',
    async (email) => {
      const { orderId } = await issueFor(api, party);
      const answer = await resend(orderId, { email });
      expect(answer.status).toBe(422);
      expect(answer.json.errors[0].field).toBe('email');
    }
  );
});
