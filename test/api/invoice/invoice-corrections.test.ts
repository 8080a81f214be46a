import { uuidv7 } from 'uuidv7';
import { readInvoice } from '../../../db/invoice/invoice-row';
import { BILLING } from '../../support/rows/order-rows';
import { insertUser, type TestUser } from '../../support/api/api-rows';
import { issueFor, type Invoiced } from '../../support/api/invoice-fixture';
import { createParty, type OrderParty } from '../../support/api/order-fixture';
import { START, startTestApi, type TestApi } from '../../support/api/start-test-api';
import { creditNoteOf } from '../../support/rows/invoiced-order-rows';

let api: TestApi;
let party: OrderParty;
let finance: TestUser;
let ops: TestUser;
let manager: TestUser;

beforeAll(async () => {
  api = await startTestApi();
  const { db } = api.deps;
  finance = await insertUser(db, START, { role: 'finance' });
  ops = await insertUser(db, START, { role: 'ops' });
  manager = await insertUser(db, START, { role: 'account_manager' });
  party = await createParty(api, manager.userId);
});
afterAll(() => api.stop());

const RIGHT = { ...BILLING, company: 'Aurora Holding GmbH' };
const WISH = { billing: RIGHT, reason: 'Made out to the wrong company.' };

async function completed(of = party): Promise<Invoiced> {
  const invoice = await issueFor(api, of);
  const done = { state: 'completed', completed_at: START, closed_at: START };
  await api.deps.db('orders').where({ order_id: invoice.orderId }).update(done);
  return invoice;
}

const correct = (
  invoiceId: string,
  { body = WISH, token = finance.token, key = uuidv7() }: { body?: object; token?: string; key?: string } = {}
) => api.send('POST', `/v1/invoices/${invoiceId}/corrections`, { token, body, headers: { 'idempotency-key': key } });

const outboxOf = (orderId: string) =>
  api.deps.db('outbox').where({ topic: 'refunds_wanted' }).whereRaw(`payload->>'orderId' = ?`, [orderId]);

