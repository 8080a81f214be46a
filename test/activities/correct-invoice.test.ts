import type { Knex } from 'knex';
import { uuidv7 } from 'uuidv7';
import { correctInvoice, refuseCorrection } from '../../activities/invoice/correct-invoice';
import { sendOrderMail } from '../../activities/mail/send-order-mail';
import { planAftercare } from '../../activities/payment/plan-aftercare';
import { findCorrection, insertCorrection } from '../../db/invoice/corrections';
import { readCreditNoteOfCause } from '../../db/invoice/credit-note-row';
import { linkByToken } from '../../db/invoice/invoice-links';
import { readInvoice, readInvoiceOfOrder, type Invoice } from '../../db/invoice/invoice-row';
import { linkToken } from '../../db/invoice/link-token';
import { reissueLink } from '../../db/invoice/reissue-link';
import { insertOrderRefund } from '../../db/payment/order-refunds';
import { connect } from '../../db/shared/connection';
import type { BillingData } from '../../domain/billing/billing-data';
import type { DocumentRenderer } from '../../gateways/pdf/document-renderer';
import { LINK_SECRET, startMailBench, type MailBench } from '../support/mail/mail-bench';
import { createTestPdfRenderer } from '../support/pdf/test-pdf-renderer';
import { CREDITED_AT as AT, creditNoteOf, insertInvoicedOrder } from '../support/rows/invoiced-order-rows';
import { mailsOfOrder } from '../support/rows/mail-rows';
import { BILLING } from '../support/rows/order-rows';
import { insertPartner, type PartnerRows } from '../support/rows/partner-rows';
import { sampleCatalogue } from '../support/sample-catalogue';
import { createTestDatabase, type TestDatabase } from '../support/servers/test-database';

jest.setTimeout(30_000);

const RIGHT: BillingData = { ...BILLING, company: 'Aurora Holding GmbH', email: 'right@aurora.example' };
const catalogue = sampleCatalogue();

let database: TestDatabase;
let db: Knex;
let renderer: DocumentRenderer;
let partner: PartnerRows;
let bench: MailBench;

beforeAll(async () => {
  database = await createTestDatabase();
  db = connect(database.url, { max: 20, applicationName: 'test-correct-invoice' });
  renderer = createTestPdfRenderer();
  partner = await insertPartner(db);
  bench = await startMailBench(db, { renderer, at: AT });
});
afterAll(async () => {
  await bench.close();
  await renderer.close();
  await db.destroy();
  await database.drop();
});

const steps = () => ({ db, catalogue, policies: catalogue.policies, linkSecret: LINK_SECRET });

async function completed(): Promise<Invoice> {
  const invoice = await insertInvoicedOrder(db, partner);
  await db('orders')
    .where({ order_id: invoice.orderId })
    .update({ state: 'completed', completed_at: AT, closed_at: AT });
  return invoice;
}

async function ask({ orderId, invoiceId, partnerId }: Invoice, billing = RIGHT): Promise<string> {
  const correctionId = uuidv7();
  const wanted = { wantedBy: partner.userId, wantedAt: AT };
  await insertCorrection(db, {
    correctionId,
    orderId,
    partnerId,
    invoiceId,
    billing,
    reason: 'wrong company',
    ...wanted,
  });
  return correctionId;
}

const correct = ({ orderId }: Invoice, correctionId: string) =>
  correctInvoice(steps())({ orderId, correctionId, at: AT });
const correctionOf = ({ invoiceId }: Invoice, correctionId: string) =>
  findCorrection(db, { kind: 'all' }, { invoiceId, correctionId });
const eventsOf = ({ orderId }: Invoice): Promise<string[]> =>
  db('order_events').where({ order_id: orderId }).orderBy('event_id').pluck<string[]>('what');

