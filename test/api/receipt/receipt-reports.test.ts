import { uuidv7 } from 'uuidv7';
import { insertPartner, insertUser, type TestUser } from '../../support/api/api-rows';
import { type OrderParty } from '../../support/api/order-fixture';
import { ACCOUNT, letOrdersTakeMoney, typedLine } from '../../support/api/offline-fixture';
import { START, startTestApi, type TestApi } from '../../support/api/start-test-api';
import { eventually } from '../../support/eventually';
import { pdfWith } from '../../support/evidence-bytes';
import { insertOrder } from '../../support/rows/order-rows';
import { insertCompany } from '../../support/rows/partner-rows';

let api: TestApi;
let party: OrderParty;
let manager: TestUser;
let otherManager: TestUser;
let distributor: TestUser;
let finance: TestUser;

beforeAll(async () => {
  api = await startTestApi();
  const { db } = api.deps;
  manager = await insertUser(db, START, { role: 'account_manager' });
  otherManager = await insertUser(db, START, { role: 'account_manager' });
  distributor = await insertUser(db, START, { role: 'distributor' });
  finance = await insertUser(db, START, { role: 'finance' });
  const facts = { accountManagerId: manager.userId, distributorId: distributor.userId };
  const partnerId = await insertPartner(db, START, facts);
  const buyer = await insertUser(db, START, { role: 'partner', partnerId });
  await insertCompany(db, partnerId, 'WP-reports');
  const rows = { partnerId, userId: buyer.userId, companyId: 'WP-reports' };
  const order: OrderParty['order'] = (options) => insertOrder(db, rows, { method: 'offline', ...options });
  party = { rows, buyer, user: () => Promise.reject(new Error('not needed')), order };
});
afterAll(() => api.stop());
beforeEach(() => {
  api.workflows.back();
  letOrdersTakeMoney(api);
});

const REPORT = { amount: { amountMinor: 11_900, currency: 'USD' }, valueDate: '2026-11-20', payer: 'Aurora GmbH' };
const post = (path: string, body: object, { token }: TestUser) =>
  api.send('POST', path, { token, body, headers: { 'idempotency-key': uuidv7() } });
const report = (orderId: string, body: object = REPORT, user = distributor) =>
  post(`/v1/orders/${orderId}/receipt-reports`, body, user);
const reported = async (body?: object): Promise<{ reportId: string; orderId: string }> => {
  const orderId = await party.order();
  return { orderId, reportId: (await report(orderId, body)).json.reportId };
};
const line = () => ({ account: ACCOUNT, bankReference: String(typedLine()['bankReference']) });
const confirm = (reportId: string, body: object = line(), user = manager) =>
  post(`/v1/receipt-reports/${reportId}/confirm`, body, user);
const decline = (reportId: string, user = manager, body: object = { reason: 'not on the statement' }) =>
  post(`/v1/receipt-reports/${reportId}/decline`, body, user);
const tasksOf = (orderId: string) => api.deps.db('tasks').where({ order_id: orderId, kind: 'receipt_reported' });

describe('POST /v1/orders/:orderId/receipt-reports', () => {
  test('201: told to the account manager, and no money at all', async () => {
    const orderId = await party.order();
    const answer = await report(orderId, { ...REPORT, note: 'slip follows' });
    expect(answer).toMatchObject({ status: 201, json: { state: 'reported', receiptId: null, order: { orderId } } });
    expect(await tasksOf(orderId)).toMatchObject([{ state: 'open', role: 'account_manager' }]);
    const order = await api.deps.db('orders').where({ order_id: orderId }).first();
    expect([order.received_minor, order.state]).toEqual([0, 'awaiting_payment']);
    expect(api.workflows.calls.filter(({ args }) => args[0] === orderId)).toEqual([]);
  });

  test('403: only a distributor reports', async () => {
    const orderId = await party.order();
    for (const user of [manager, finance, party.buyer]) expect((await report(orderId, REPORT, user)).status).toBe(403);
  });

  test('404: another distributor, and a file that is not its own', async () => {
    const other = await insertUser(api.deps.db, START, { role: 'distributor' });
    const orderId = await party.order();
    expect((await report(orderId, REPORT, other)).json.code).toBe('order_not_found');
    const upload = { token: other.token, headers: { 'content-type': 'application/pdf' }, body: pdfWith('theirs') };
    const { evidenceId } = (await api.send('POST', '/v1/evidence', upload)).json;
    expect((await report(orderId, { ...REPORT, evidenceId })).json.code).toBe('evidence_not_found');
  });

  test('409: an order that waits for no bank money', async () => {
    for (const options of [{ method: 'card' }, { state: 'completed' }, { state: 'cancelled' }] as const) {
      expect((await report(await party.order(options))).json).toMatchObject({ status: 409, code: 'wrong_state' });
    }
  });

  test('422: another currency, a day in the future, no payer', async () => {
    const orderId = await party.order();
    const fieldOf = async (change: object) => (await report(orderId, { ...REPORT, ...change })).json.errors[0].field;
    expect(await fieldOf({ amount: { amountMinor: 1, currency: 'CNY' } })).toBe('amount.currency');
    expect(await fieldOf({ valueDate: '2026-11-25' })).toBe('valueDate');
    expect(await fieldOf({ payer: '' })).toBe('payer');
  });
});

