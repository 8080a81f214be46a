import type { Knex } from 'knex';
import { findProforma, readProformaOfOrder } from '../../db/invoice/proforma-row';
import { issueProformaOnce } from '../../db/invoice/issue-proforma';
import { insertInvoice } from '../../db/invoice/insert-invoice';
import { lockInvoiceSource } from '../../db/invoice/read-invoice-source';
import { connect } from '../../db/shared/connection';
import { inTransaction } from '../../db/shared/transaction';
import { addMs } from '../../domain/time/calendar';
import { insertOrder } from '../support/rows/order-rows';
import { insertPaidOrder } from '../support/rows/paid-order-rows';
import { AT, insertPartner, type PartnerRows } from '../support/rows/partner-rows';
import { sampleSeller } from '../support/sample-catalogue';
import { createTestDatabase, type TestDatabase } from '../support/servers/test-database';

jest.setTimeout(30_000);

const ISSUERS = 15;
const ROUNDS = 3;

let database: TestDatabase;
let db: Knex;
let partner: PartnerRows;

beforeAll(async () => {
  database = await createTestDatabase();
  db = connect(database.url, { max: ISSUERS, applicationName: 'test-proforma-numbers' });
  partner = await insertPartner(db);
});
afterAll(async () => {
  await db.destroy();
  await database.drop();
});

let count = 0;
const offlineOrder = (): Promise<string> => {
  count += 1;
  return insertOrder(db, partner, { method: 'offline', orderNo: `ORD-2026-${String(700_000 + count)}` });
};

class RolledBack extends Error {}

async function issue(orderId: string, at: string, dies = false): Promise<void> {
  await inTransaction(db, async (trx) => {
    await issueProformaOnce(trx, sampleSeller, { orderId, at });
    await trx.raw('select pg_sleep(?)', [Math.random() / 200]);
    if (dies) throw new RolledBack('as if the process had died');
  }).catch((error: unknown) => {
    if (!(error instanceof RolledBack)) throw error;
  });
}

interface Issued {
  seller_id: string;
  order_id: string;
  year: number;
  number: number;
  issued_on: string;
  proforma_no: string;
}
const issued = () => db<Issued>('proformas').where({ seller_id: 'seller-eu' }).orderBy(['year', 'number']).select();

test('proformas issued at once over New Year, some rolled back, leave no gap and never date backwards', async () => {
  const orders = await Promise.all(Array.from({ length: ISSUERS * ROUNDS }, offlineOrder));
  const newYear = '2026-12-31T23:00:00.000Z';
  const issuers = Array.from({ length: ISSUERS }, async (_, issuer) => {
    for (let round = 0; round < ROUNDS; round += 1) {
      const orderId = orders[issuer * ROUNDS + round] ?? '';
      const at = addMs(newYear, Math.round((round - ROUNDS / 2 + Math.random()) * 60_000));
      await issue(orderId, at, Math.random() < 0.4);
      await Promise.all([issue(orderId, at), issue(orderId, at)]);
    }
  });
  await Promise.all(issuers);

  const rows = await issued();
  expect(rows).toHaveLength(ISSUERS * ROUNDS);
  for (const year of [2026, 2027]) {
    const numbers = rows.filter((row) => row.year === year).map(({ number }) => number);
    expect(numbers.length).toBeGreaterThan(0);
    expect(numbers).toEqual(numbers.map((_, index) => index + 1));
  }
  const dates = rows.map((row) => row.issued_on);
  expect(dates).toEqual([...dates].sort());
  expect(rows[0]?.proforma_no).toBe('EU-PF-2026-000001');
});

test('a repeat returns the stored proforma, with one event and one audit row', async () => {
  const orderId = await offlineOrder();
  const run = (at: string) => inTransaction(db, (trx) => issueProformaOnce(trx, sampleSeller, { orderId, at }));
  const first = await run(AT);
  expect(await run(addMs(AT, 86_400_000))).toEqual(first);
  expect(await db('order_events').where({ order_id: orderId, what: 'proforma_issued' })).toHaveLength(1);
  expect(await db('audit_log').where({ what: 'proforma.issued', subject_id: first.proformaId })).toHaveLength(1);
});

test('it says what the order said, its own reference and the deadline', async () => {
  const orderId = await offlineOrder();
  await issue(orderId, AT);
  const proforma = await readProformaOfOrder(db, orderId);
  const order = await db('orders').where({ order_id: orderId }).first<{ order_no: string; deadline_at: string }>();
  expect(proforma?.body).toMatchObject({
    orderNo: order.order_no,
    payableUntil: order.deadline_at,
    paymentReference: `${proforma?.proformaNo ?? ''} ${order.order_no}`,
    totals: { gross: { amountMinor: 11_900, currency: 'USD' } },
    seller: { sellerId: 'seller-eu' },
    lines: [{ quantity: 10, net: { amountMinor: 10_000, currency: 'USD' } }],
  });
});

test('its numbers and the invoice’s do not touch each other', async () => {
  const paid = await insertPaidOrder(db, partner);
  const invoice = await inTransaction(db, async (trx) => {
    const source = await lockInvoiceSource(trx, paid);
    return insertInvoice(trx, { source, seller: sampleSeller('seller-eu'), at: AT });
  });
  expect(invoice.invoiceNo).toBe('EU-INV-2026-000001');
});

test('a stranger’s order is not there, one without a proforma is', async () => {
  const orderId = await offlineOrder();
  const own = { kind: 'partner', partnerId: partner.partnerId } as const;
  expect(await findProforma(db, own, orderId)).toBeNull();
  await issue(orderId, AT);
  expect(await findProforma(db, own, orderId)).toMatchObject({ orderId });
  expect(await findProforma(db, { kind: 'partner', partnerId: 'other' }, orderId)).toBeUndefined();
});
