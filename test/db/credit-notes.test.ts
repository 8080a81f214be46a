import type { Knex } from 'knex';
import { readCreditNoteOfCause, readCredits } from '../../db/invoice/credit-note-row';
import { issueCreditNoteOnce, type CreditNoteIssue } from '../../db/invoice/issue-credit-note';
import { issueInvoiceOnce } from '../../db/invoice/issue-invoice';
import type { Invoice } from '../../db/invoice/invoice-row';
import { lockInvoice } from '../../db/invoice/reissue-link';
import { connect } from '../../db/shared/connection';
import { addOrderEvent } from '../../db/shared/order-events';
import { lockOrder } from '../../db/shared/order-facts';
import { inTransaction } from '../../db/shared/transaction';
import { addMs } from '../../domain/time/calendar';
import { eventually } from '../support/eventually';
import { CREDITED_AT, creditNoteOf, creditOf, insertInvoicedOrder } from '../support/rows/invoiced-order-rows';
import { BILLING } from '../support/rows/order-rows';
import { insertPartner, type PartnerRows } from '../support/rows/partner-rows';
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
  db = connect(database.url, { max: ISSUERS, applicationName: 'test-credit-notes' });
  partner = await insertPartner(db);
});
afterAll(async () => {
  await db.destroy();
  await database.drop();
});

let causes = 0;
const newCause = (): string => `cause-${(causes += 1)}`;

interface CreditedRow {
  invoice_id: string;
  credited_net_minor: number;
  credited_tax_minor: number;
  fully_credited: boolean;
}
const creditedOf = ({ invoiceId }: Invoice) =>
  db<CreditedRow>('invoices')
    .where({ invoice_id: invoiceId })
    .first('credited_net_minor', 'credited_tax_minor', 'fully_credited');

test('a part: document, sums of the invoice, timeline and audit row are there together', async () => {
  const invoice = await insertInvoicedOrder(db, partner);
  const causeId = newCause();
  const note = await creditNoteOf(db, invoice, { causeId, wish: [{ lineNo: 1, quantity: 3 }] });

  expect(note).toMatchObject({ invoiceId: invoice.invoiceId, cause: 'refund', issuedOn: '2026-11-25' });
  expect(note.creditNoteNo).toMatch(/^EU-CN-2026-\d{6}$/);
  expect(note.body).toMatchObject({
    creditNoteNo: note.creditNoteNo,
    invoiceNo: invoice.invoiceNo,
    invoiceIssuedOn: '2026-11-23',
    buyer: BILLING,
    lines: [{ lineNo: 1, quantity: 3, invoicedQuantity: 10, period: { from: '2026-11-23', until: '2027-06-01' } }],
    taxLines: [{ rateBasisPoints: 1900, base: { amountMinor: 3_000 }, tax: { amountMinor: 570 } }],
    totals: { net: { amountMinor: 3_000 }, tax: { amountMinor: 570 }, gross: { amountMinor: 3_570 } },
    returned: { amountMinor: 3_570, currency: 'USD' },
  });
  expect(JSON.stringify(note.body)).not.toContain('not needed');
  expect(await creditedOf(invoice)).toEqual({
    credited_net_minor: 3_000,
    credited_tax_minor: 570,
    fully_credited: false,
  });
  expect(
    await db('order_events').where({ order_id: invoice.orderId, what: 'credit_note_issued' }).pluck('data')
  ).toEqual([
    {
      creditNoteId: note.creditNoteId,
      invoiceNo: invoice.invoiceNo,
      cause: 'refund',
      amountMinor: 3_570,
      currency: 'USD',
    },
  ]);
  expect(
    await db('mails')
      .where({ dedupe_key: `credit_note:${note.creditNoteId}` })
      .first()
  ).toMatchObject({
    kind: 'credit_note',
    recipient: { address: BILLING.email },
    data: { creditNoteId: note.creditNoteId },
    order_id: invoice.orderId,
  });
  expect(await db('audit_log').where({ subject_id: note.creditNoteId }).pluck('what')).toEqual(['credit_note.issued']);
});

