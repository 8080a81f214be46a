import { uuidv7 } from 'uuidv7';
import { readInvoice } from '../../../db/invoice/invoice-row';
import type { CreditNote } from '../../../db/invoice/credit-note-row';
import { GatewayFailure } from '../../../gateways/shared/provider-failure';
import { insertUser, type TestUser } from '../../support/api/api-rows';
import { issueFor, type Invoiced } from '../../support/api/invoice-fixture';
import { createParty, type OrderParty } from '../../support/api/order-fixture';
import { START, startTestApi, type TestApi } from '../../support/api/start-test-api';
import { creditNoteOf, type TestCredit } from '../../support/rows/invoiced-order-rows';

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

async function creditFor({ invoiceId }: Invoiced, wish: TestCredit['wish'], where = api): Promise<CreditNote> {
  const invoice = await readInvoice(where.deps.db, invoiceId);
  if (invoice === null) throw new Error('there is no such invoice');
  return creditNoteOf(where.deps.db, invoice, { causeId: uuidv7(), wish, at: where.clock.now() });
}

const credited = async (of = party) => {
  const invoice = await issueFor(api, of);
  return { invoice, note: await creditFor(invoice, [{ lineNo: 1, quantity: 3 }]) };
};

const get = (path: string, token = party.buyer.token, headers: Record<string, string> = {}) =>
  api.send('GET', path, { token, headers });

describe('GET /v1/credit-notes', () => {
  test('200: pages, filters, and each role’s own scope', async () => {
    const own = await createParty(api, manager.userId);
    const [one, two] = [await credited(own), await credited(own)];
    const third = await creditFor(two.invoice, 'whole');
    const first = await get('/v1/credit-notes?limit=2', own.buyer.token);
    const next = `/v1/credit-notes?limit=2&cursor=${first.json.nextCursor as string}`;
    const second = await get(next, own.buyer.token);
    const seen = [...first.json.items, ...second.json.items] as { creditNoteNo: string }[];
    const issued = [third, two.note, one.note].map(({ creditNoteNo }) => creditNoteNo);
    expect(seen.map(({ creditNoteNo }) => creditNoteNo)).toEqual(issued);
    expect(second.json).toMatchObject({
      nextCursor: null,
      items: [{ invoice: { invoiceId: one.invoice.invoiceId }, cause: 'refund' }],
    });

    const query = `/v1/credit-notes?companyId=${own.rows.companyId}`;
    const stranger = await createParty(api);
    const counts = [];
    for (const { token } of [ops, manager, stranger.buyer]) counts.push((await get(query, token)).json.items.length);
    expect(counts).toEqual([3, 3, 0]);
    const filtered = async (filter: string) =>
      (await get(`/v1/credit-notes?${filter}`, own.buyer.token)).json.items.length;
    expect(await filtered(`invoiceId=${two.invoice.invoiceId}`)).toBe(2);
    expect(await filtered(`orderId=${one.invoice.orderId}`)).toBe(1);
    expect(await filtered(`text=${third.creditNoteNo}`)).toBe(1);
    expect(await filtered('until=2026-11-23')).toBe(0);
  });

  test.each(['from=2026-02-30', 'cursor=x', 'sort=total', 'limit=1000', 'text=%00', 'invoiceId='])(
    '422: %s',
    async (query) => {
      expect((await get(`/v1/credit-notes?${query}`)).status).toBe(422);
    }
  );

  test('401 and 403', async () => {
    expect((await api.send('GET', '/v1/credit-notes')).status).toBe(401);
    const { token } = await party.user('colleague', ['buy']);
    expect((await get('/v1/credit-notes', token)).status).toBe(403);
  });
});

