import { uuidv7 } from 'uuidv7';
import { can } from '../../domain/access/can';
import type { Capability } from '../../domain/access/capability';
import type { Role } from '../../domain/access/role';
import { TERMS_VERSION } from '../../api/http/terms';
import type { Access, Route } from '../../api/http/route';
import { ROUTES } from '../../api/routes';
import { issueProformaOnce } from '../../db/invoice/issue-proforma';
import { insertCorrection } from '../../db/invoice/corrections';
import { readInvoice } from '../../db/invoice/invoice-row';
import { inTransaction } from '../../db/shared/transaction';
import { openTask } from '../../db/task/open-task';
import type { TestUser } from '../support/api/api-rows';
import { issueFor, type Invoiced } from '../support/api/invoice-fixture';
import { START, startTestApi, type TestApi } from '../support/api/start-test-api';
import { BILLING, insertTwoPartners, type TwoPartners } from '../support/api/two-partners';
import { ACCOUNT, letOrdersTakeMoney, typedLine } from '../support/api/offline-fixture';
import { pdfWith } from '../support/evidence-bytes';
import { insertAskedRefund } from '../support/rows/order-refund-rows';
import { creditNoteOf } from '../support/rows/invoiced-order-rows';
import { insertDispute } from '../support/rows/dispute-rows';
import { insertOrder } from '../support/rows/order-rows';
import { sampleSeller } from '../support/sample-catalogue';

let api: TestApi;
let people: TwoPartners;
/** Value of each parameter of a path: all of them are Aurora's. */
let ids: Readonly<Record<string, string>>;

beforeAll(async () => {
  api = await startTestApi();
  people = await insertTwoPartners(api);
  const { ada } = people.aurora;
  const send = (method: string, path: string, body?: object) => api.send(method, path, { token: ada.token, body });
  await send('GET', '/v1/companies/A-1');
  const quote = await send('POST', '/v1/quotes', expansion());
  const contact = await send('POST', '/v1/contacts', { data: BILLING });
  const sessions = await send('GET', '/v1/sessions');
  const rows = { partnerId: people.aurora.partnerId, userId: ada.userId, companyId: 'A-1' };
  const order = await insertOrder(api.deps.db, rows);
  const issue = { orderId: order, at: START };
  await inTransaction(api.deps.db, (trx) => issueProformaOnce(trx, sampleSeller, issue));
  const party = {
    rows,
    buyer: ada,
    user: () => Promise.reject(new Error('not needed')),
    order: () => Promise.resolve(order),
  };
  const invoice: Invoiced = await issueFor(api, party);
  ids = {
    companyId: 'A-1',
    quoteId: quote.json.quoteId,
    contactId: contact.json.contactId,
    sessionId: sessions.json.items[0].sessionId,
    order,
    orderId: invoice.orderId,
    invoiceId: invoice.invoiceId,
    creditNoteId: await creditAPart(invoice),
    correction: await wantCorrection(invoice),
    taskId: await insertTask(),
    // Nobody's of the two: runs are the house's own.
    runId: uuidv7(),
    refund: await insertAskedRefund(api.deps.db, rows, order, people.ops.userId),
    dispute: await insertDispute(api.deps.db, { orderId: order, partnerId: rows.partnerId }),
    evidence: await uploadEvidence(),
    ...(await insertBankMoney(order)),
  };
});
afterAll(() => api.stop());

const expansion = () => ({
  kind: 'purchase_service',
  companyId: 'A-1',
  services: [{ service: 'meeting_room', quantity: 1 }],
  billing: { data: BILLING },
});

async function creditAPart({ invoiceId }: Invoiced): Promise<string> {
  const invoice = await readInvoice(api.deps.db, invoiceId);
  if (invoice === null) throw new Error('there is no such invoice');
  const part = { causeId: uuidv7(), wish: [{ lineNo: 1, quantity: 1 }] };
  return (await creditNoteOf(api.deps.db, invoice, part)).creditNoteId;
}

async function wantCorrection({ invoiceId, orderId }: Invoiced): Promise<string> {
  const { partnerId } = people.aurora;
  const correctionId = uuidv7();
  const wanted = { wantedBy: people.manager.userId, wantedAt: START };
  const correction = {
    correctionId,
    orderId,
    invoiceId,
    partnerId,
    billing: BILLING,
    reason: 'wrong company',
    ...wanted,
  };
  await insertCorrection(api.deps.db, correction);
  return correctionId;
}

function insertTask(): Promise<string> {
  const { partnerId } = people.aurora;
  const facts = { kind: 'order_parked', subject: 'Parked', evidence: {}, at: START } as const;
  return openTask(api.deps.db, { ...facts, dedupeKey: uuidv7(), partnerId });
}