test('a repeat gets what is stored, takes nothing off again and draws no number', async () => {
  const invoice = await insertInvoicedOrder(db, partner);
  const causeId = newCause();
  const first = await creditNoteOf(db, invoice, { causeId, wish: [{ lineNo: 1, quantity: 3 }] });
  const counters: unknown = await db('document_counters').select();
  const again = await creditNoteOf(db, invoice, { causeId, wish: 'whole', at: addMs(CREDITED_AT, 60_000) });

  expect(again).toEqual(first);
  expect(await readCreditNoteOfCause(db, causeId)).toEqual(first);
  expect(await db('document_counters').select()).toEqual(counters);
  expect(await creditedOf(invoice)).toMatchObject({ credited_net_minor: 3_000, fully_credited: false });
});

test('parts end at the sums of the invoice, which then is not valid any more', async () => {
  const invoice = await insertInvoicedOrder(db, partner);
  await creditNoteOf(db, invoice, { causeId: newCause(), wish: [{ lineNo: 1, quantity: 3 }] });
  await creditNoteOf(db, invoice, { causeId: newCause(), wish: [{ lineNo: 1, netMinor: 1_001 }] });
  await creditNoteOf(db, invoice, { causeId: newCause(), wish: 'whole' });

  expect(await creditedOf(invoice)).toEqual({
    credited_net_minor: 10_000,
    credited_tax_minor: 1_900,
    fully_credited: true,
  });
  const credits = await readCredits(db, invoice.invoiceId);
  expect(credits.map(({ net }) => net.amountMinor)).toEqual([3_000, 1_001, 5_999]);
});

test('a late repeat of the order’s own step does not invoice a credited order anew', async () => {
  const invoice = await insertInvoicedOrder(db, partner);
  await creditNoteOf(db, invoice, { causeId: newCause(), wish: 'whole' });
  const again = await issueInvoiceOnce(db, sampleSeller, { orderId: invoice.orderId, at: CREDITED_AT });
  expect(again.invoiceNo).toBe(invoice.invoiceNo);
});

test('two parts at once never credit more than was invoiced', async () => {
  const invoice = await insertInvoicedOrder(db, partner);
  const results = await Promise.allSettled(
    Array.from({ length: 6 }, () =>
      creditNoteOf(db, invoice, { causeId: newCause(), wish: [{ lineNo: 1, quantity: 4 }] })
    )
  );
  expect(results.filter(({ status }) => status === 'fulfilled')).toHaveLength(2);
  expect(await creditedOf(invoice)).toMatchObject({ credited_net_minor: 8_000, credited_tax_minor: 1_520 });
});

const issueOf = async (invoice: Invoice, wish: Parameters<typeof creditOf>[2]): Promise<CreditNoteIssue> => ({
  orderId: invoice.orderId,
  invoiceId: invoice.invoiceId,
  credit: await creditOf(db, invoice.invoiceId, wish),
  cause: 'refund',
  causeId: newCause(),
  reason: '',
  returnedMinor: 0,
  at: CREDITED_AT,
});

test('a credit that was computed before another took the rest is refused, and leaves no trace', async () => {
  const invoice = await insertInvoicedOrder(db, partner);
  const stale = await issueOf(invoice, [{ lineNo: 1, quantity: 6 }]);
  await creditNoteOf(db, invoice, { causeId: newCause(), wish: [{ lineNo: 1, quantity: 6 }] });
  const counters: unknown = await db('document_counters').select();
  const late = inTransaction(db, (trx) => issueCreditNoteOnce(trx, sampleSeller, stale));
  await expect(late).rejects.toThrow('less than that is left');
  expect(await db('document_counters').select()).toEqual(counters);
  expect(await db('order_events').where({ order_id: invoice.orderId, what: 'credit_note_issued' })).toHaveLength(1);
});