describe('GET /v1/credit-notes/:creditNoteId', () => {
  test('200: as it was issued, and the invoice shows it', async () => {
    const { invoice, note } = await credited();
    const answer = await get(`/v1/credit-notes/${note.creditNoteId}`);
    expect(answer).toMatchObject({
      status: 200,
      json: {
        creditNoteNo: note.creditNoteNo,
        invoice: { invoiceId: invoice.invoiceId, invoiceNo: invoice.invoiceNo },
        orderId: invoice.orderId,
        cause: 'refund',
        returned: { amountMinor: 3_570, currency: 'USD' },
        totals: { net: { amountMinor: 3_000 }, tax: { amountMinor: 570 }, gross: { amountMinor: 3_570 } },
        lines: [{ lineNo: 1, name: 'Meeting Room', quantity: 3, invoicedQuantity: 10 }],
        taxLines: [{ rateBasisPoints: 1900 }],
      },
    });
    expect(answer.text).not.toContain('not needed');
    expect((await get(`/v1/invoices/${invoice.invoiceId}`)).json).toMatchObject({
      fullyCredited: false,
      credited: { amountMinor: 3_570 },
      creditNotes: [
        { creditNoteId: note.creditNoteId, creditNoteNo: note.creditNoteNo, gross: { amountMinor: 3_570 } },
      ],
    });
  });

  test('200: an order whose invoice was credited as a whole still names it', async () => {
    const { invoice } = await credited();
    await creditFor(invoice, 'whole');
    expect((await get(`/v1/invoices/${invoice.invoiceId}`)).json).toMatchObject({
      fullyCredited: true,
      credited: { amountMinor: 11_900 },
    });
    expect((await get(`/v1/orders/${invoice.orderId}`)).json.invoice).toMatchObject({ invoiceNo: invoice.invoiceNo });
    const list = await get(`/v1/orders?text=${invoice.invoiceNo}`);
    expect(list.json.items).toMatchObject([{ orderId: invoice.orderId, invoiceNo: invoice.invoiceNo }]);
  });

  test('404: a stranger’s, none, and an impossible id look alike', async () => {
    const { note } = await credited(await createParty(api));
    const answers = [];
    for (const id of [note.creditNoteId, uuidv7(), 'x']) {
      const { status, json } = await get(`/v1/credit-notes/${id}`);
      answers.push({ status, ...json, requestId: '' });
    }
    expect(answers[0]).toMatchObject({ status: 404, code: 'credit_note_not_found' });
    for (const answer of answers) expect(answer).toEqual(answers[0]);
  });
});

describe('GET /v1/credit-notes/:creditNoteId/pdf', () => {
  test('200, then 304 for who has it already', async () => {
    const { note } = await credited();
    const path = `/v1/credit-notes/${note.creditNoteId}/pdf`;
    const answer = await get(path);
    expect(answer.status).toBe(200);
    expect(answer.headers).toMatchObject({
      'content-type': 'application/pdf',
      'content-disposition': `attachment; filename="${note.creditNoteNo}.pdf"`,
    });
    expect(answer.text).toContain('%PDF');
    const etag = String(answer.headers['etag']);
    expect(await get(path, party.buyer.token, { 'if-none-match': etag })).toMatchObject({ status: 304, text: '' });
  });

  test('404: a stranger’s', async () => {
    const { note } = await credited(await createParty(api));
    expect((await get(`/v1/credit-notes/${note.creditNoteId}/pdf`)).status).toBe(404);
  });

  test('503: it cannot be drawn at the moment', async () => {
    const creditNotePdf = async () => {
      throw new GatewayFailure('unavailable', 'pdf_queue_full', 'a test');
    };
    const other = await startTestApi({ deps: { creditNotePdf } });
    const own = await createParty(other);
    const note = await creditFor(await issueFor(other, own), 'whole', other);
    const answer = await other.send('GET', `/v1/credit-notes/${note.creditNoteId}/pdf`, { token: own.buyer.token });
    expect(answer).toMatchObject({ status: 503, json: { code: 'invoice_not_ready' } });
    await other.stop();
  });
});