async function uploadEvidence(): Promise<string> {
  const headers = { 'content-type': 'application/pdf' };
  const file = { token: people.manager.token, headers, body: pdfWith('two partners') };
  return (await api.send('POST', '/v1/evidence', file)).json.evidenceId;
}

/** A receipt that pays the order, a part of it to be sent back, a report, and a registered proforma. */
async function insertBankMoney(orderId: string): Promise<Record<string, string>> {
  const { partnerId } = people.aurora;
  const post = async (path: string, body: object, { token }: TestUser = people.manager) =>
    (await api.send('POST', path, { token, body, headers: { 'idempotency-key': uuidv7() } })).json;
  letOrdersTakeMoney(api);
  const line = typedLine({ partnerId, allocations: [{ orderId, amountMinor: 1 }] });
  const { receipt } = await post('/v1/receipts', line);
  const { receiptId } = receipt;
  const { returns } = await post(`/v1/receipts/${receiptId}/returns`, { amountMinor: 1, reason: 'paid twice' });
  const word = { amount: line['amount'], valueDate: line['valueDate'], payer: line['payer'] };
  await api.deps.db('orders').where({ order_id: orderId }).update({ method: 'offline' });
  const report = await post(`/v1/orders/${orderId}/receipt-reports`, word, people.distributor);
  const amount = { amountMinor: 1, currency: 'USD' };
  const pi = await post('/v1/proformas', { partnerId, piNumber: 'PI 1', amount, validUntil: '2026-12-31' });
  return {
    receipt: receiptId,
    allocation: receipt.allocations[0].allocationId,
    return: returns[0].returnId,
    report: report.reportId,
    pi: pi.piId,
  };
}

/** The smallest body that a route accepts, so that what is refused is the ID and nothing else. */
const BODIES: Readonly<Record<string, object>> = {
  'PUT /v1/contacts/:contactId': { data: BILLING, remark: '', version: 1 },
  'PUT /v1/subscriptions/:companyId/auto-renew': { on: false },
  'PUT /v1/orders/:order/remarks': { poNumber: '1', customReference: '', orderOwner: '', comment: '' },
  'POST /v1/orders/:order/change-method': { method: 'offline', autoRenew: 'keep' },
  'POST /v1/orders/:order/prolong': { until: '2026-12-20T00:00:00.000Z', reason: 'slow bank' },
  'POST /v1/orders/:order/reject': { reason: 'not ours' },
  'POST /v1/orders/:order/close-shortfall': { reason: 'bank charges' },
  'POST /v1/orders/:order/return-and-cancel': { reason: 'not wanted' },
  'POST /v1/orders/:order/refunds': { reason: 'not wanted', capacity: 'keep' },
  'POST /v1/refunds/:refund/reject': { reason: 'not agreed' },
  'POST /v1/refunds/:refund/withdraw': { reason: 'not after all' },
  'POST /v1/refunds/:refund/transfer': { transferredOn: '2026-11-23', bankReference: 'OUT 1' },
  'POST /v1/receipts/:receipt/allocations': { orderId: uuidv7(), amountMinor: 1 },
  'POST /v1/receipts/:receipt/allocations/:allocation/withdraw': { reason: 'wrong order' },
  'POST /v1/receipts/:receipt/reverse': { reason: 'wrong line' },
  'POST /v1/receipts/:receipt/returns': { amountMinor: 1, reason: 'paid twice' },
  'POST /v1/receipt-returns/:return/transfer': { transferredOn: '2026-11-23', bankReference: 'OUT 1' },
  'POST /v1/receipt-returns/:return/withdraw': { reason: 'not after all' },
  'POST /v1/receipt-reports/:report/confirm': { account: ACCOUNT, bankReference: 'NTRF 0' },
  'POST /v1/receipt-reports/:report/decline': { reason: 'not on the statement' },
  'POST /v1/tasks/:taskId/close': { state: 'done', reason: 'it is done' },
  'POST /v1/orders/:orderId/resend-invoice': {},
  'POST /v1/invoices/:invoiceId/corrections': { billing: BILLING, reason: 'wrong company' },
};
const QUERIES: Readonly<Record<string, string>> = { 'DELETE /v1/contacts/:contactId': '?version=1' };

const nameOf = (route: Route): string => `${route.method} ${route.path}`;
const guarded = ROUTES.filter(({ access, path }) => access !== 'public' && path.includes('/:'));