test('whoever forgets the order’s lock is stopped by the database', async () => {
  const invoice = await insertInvoicedOrder(db, partner);
  const issues = await Promise.all(Array.from({ length: 4 }, () => issueOf(invoice, [{ lineNo: 1, quantity: 6 }])));
  const results = await Promise.allSettled(
    issues.map((issue) => inTransaction(db, (trx) => issueCreditNoteOnce(trx, sampleSeller, issue)))
  );
  expect(results.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
  expect(await creditedOf(invoice)).toMatchObject({ credited_net_minor: 6_000 });
});

test.each([
  ['more net than was invoiced', { credited_net_minor: 10_001 }, 'invoices_credited'],
  ['more tax than was invoiced', { credited_tax_minor: 1_901 }, 'invoices_credited'],
  ['less than nothing', { credited_net_minor: -1 }, 'invoices_credited'],
  ['an invoice that is whole and said to be credited', { fully_credited: true }, 'invoices_fully_credited'],
  [
    'an invoice that is credited and said to be valid',
    { credited_net_minor: 10_000, credited_tax_minor: 1_900 },
    'invoices_fully_credited',
  ],
])('the database refuses %s', async (_name, change, constraint) => {
  const invoice = await insertInvoicedOrder(db, partner);
  const update = db('invoices').where({ invoice_id: invoice.invoiceId }).update(change);
  await expect(update).rejects.toThrow(constraint);
});

test('the database refuses to change or delete a credit note', async () => {
  const invoice = await insertInvoicedOrder(db, partner);
  const note = await creditNoteOf(db, invoice, { causeId: newCause(), wish: 'whole' });
  const row = () => db('credit_notes').where({ credit_note_id: note.creditNoteId });
  await expect(row().update({ reason: 'another' })).rejects.toThrow('permission denied');
  await expect(row().delete()).rejects.toThrow('permission denied');
});

test('an invoice of another order is not credited', async () => {
  const [one, other] = [await insertInvoicedOrder(db, partner), await insertInvoicedOrder(db, partner)];
  const issue = { ...(await issueOf(one, 'whole')), orderId: other.orderId };
  await expect(inTransaction(db, (trx) => issueCreditNoteOnce(trx, sampleSeller, issue))).rejects.toThrow('no invoice');
});

test('whoever replaces a link meanwhile waits for nobody that waits for them', async () => {
  const invoice = await insertInvoicedOrder(db, partner);
  const { orderId, invoiceId } = invoice;
  const credited = await inTransaction(db, async (link) => {
    await lockInvoice(link, invoiceId);
    const running = creditNoteOf(db, invoice, { causeId: newCause(), wish: 'whole' });
    await eventually(async () => {
      const waiting = await db('pg_locks')
        .join('pg_stat_activity', 'pg_stat_activity.pid', 'pg_locks.pid')
        .whereRaw('datname = current_database() and not granted');
      return waiting.length > 0;
    });
    await addOrderEvent(link, { orderId, at: CREDITED_AT, what: 'invoice_link_reissued' });
    return { running };
  });
  expect((await credited.running).invoiceId).toBe(invoiceId);
});

class RolledBack extends Error {}

async function tryToCredit(invoice: Invoice, causeId: string, at: string, dies: boolean): Promise<void> {
  await inTransaction(db, async (trx) => {
    await lockOrder(trx, invoice.orderId);
    const credit = await creditOf(trx, invoice.invoiceId, [{ lineNo: 1, quantity: 1 }]);
    const issue = { ...invoice, credit, cause: 'refund', causeId, reason: '', returnedMinor: 0, at } as const;
    await issueCreditNoteOnce(trx, sampleSeller, issue);
    await trx.raw('select pg_sleep(?)', [Math.random() / 200]);
    if (dies) throw new RolledBack('as if the process had died');
  }).catch((error: unknown) => {
    if (!(error instanceof RolledBack)) throw error;
  });
}

interface Issued {
  seller_id: string;
  year: number;
  number: number;
  issued_on: string;
}

test('credit notes issued at once over New Year, some rolled back, leave no gap and never date backwards', async () => {
  const sellerId = 'seller-cn';
  const newYear = '2026-12-31T16:00:00.000Z';
  const issuers = Array.from({ length: ISSUERS }, async () => {
    const invoice = await insertInvoicedOrder(db, partner, { sellerId });
    for (let round = 0; round < ROUNDS; round += 1) {
      const at = addMs(newYear, Math.round((round - ROUNDS / 2 + Math.random()) * 60_000));
      const causeId = newCause();
      await tryToCredit(invoice, causeId, at, Math.random() < 0.4);
      await Promise.all([tryToCredit(invoice, causeId, at, false), tryToCredit(invoice, causeId, at, false)]);
    }
  });
  await Promise.all(issuers);

  const rows = await db<Issued>('credit_notes').where({ seller_id: sellerId }).orderBy(['year', 'number']).select();
  expect(rows).toHaveLength(ISSUERS * ROUNDS);
  for (const year of [2026, 2027]) {
    const numbers = rows.filter((row) => row.year === year).map(({ number }) => number);
    expect(numbers.length).toBeGreaterThan(0);
    expect(numbers).toEqual(numbers.map((_, index) => index + 1));
  }
  const dates = rows.map(({ issued_on }) => issued_on);
  expect(dates).toEqual([...dates].sort());
});