test('the invoice is credited as a whole, made out anew, and mailed to the right address', async () => {
  const old = await completed();
  const correctionId = await ask(old);
  expect(await planAftercare(steps())({ orderId: old.orderId, at: AT })).toEqual([
    { kind: 'correct_invoice', correctionId },
  ]);
  expect(await correct(old, correctionId)).toEqual({ outcome: 'done' });

  const note = await readCreditNoteOfCause(db, correctionId);
  const anew = await readInvoiceOfOrder(db, old.orderId);
  expect(note?.body).toMatchObject({
    invoiceNo: old.invoiceNo,
    cause: 'correction',
    buyer: BILLING,
    totals: old.body.totals,
    returned: { amountMinor: 0 },
  });
  const { invoiceId, invoiceNo, issuedOn, issuedAt, buyer, ...same } = old.body;
  expect(anew?.body).toMatchObject({ ...same, buyer: RIGHT, issuedOn: '2026-11-25', replacesInvoiceNo: invoiceNo });
  expect([anew?.invoiceId, anew?.invoiceNo, anew?.issuedAt, anew?.body.buyer]).not.toEqual(
    expect.arrayContaining([invoiceId, invoiceNo, issuedAt, buyer])
  );
  expect(issuedOn).toBe('2026-11-23');
  expect((await readInvoice(db, old.invoiceId))?.body).toEqual(old.body);
  expect(await correctionOf(old, correctionId)).toMatchObject({
    state: 'done',
    creditNoteId: note?.creditNoteId,
    newInvoiceId: anew?.invoiceId,
    decidedAt: AT,
  });

  const mails = await mailsOfOrder(db, old.orderId);
  expect(mails.map(({ kind, recipient }) => [kind, recipient.address])).toEqual([
    ['credit_note', RIGHT.email],
    ['invoice_link', RIGHT.email],
  ]);
  const order = db('orders').where({ order_id: old.orderId });
  expect(await order.first('billing', 'state')).toEqual({ billing: RIGHT, state: 'completed' });
  expect(await eventsOf(old)).toEqual(['placed', 'invoiced', 'credit_note_issued', 'invoice_corrected']);
  expect(await planAftercare(steps())({ orderId: old.orderId, at: AT })).toEqual([]);
});

test('repeats and runs at once correct it once', async () => {
  const old = await completed();
  const correctionId = await ask(old);
  const outcomes = await Promise.all(Array.from({ length: 5 }, () => correct(old, correctionId)));
  expect(outcomes).toEqual(outcomes.map(() => ({ outcome: 'done' })));
  expect(await db('invoices').where({ order_id: old.orderId })).toHaveLength(2);
  expect(await db('credit_notes').where({ order_id: old.orderId })).toHaveLength(1);
  expect(await mailsOfOrder(db, old.orderId)).toHaveLength(2);
});

test('what dies in the middle has left nothing, not even numbers', async () => {
  const old = await completed();
  const correctionId = await ask(old);
  const counters: unknown = await db('document_counters').orderBy('series').select();
  // The link comes after both documents; without a secret it cannot be made.
  const dying = { ...steps(), linkSecret: undefined as unknown as string };
  await expect(correctInvoice(dying)({ orderId: old.orderId, correctionId, at: AT })).rejects.toThrow();
  expect(await db('document_counters').orderBy('series').select()).toEqual(counters);
  expect((await readInvoiceOfOrder(db, old.orderId))?.invoiceId).toBe(old.invoiceId);
  expect(await eventsOf(old)).toEqual(['placed', 'invoiced']);
  expect(await correct(old, correctionId)).toEqual({ outcome: 'done' });
});

test('the old links are dead, and who holds one is not sent the new invoice', async () => {
  const old = await completed();
  await sendOrderMail(bench.deps)({ orderId: old.orderId, at: AT });
  const [linkId = ''] = await db('invoice_links').where({ invoice_id: old.invoiceId }).pluck<string[]>('link_id');
  const token = linkToken(LINK_SECRET, linkId);
  expect(await linkByToken(db, token, { at: AT })).toMatchObject({ state: 'live' });
  await correct(old, await ask(old));

  expect(await linkByToken(db, token, { at: AT })).toMatchObject({ state: 'revoked' });
  const source = { actorKind: 'visitor', actorId: null, ip: null, requestId: null } as const;
  expect(await reissueLink(db, { token, at: AT, source }, LINK_SECRET)).toEqual({ outcome: 'revoked' });
});