describe('GET /v1/receipt-reports and GET /v1/receipt-reports/:report', () => {
  test('200: by state and order, page by page, for each role its own', async () => {
    const orderId = await party.order();
    const ids = [];
    for (let n = 0; n < 3; n += 1) ids.push((await report(orderId)).json.reportId);
    await decline(ids[1]);
    const list = async (query: string, { token }: TestUser) => {
      const { json } = await api.send('GET', `/v1/receipt-reports?orderId=${orderId}${query}`, { token });
      return { ids: json.items.map(({ reportId }: { reportId: string }) => reportId), cursor: json.nextCursor };
    };
    expect((await list('&state=reported', manager)).ids).toEqual([ids[2], ids[0]]);
    const first = await list('&limit=2', distributor);
    expect((await list(`&limit=2&cursor=${first.cursor}`, distributor)).ids).toEqual([ids[0]]);
    expect((await list('', otherManager)).ids).toEqual([]);
    expect((await list('', finance)).ids).toHaveLength(3);
  });

  test('200 and 404: one of them; 403 for a partner', async () => {
    const { reportId } = await reported();
    const statuses = [];
    for (const { token } of [distributor, manager, otherManager, party.buyer]) {
      statuses.push((await api.send('GET', `/v1/receipt-reports/${reportId}`, { token })).status);
    }
    expect(statuses).toEqual([200, 200, 404, 403]);
  });

  test('a new distributor of the partner sees its own reports, and none of the earlier one', async () => {
    const { reportId, orderId } = await reported();
    const next = await insertUser(api.deps.db, START, { role: 'distributor' });
    const partner = api.deps.db('partners').where({ partner_id: party.rows.partnerId });
    await partner.clone().update({ distributor_id: next.userId });
    try {
      const own = await report(orderId, REPORT, next);
      const list = await api.send('GET', `/v1/receipt-reports?orderId=${orderId}`, { token: next.token });
      expect(list.json.items).toEqual([own.json]);
      const one = await api.send('GET', `/v1/receipt-reports/${reportId}`, { token: next.token });
      expect(one.json).toMatchObject({ status: 404, code: 'receipt_report_not_found' });
      const all = await api.send('GET', `/v1/receipt-reports?orderId=${orderId}`, { token: manager.token });
      expect(all.json.items).toHaveLength(2);
    } finally {
      await partner.clone().update({ distributor_id: distributor.userId });
    }
  });
});

/** Both have read the report as undecided before either may write. */
async function atOnce<T>(reportId: string, acts: readonly (() => Promise<T>)[]): Promise<T[]> {
  const { db } = api.deps;
  let running: Promise<T[]> = Promise.resolve([]);
  await db.transaction(async (trx) => {
    await trx('receipt_reports').where({ report_id: reportId }).forUpdate().first();
    running = Promise.all(acts.map((act) => act()));
    // The first waits for our transaction, the second behind it for its turn at the row.
    await eventually(async () => {
      const queued = await db.raw(
        `select 1 from pg_locks where not granted and locktype = 'tuple' and relation = 'receipt_reports'::regclass
           and database = (select oid from pg_database where datname = current_database())`
      );
      return queued.rows.length > 0;
    }, 2_500);
  });
  return running;
}

