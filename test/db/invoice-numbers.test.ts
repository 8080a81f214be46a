import type { Knex } from 'knex';
import { addMs } from '../../domain/time/calendar';
import { insertInvoice } from '../../db/invoice/insert-invoice';
import { lockInvoiceSource } from '../../db/invoice/read-invoice-source';
import { connect } from '../../db/shared/connection';
import { inTransaction } from '../../db/shared/transaction';
import { insertPaidOrder } from '../support/rows/paid-order-rows';
import { insertPartner } from '../support/rows/partner-rows';
import { sampleSeller } from '../support/sample-catalogue';
import { createTestDatabase, type TestDatabase } from '../support/servers/test-database';

jest.setTimeout(30_000);

const ISSUERS = 20;
const ROUNDS = 4;

let database: TestDatabase;
let db: Knex;

beforeAll(async () => {
  database = await createTestDatabase();
  db = connect(database.url, { max: ISSUERS, applicationName: 'test-invoice-numbers' });
});
afterAll(async () => {
  await db.destroy();
  await database.drop();
});

class RolledBack extends Error {}

/** One try to issue; dies after the insert as often as the caller says. */
async function issue(orderId: string, sellerId: string, at: string, dies: boolean): Promise<void> {
  await inTransaction(db, async (trx) => {
    const source = await lockInvoiceSource(trx, orderId);
    await insertInvoice(trx, { source, seller: sampleSeller(sellerId), at });
    await trx.raw('select pg_sleep(?)', [Math.random() / 200]);
    if (dies) throw new RolledBack('as if the process had died');
  }).catch((error: unknown) => {
    if (!(error instanceof RolledBack)) throw error;
  });
}

async function issueAround(sellerId: string, newYear: string): Promise<void> {
  const partner = await insertPartner(db);
  const orders = await Promise.all(
    Array.from({ length: ISSUERS * ROUNDS }, () => insertPaidOrder(db, partner, { sellerId }))
  );
  const issuers = Array.from({ length: ISSUERS }, async (_, issuer) => {
    for (let round = 0; round < ROUNDS; round += 1) {
      const orderId = orders[issuer * ROUNDS + round] ?? '';
      const at = addMs(newYear, Math.round((round - ROUNDS / 2 + Math.random()) * 60_000));
      await issue(orderId, sellerId, at, Math.random() < 0.4);
      await issue(orderId, sellerId, at, false).catch((error: unknown) => {
        if (!String(error).includes('invoices_one_valid')) throw error;
      });
    }
  });
  await Promise.all(issuers);
}

interface Issued {
  seller_id: string;
  year: number;
  number: number;
  issued_on: string;
  invoice_no: string;
}

test.each([
  ['seller-cn', 'Asia/Shanghai', '2026-12-31T16:00:00.000Z'],
  ['seller-eu', 'Europe/Berlin', '2026-12-31T23:00:00.000Z'],
])(
  'twenty issuers of %s over New Year in %s leave no gap and never date backwards',
  async (sellerId, zone, newYear) => {
    expect(sampleSeller(sellerId).timeZone).toBe(zone);
    await issueAround(sellerId, newYear);

    const issued = await db<Issued>('invoices').where({ seller_id: sellerId }).orderBy(['year', 'number']).select();

    expect(issued).toHaveLength(ISSUERS * ROUNDS);
    expect(new Set(issued.map(({ year }) => year))).toEqual(new Set([2026, 2027]));
    for (const year of [2026, 2027]) {
      const numbers = issued.filter((invoice) => invoice.year === year).map(({ number }) => number);
      expect(numbers).toEqual(numbers.map((_, index) => index + 1));
    }
    const dates = issued.map((invoice) => invoice.issued_on);
    expect(dates).toEqual([...dates].sort());
    expect(issued.every((invoice) => invoice.issued_on.startsWith(String(invoice.year)))).toBe(true);
    expect(new Set(dates)).toEqual(new Set(['2026-12-31', '2027-01-01']));
  }
);

test('the first documents of a seller are numbered together without a gap', async () => {
  const partner = await insertPartner(db);
  const seller = { ...sampleSeller('seller-eu'), sellerId: 'seller-new', invoicePrefix: 'NEW' };
  const orders = await Promise.all(
    Array.from({ length: 10 }, () => insertPaidOrder(db, partner, { sellerId: seller.sellerId }))
  );
  await Promise.all(
    orders.map((orderId) =>
      inTransaction(db, async (trx) => {
        const source = await lockInvoiceSource(trx, orderId);
        await insertInvoice(trx, { source, seller, at: '2026-11-23T09:00:00.000Z' });
      })
    )
  );
  const issued = await db<Issued>('invoices').where({ seller_id: seller.sellerId }).orderBy('number').select();
  expect(issued.map((invoice) => invoice.invoice_no)).toEqual(
    orders.map((_, index) => `NEW-INV-2026-${String(index + 1).padStart(6, '0')}`)
  );
});