test('the order’s own mail that is late brings the new invoice, and one that still waits does not leave', async () => {
  const late = await completed();
  await correct(late, await ask(late));
  await sendOrderMail(bench.deps)({ orderId: late.orderId, at: AT });
  const [, , mail] = await mailsOfOrder(db, late.orderId);
  const anew = await readInvoiceOfOrder(db, late.orderId);
  const row = db('mails').where({ mail_id: mail?.mail_id ?? '' });
  expect(await row.first('kind', 'data')).toMatchObject({
    kind: 'payment_received',
    data: { invoiceId: anew?.invoiceId },
  });

  const waiting = await completed();
  const away = { ...bench.deps, mailer: { send: () => Promise.reject(new Error('killed')) } };
  await expect(sendOrderMail(away)({ orderId: waiting.orderId, at: AT })).rejects.toThrow('killed');
  await correct(waiting, await ask(waiting));
  const states = db('mails').where({ order_id: waiting.orderId, kind: 'payment_received' });
  expect(await states.pluck('state')).toEqual(['withdrawn']);
});

test('the new invoice can be corrected again, the old one cannot', async () => {
  const old = await completed();
  await correct(old, await ask(old));
  const anew = await readInvoiceOfOrder(db, old.orderId);
  if (anew === null) throw new Error('no valid invoice');
  const again = await ask(old, { ...RIGHT, city: 'Bonn' });
  expect(await correct(old, again)).toEqual({ outcome: 'refused' });
  expect(await correct(anew, await ask(anew, { ...RIGHT, city: 'Bonn' }))).toEqual({ outcome: 'done' });
  const numbers = await db('invoices').where({ order_id: old.orderId, fully_credited: false });
  expect(numbers).toHaveLength(1);
});

describe('what has changed since it was asked for refuses it whole, and finance is told', () => {
  const refused = async (old: Invoice, correctionId: string, problem: string): Promise<void> => {
    expect(await correct(old, correctionId)).toEqual({ outcome: 'refused' });
    expect(await correctionOf(old, correctionId)).toMatchObject({ state: 'refused', problem, newInvoiceId: null });
    const task = db('tasks').where({ dedupe_key: `correction_refused:${correctionId}` });
    expect(await task.first('kind', 'role', 'order_id')).toEqual({
      kind: 'correction_refused',
      role: 'finance',
      order_id: old.orderId,
    });
    expect(await db('invoices').where({ order_id: old.orderId })).toHaveLength(1);
    expect(await correct(old, correctionId)).toEqual({ outcome: 'refused' });
  };

  test('a refund that was begun', async () => {
    const old = await completed();
    const correctionId = await ask(old);
    await insertOrderRefund(db, {
      orderRefundId: uuidv7(),
      orderId: old.orderId,
      partnerId: old.partnerId,
      basis: 'refund',
      basisId: null,
      channel: 'provider',
      reason: 'not needed',
      invoiceId: old.invoiceId,
      credit: null,
      endings: [],
      grossMinor: 1,
      amountMinor: 1,
      currency: 'USD',
      state: 'wanted',
      wantedBy: partner.userId,
      at: AT,
    });
    await refused(old, correctionId, 'refund_open');
  });

  test('a part that was credited', async () => {
    const old = await completed();
    const correctionId = await ask(old);
    await creditNoteOf(db, old, { causeId: uuidv7(), wish: [{ lineNo: 1, quantity: 1 }] });
    await refused(old, correctionId, 'invoice_partly_credited');
  });

  test('a tax that would change', async () => {
    const old = await completed();
    await refused(old, await ask(old, { ...RIGHT, country: 'US' }), 'tax_changes');
  });

  test('a step that could not be done in all its time', async () => {
    const old = await completed();
    const correctionId = await ask(old);
    const stopped = { orderId: old.orderId, correctionId, at: AT, reason: 'timed_out' };
    await refuseCorrection(steps())(stopped);
    await refuseCorrection(steps())(stopped);
    await refused(old, correctionId, 'timed_out');
  });
});

test('the database lets one correction of an order be open', async () => {
  const old = await completed();
  await ask(old);
  await expect(ask(old)).rejects.toThrow('invoice_corrections_one_open');
});