describe('POST /v1/invoices/:invoiceId/corrections', () => {
  test('202: written down for the order’s aftercare, which is woken; audited, and told to staff alone', async () => {
    const { invoiceId, orderId } = await completed();
    const answer = await correct(invoiceId);
    expect(answer).toMatchObject({
      status: 202,
      json: { invoiceId, orderId, state: 'wanted', billing: RIGHT, wantedBy: finance.userId, newInvoiceId: null },
    });
    const { correctionId } = answer.json;
    expect(answer.headers['location']).toBe(`/v1/invoices/${invoiceId}/corrections/${correctionId}`);
    expect(await outboxOf(orderId)).toHaveLength(1);
    const audit = await api.deps.db('audit_log').where({ what: 'invoice.correction_asked', subject_id: invoiceId });
    expect(audit).toMatchObject([{ actor_id: finance.userId, data: { correctionId, reason: WISH.reason } }]);
    const whats = async (token: string) =>
      ((await api.send('GET', `/v1/orders/${orderId}/timeline`, { token })).json.items as { what: string }[]).map(
        ({ what }) => what
      );
    expect(await whats(finance.token)).toContain('correction_asked');
    expect(await whats(party.buyer.token)).not.toContain('correction_asked');
  });

  test('202: a repeat of the request is the same correction', async () => {
    const { invoiceId, orderId } = await completed();
    const key = uuidv7();
    const answers = await Promise.all([correct(invoiceId, { key }), correct(invoiceId, { key })]);
    const again = await correct(invoiceId, { key });
    const ids = new Set(
      [...answers, again].filter(({ status }) => status === 202).map(({ json }) => json.correctionId)
    );
    expect(ids.size).toBe(1);
    expect(again.status).toBe(202);
    expect(await api.deps.db('invoice_corrections').where({ order_id: orderId })).toHaveLength(1);
    expect(await outboxOf(orderId)).toHaveLength(1);
  });

  test('403: everybody but finance', async () => {
    const { invoiceId } = await completed();
    for (const { token } of [ops, manager, party.buyer]) expect((await correct(invoiceId, { token })).status).toBe(403);
  });

  test('404: no such invoice', async () => {
    expect(await correct(uuidv7())).toMatchObject({ status: 404, json: { code: 'invoice_not_found' } });
  });

  test('409: one is under way; of two at once one is taken', async () => {
    const { invoiceId } = await completed();
    const statuses = (await Promise.all([correct(invoiceId), correct(invoiceId)])).map(({ status }) => status);
    expect(statuses.sort()).toEqual([202, 409]);
    expect(await correct(invoiceId)).toMatchObject({ status: 409, json: { code: 'correction_open' } });
  });

  test('409: a refund is under way', async () => {
    const { invoiceId, orderId } = await completed();
    await api.deps.db('order_refunds').insert({
      order_refund_id: uuidv7(),
      order_id: orderId,
      partner_id: party.rows.partnerId,
      basis: 'refund',
      channel: 'provider',
      reason: 'not needed',
      invoice_id: invoiceId,
      lines: 'null',
      capacity: '[]',
      gross_minor: 1,
      amount_minor: 1,
      currency: 'USD',
      state: 'awaiting_approval',
      wanted_by: ops.userId,
      wanted_at: START,
    });
    expect(await correct(invoiceId)).toMatchObject({ status: 409, json: { code: 'refund_open' } });
  });

  test('409: a part of it is credited, or all of it, each with what to do', async () => {
    const { invoiceId } = await completed();
    const invoice = await readInvoice(api.deps.db, invoiceId);
    if (invoice === null) throw new Error('there is no such invoice');
    await creditNoteOf(api.deps.db, invoice, { causeId: uuidv7(), wish: [{ lineNo: 1, quantity: 1 }] });
    const partly = await correct(invoiceId);
    expect(partly).toMatchObject({ status: 409, json: { code: 'invoice_credited' } });
    expect(partly.json.detail).toContain('A part of this invoice');
    await creditNoteOf(api.deps.db, invoice, { causeId: uuidv7(), wish: 'whole' });
    const wholly = await correct(invoiceId);
    expect(wholly).toMatchObject({ status: 409, json: { code: 'invoice_credited' } });
    expect(wholly.json.detail).toContain('as a whole');
  });

  test('409: the order is not completed', async () => {
    const { invoiceId } = await issueFor(api, party);
    expect(await correct(invoiceId)).toMatchObject({
      status: 409,
      json: { code: 'wrong_state', currentState: 'fulfilling' },
    });
  });

  test.each<[string, object, string]>([
    ['nothing changes', { ...WISH, billing: BILLING }, 'billing'],
    ['the tax would change', { ...WISH, billing: { ...RIGHT, country: 'US' } }, 'billing.country'],
    [
      'the tax number is impossible',
      { ...WISH, billing: { ...RIGHT, taxNumberType: 'vat_number', taxNumber: 'DE1' } },
      'billing.taxNumber',
    ],
    ['the mail address is two', { ...WISH, billing: { ...RIGHT, email: 'a@b.example, c@d.example' } }, 'billing.email'],
    ['there is no reason', { billing: RIGHT, reason: ' ' }, 'reason'],
  ])('422: %s', async (_what, body, field) => {
    const { invoiceId, orderId } = await completed();
    const answer = await correct(invoiceId, { body });
    expect(answer.status).toBe(422);
    expect(answer.json.errors[0].field).toBe(field);
    expect(await outboxOf(orderId)).toHaveLength(0);
  });
});

describe('GET /v1/invoices/:invoiceId/corrections/:correction', () => {
  const get = (path: string, token: string) => api.send('GET', path, { token });

  test('200: staff who follow the order see how it stands', async () => {
    const { invoiceId } = await completed();
    const { correctionId } = (await correct(invoiceId)).json;
    const path = `/v1/invoices/${invoiceId}/corrections/${correctionId}`;
    for (const { token } of [finance, ops, manager]) {
      expect(await get(path, token)).toMatchObject({ status: 200, json: { correctionId, state: 'wanted' } });
    }
  });

  test('403: partners', async () => {
    const { invoiceId } = await completed();
    const { correctionId } = (await correct(invoiceId)).json;
    const path = `/v1/invoices/${invoiceId}/corrections/${correctionId}`;
    expect((await get(path, party.buyer.token)).status).toBe(403);
  });

  test('404: of another invoice, or of a partner that somebody else looks after', async () => {
    const [one, other] = [await completed(), await completed(await createParty(api))];
    const { correctionId } = (await correct(other.invoiceId)).json;
    const answers = [
      await get(`/v1/invoices/${one.invoiceId}/corrections/${correctionId}`, finance.token),
      await get(`/v1/invoices/${other.invoiceId}/corrections/${correctionId}`, manager.token),
      await get(`/v1/invoices/${one.invoiceId}/corrections/${uuidv7()}`, finance.token),
    ];
    for (const answer of answers) expect(answer).toMatchObject({ status: 404, json: { code: 'correction_not_found' } });
  });
});