describe('POST …/confirm', () => {
  test('200: the bank line becomes a receipt with the distributor’s evidence and pays the order', async () => {
    const upload = { token: distributor.token, headers: { 'content-type': 'application/pdf' }, body: pdfWith('slip') };
    const { evidenceId } = (await api.send('POST', '/v1/evidence', upload)).json;
    const { orderId, reportId } = await reported({ ...REPORT, evidenceId });
    const answer = await confirm(reportId);
    expect(answer.json).toMatchObject({
      report: { state: 'confirmed', decidedBy: { userId: manager.userId } },
      receipt: { evidenceId, state: 'allocated', partner: { partnerId: party.rows.partnerId } },
      allocations: [{ orderId, outcome: 'done' }],
    });
    expect(answer.json.report.receiptId).toBe(answer.json.receipt.receiptId);
    expect((await tasksOf(orderId))[0]).toMatchObject({ state: 'done', closed_by: manager.userId });
    const file = await api.send('GET', `/v1/evidence/${evidenceId}`, { token: manager.token });
    expect(file.status).toBe(200);
  });

  test('200: the statement counts and not the report; what is beyond the order stays unmatched', async () => {
    const { reportId } = await reported();
    const answer = await confirm(reportId, { ...line(), amount: { amountMinor: 20_000, currency: 'USD' } });
    expect(answer.json.receipt).toMatchObject({
      amount: { amountMinor: 20_000 },
      allocated: { amountMinor: 11_900 },
      unmatched: { amountMinor: 8_100 },
    });
  });

  test('403 and 404: never the distributor, nor another account manager', async () => {
    const { reportId } = await reported();
    expect((await confirm(reportId, line(), distributor)).status).toBe(403);
    expect((await confirm(reportId, line(), finance)).status).toBe(403);
    expect((await confirm(reportId, line(), otherManager)).status).toBe(404);
  });

  test('409: twice, at once, and with a line that is known: nothing is recorded then', async () => {
    const { reportId, orderId } = await reported();
    const both = await atOnce(reportId, [() => confirm(reportId), () => confirm(reportId)]);
    expect(both.map(({ status }) => status).sort()).toEqual([200, 409]);
    expect((await confirm(reportId)).json.code).toBe('wrong_state');
    const order = await api.deps.db('orders').where({ order_id: orderId }).first();
    expect(order.received_minor).toBe(11_900);
    const known = typedLine({ partnerId: party.rows.partnerId, payer: REPORT.payer });
    await post('/v1/receipts', known, manager);
    const other = await reported();
    const before = (await api.deps.db('receipts')).length;
    const answer = await confirm(other.reportId, { account: ACCOUNT, bankReference: known['bankReference'] });
    expect(answer.json).toMatchObject({ status: 409, code: 'receipt_duplicate' });
    expect(await api.deps.db('receipts')).toHaveLength(before);
    expect((await decline(other.reportId)).status).toBe(200);
  });

  test('422: an account that is not ours, a day in the future', async () => {
    const { reportId } = await reported();
    const answer = await confirm(reportId, { ...line(), account: 'DE99', valueDate: '2026-11-25' });
    const fields = answer.json.errors.map(({ field }: { field: string }) => field);
    expect(fields).toEqual(['account', 'valueDate']);
  });
});

describe('POST …/decline', () => {
  test('200: with the reason for the distributor; nothing is recorded', async () => {
    const { orderId, reportId } = await reported();
    const answer = await decline(reportId);
    expect(answer.json).toMatchObject({ state: 'declined', decideReason: 'not on the statement', receiptId: null });
    expect((await tasksOf(orderId))[0]?.state).toBe('done');
  });

  test('403, 404, 409 and 422', async () => {
    const { reportId } = await reported();
    expect((await decline(reportId, distributor)).status).toBe(403);
    expect((await decline(reportId, otherManager)).status).toBe(404);
    expect((await decline(reportId, manager, {})).status).toBe(422);
    await decline(reportId);
    expect((await decline(reportId)).json).toMatchObject({ status: 409, code: 'wrong_state' });
  });
});