function call(route: Route, { token }: TestUser) {
  const path = route.path.replace(/:(\w+)/g, (_all, name: string) => ids[name] ?? `no-value-for-${name}`);
  const body = BODIES[nameOf(route)];
  const headers = route.idempotent === true ? { 'idempotency-key': uuidv7() } : {};
  const options = { token, headers, ...(body === undefined ? {} : { body }) };
  return api.send(route.method, `${path}${QUERIES[nameOf(route)] ?? ''}`, options);
}

function has(role: Role, partnerId: string | null, access: Access): boolean {
  if (access === 'public' || access === 'session') return true;
  const capabilities: readonly Capability[] = typeof access === 'string' ? [access] : access;
  const actor = { userId: 'somebody', role, partnerId, rights: [] };
  return capabilities.some((capability) => can(actor, capability) !== 'none');
}

describe('every route with an ID in its address', () => {
  it('is in this walk, with a value for each parameter', () => {
    const parameters = guarded.flatMap(({ path }) => [...path.matchAll(/:(\w+)/g)].map((match) => match[1] ?? ''));
    expect(parameters.filter((name) => ids[name] === undefined)).toEqual([]);
    expect(guarded.length).toBeGreaterThanOrEqual(20);
  });

  it.each(guarded.map((route) => [nameOf(route), route] as const))(
    '%s shows a stranger nothing',
    async (_name, route) => {
      const bai = await call(route, people.birch.bai);
      expect(bai.status).toBe(has('partner', people.birch.partnerId, route.access) ? 404 : 403);
      const manager = await call(route, people.otherManager);
      expect(manager.status).toBe(has('account_manager', null, route.access) ? 404 : 403);
      for (const secret of ['Aurora', 'meeting_room', 'INV', 'billing@']) {
        expect([bai.text, manager.text].join()).not.toContain(secret);
      }
    }
  );

  it.each(guarded.map((route) => [nameOf(route), route] as const))('%s wants a sign-in', async (_name, route) => {
    const path = route.path.replace(/:(\w+)/g, (_all, name: string) => ids[name] ?? '');
    expect((await api.send(route.method, path)).status).toBe(401);
  });
});

describe('the same addresses', () => {
  /** Of some partner, or of the manager who looks after it; a run of the reconciliation is the house's own. */
  const isAnyones = ({ access }: Route): boolean =>
    has('partner', 'some-partner', access) || has('account_manager', null, access);
  const reads = guarded.filter(
    (route) => route.method === 'GET' && !route.path.endsWith('/events') && isAnyones(route)
  );

  it.each(reads.map((route) => [nameOf(route), route] as const))(
    '%s answers those whose things they are',
    async (_name, route) => {
      const statuses = [await call(route, people.aurora.ada), await call(route, people.manager)].map(
        ({ status }) => status
      );
      const may = [has('partner', people.aurora.partnerId, route.access), has('account_manager', null, route.access)];
      expect(statuses).toEqual(may.map((yes) => (yes ? 200 : 403)));
      expect(may).toContain(true);
    }
  );
});

describe('what is named in a body', () => {
  it('is a stranger’s as well: company, quote and contact of another partner', async () => {
    const { token } = people.birch.bai;
    const quote = await api.send('POST', '/v1/quotes', { token, body: expansion() });
    expect([quote.status, quote.json.code]).toEqual([404, 'company_not_found']);
    const body = { quoteId: ids['quoteId'], method: 'card', autoRenew: 'keep', termsVersion: TERMS_VERSION };
    const headers = { 'idempotency-key': uuidv7() };
    const before = api.workflows.calls.length;
    const order = await api.send('POST', '/v1/orders', { token, headers, body });
    expect([order.status, order.json.code]).toEqual([404, 'quote_not_found']);
    expect(api.workflows.calls).toHaveLength(before);
  });

  it.each([
    '/v1/receipts',
    '/v1/receipt-returns',
    '/v1/receipt-reports',
    '/v1/proformas',
    '/v1/offline-queue',
    '/v1/disputes',
  ])('%s lists nothing of it for another account manager', async (path) => {
    const theirs = await api.send('GET', path, { token: people.otherManager.token });
    const own = await api.send('GET', path, { token: people.manager.token });
    expect([theirs.status, theirs.json.items]).toEqual([200, []]);
    expect(own.json.items.length).toBeGreaterThan(0);
  });

  it.each(['/v1/orders', '/v1/invoices', '/v1/contacts', '/v1/subscriptions'])(
    '%s lists nothing of it',
    async (path) => {
      const theirs = await api.send('GET', path, { token: people.birch.bai.token });
      const own = await api.send('GET', path, { token: people.aurora.ada.token });
      expect([theirs.status, theirs.json.items]).toEqual([200, []]);
      expect(own.json.items.length).toBeGreaterThan(0);
    }
  );
});
