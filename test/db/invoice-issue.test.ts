import type { Knex } from 'knex';
import { issueInvoice } from '../../activities/invoice/issue-invoice';
import { readInvoiceOfOrder } from '../../db/invoice/invoice-row';
import { connect } from '../../db/shared/connection';
import { BILLING } from '../support/rows/order-rows';
import { insertPaidOrder, PAID_AT } from '../support/rows/paid-order-rows';
import { insertPartner, type PartnerRows } from '../support/rows/partner-rows';
import { sampleSeller } from '../support/sample-catalogue';
import { createTestDatabase, type TestDatabase } from '../support/servers/test-database';

const AT = '2026-11-23T08:06:00.000Z';

let database: TestDatabase;
let db: Knex;
let partner: PartnerRows;

beforeAll(async () => {
  database = await createTestDatabase();
  db = connect(database.url, { max: 20, applicationName: 'test-invoice-issue' });
  partner = await insertPartner(db);
});
afterAll(async () => {
  await db.destroy();
  await database.drop();
});

const issue = (orderId: string, at = AT) => issueInvoice({ db, sellerOf: sampleSeller })({ orderId, at });

test('an invoice is stored together with the fact, the timeline and the audit row', async () => {
  const orderId = await insertPaidOrder(db, partner);
  const { invoiceId, invoiceNo } = await issue(orderId);

  expect(invoiceNo).toMatch(/^EU-INV-2026-\d{6}$/);
  expect(await db('orders').where({ order_id: orderId }).first('invoiced_at', 'row_version')).toEqual({
    invoiced_at: AT,
    row_version: 2,
  });
  expect(await db('order_events').where({ order_id: orderId, what: 'invoiced' }).first('at', 'data')).toEqual({
    at: AT,
    data: { invoiceId, invoiceNo },
  });
  expect(await db('audit_log').where({ subject_id: invoiceId }).pluck('what')).toEqual(['invoice.issued']);
});

test('the body is a copy of the order, the seller and the buyer as they were', async () => {
  const orderId = await insertPaidOrder(db, partner);
  await issue(orderId);
  const invoice = await readInvoiceOfOrder(db, orderId);

  expect(invoice?.body).toMatchObject({
    issuedOn: '2026-11-23',
    companyId: partner.companyId,
    seller: { legalName: 'Sample Workplace Europe GmbH', taxNumber: 'DE136695976' },
    buyer: BILLING,
    totals: { gross: { amountMinor: 11_900, currency: 'USD' } },
    lines: [{ lineNo: 1, daysCharged: 190, daysInTerm: 365, period: { from: '2026-11-23', until: '2027-06-01' } }],
    taxLines: [{ category: 'domestic', rateBasisPoints: 1900 }],
    paymentMethod: 'card',
    paidOn: '2026-11-23',
  });
});

test('twenty parallel repeats of the step make one invoice and one number', async () => {
  const orderId = await insertPaidOrder(db, partner);
  const results = await Promise.all(Array.from({ length: 20 }, () => issue(orderId)));
  expect(new Set(results.map(({ invoiceNo }) => invoiceNo)).size).toBe(1);
  expect(await db('invoices').where({ order_id: orderId })).toHaveLength(1);
  expect(await db('order_events').where({ order_id: orderId, what: 'invoiced' })).toHaveLength(1);
});

test('an order that is not paid gets no invoice and uses up no number', async () => {
  const orderId = await insertPaidOrder(db, partner);
  await db('orders').where({ order_id: orderId }).update({ paid_at: null });
  const before: unknown = await db('document_counters').select();
  await expect(issue(orderId)).rejects.toThrow('before it is paid');
  expect(await db('document_counters').select()).toEqual(before);
});

test('a total of zero is invoiced without a payment', async () => {
  const orderId = await insertPaidOrder(db, partner);
  await db('orders')
    .where({ order_id: orderId })
    .update({ paid_at: null, net_minor: 0, tax_minor: 0, gross_minor: 0, method: 'none' });
  await issue(orderId);
  expect((await readInvoiceOfOrder(db, orderId))?.body).toMatchObject({
    totals: { gross: { amountMinor: 0 } },
    paidOn: null,
    paymentMethod: 'none',
  });
});

test('an invoice is dated in the seller’s zone, not in UTC', async () => {
  const orderId = await insertPaidOrder(db, partner, { sellerId: 'seller-cn', paidAt: PAID_AT });
  await issue(orderId, '2026-12-31T16:30:00.000Z');
  const invoice = await readInvoiceOfOrder(db, orderId);
  expect(invoice).toMatchObject({ issuedOn: '2027-01-01', invoiceNo: 'CN-INV-2027-000001' });
});
