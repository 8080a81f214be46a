import type { Knex } from 'knex';
import { deliverMail } from '../../activities/mail/deliver-mail';
import { queuePartReceived } from '../../activities/offline/queue-part-received';
import { queueInstructions } from '../../activities/shared/queue-instructions';
import { readProformaOfOrder } from '../../db/invoice/proforma-row';
import { connect } from '../../db/shared/connection';
import { lockOrder } from '../../db/shared/order-facts';
import { inTransaction } from '../../db/shared/transaction';
import { addMs, MS_PER_DAY } from '../../domain/time/calendar';
import type { DocumentRenderer } from '../../gateways/pdf/document-renderer';
import { GatewayFailure } from '../../gateways/shared/provider-failure';
import { startMailBench, type MailBench } from '../support/mail/mail-bench';
import { createTestPdfRenderer } from '../support/pdf/test-pdf-renderer';
import { mailsOfOrder } from '../support/rows/mail-rows';
import { insertOfflineOrder } from '../support/rows/offline-rows';
import { BILLING } from '../support/rows/order-rows';
import { AT, insertPartner, insertUser, type PartnerRows } from '../support/rows/partner-rows';
import { sampleCatalogue } from '../support/sample-catalogue';
import { createTestDatabase, type TestDatabase } from '../support/servers/test-database';

jest.setTimeout(30_000);

let database: TestDatabase;
let db: Knex;
let renderer: DocumentRenderer;
let partner: PartnerRows;
let bench: MailBench;

beforeAll(async () => {
  database = await createTestDatabase();
  db = connect(database.url, { max: 10, applicationName: 'test-offline-mail' });
  renderer = createTestPdfRenderer();
  const accountManagerId = await insertUser(db, { role: 'account_manager', partnerId: null });
  const distributorId = await insertUser(db, { role: 'distributor', partnerId: null });
  partner = await insertPartner(db, { accountManagerId, distributorId });
});
afterAll(async () => {
  await renderer.close();
  await db.destroy();
  await database.drop();
});
beforeEach(async () => {
  bench = await startMailBench(db, { renderer, at: AT });
});
afterEach(() => bench.close());

const deps = { catalogue: sampleCatalogue() };
const buyerAddress = () => `${partner.userId}@people.example`;

const begin = (orderId: string, at = AT) =>
  inTransaction(db, async (trx) => queueInstructions(trx, deps, await lockOrder(trx, orderId), at));

const mailsOf = (orderId: string) => mailsOfOrder(db, orderId);

async function deliverAll(orderId: string): Promise<void> {
  for (const { mail_id: mailId } of await mailsOf(orderId)) await deliverMail(bench.deps)({ mailId, at: AT });
}

test('billing contact and buyer learn how to pay, with the proforma attached', async () => {
  const orderId = await insertOfflineOrder(db, partner);
  await begin(orderId);
  const proforma = await readProformaOfOrder(db, orderId);
  expect(await db('documents').where({ document_key: `proforma:${proforma?.proformaId ?? ''}` })).toHaveLength(0);
  await deliverAll(orderId);

  expect(bench.inbox.mails.map(({ recipients }) => recipients[0])).toEqual([BILLING.email, buyerAddress()]);
  const stored = await db('documents')
    .where({ document_key: `proforma:${proforma?.proformaId ?? ''}` })
    .first<{ bytes: Buffer; content_type: string }>();
  for (const { parsed } of bench.inbox.mails) {
    expect(parsed.attachments).toMatchObject([
      { filename: `${proforma?.proformaNo ?? ''}.pdf`, contentType: 'application/pdf' },
    ]);
    expect(parsed.attachments[0]?.content.equals(stored.bytes)).toBe(true);
    for (const part of ['USD 119.00', 'DE02120300000000202051', proforma?.body.paymentReference ?? 'none', 'Person']) {
      expect(parsed.text).toContain(part);
    }
  }
});

test('twice, and two at once, are one mail to each and one proforma', async () => {
  const orderId = await insertOfflineOrder(db, partner);
  await Promise.all([begin(orderId), begin(orderId)]);
  await begin(orderId, addMs(AT, MS_PER_DAY));
  expect(await mailsOf(orderId)).toHaveLength(2);
  expect(await db('proformas').where({ order_id: orderId })).toHaveLength(1);
  expect(await db('order_events').where({ order_id: orderId, what: 'proforma_issued' })).toHaveLength(1);
});

test('a return to bank transfer sends the mail again, with the same proforma', async () => {
  const orderId = await insertOfflineOrder(db, partner);
  await begin(orderId);
  await db('orders')
    .where({ order_id: orderId })
    .update({ method_since: addMs(AT, MS_PER_DAY) });
  await begin(orderId, addMs(AT, MS_PER_DAY));
  expect(await mailsOf(orderId)).toHaveLength(4);
  expect(await db('proformas').where({ order_id: orderId })).toHaveLength(1);
});

test('an order that names a PI gets no proforma, and the mail names the PI', async () => {
  const orderId = await insertOfflineOrder(db, partner, { pi_number: 'PI 77/é', pi_key: 'PI77E' });
  await begin(orderId);
  await deliverAll(orderId);
  expect(await readProformaOfOrder(db, orderId)).toBeNull();
  const [mail] = bench.inbox.mails;
  expect(mail?.parsed.attachments).toEqual([]);
  expect(mail?.parsed.text).toContain('You named your PI PI 77/é');
  expect(mail?.parsed.text).toMatch(/Payment reference: PI 77\/é ORD-2026-\d+/);
});

test('one mail goes out when the buyer is the billing contact, or has no access any more', async () => {
  const own = await insertOfflineOrder(db, partner, {
    billing: JSON.stringify({ ...BILLING, email: buyerAddress().toUpperCase() }),
  });
  await begin(own);
  expect(await mailsOf(own)).toHaveLength(1);

  const left = await insertPartner(db);
  await db('users').where({ user_id: left.userId }).update({ disabled_at: AT });
  const orderId = await insertOfflineOrder(db, left);
  await begin(orderId);
  expect((await mailsOf(orderId)).map(({ recipient }) => recipient.address)).toEqual([BILLING.email]);
});

test('what began and was rolled back has left nothing, not even a number', async () => {
  const orderId = await insertOfflineOrder(db, partner);
  const before: unknown = await db('document_counters').where({ series: 'proforma' }).first('last_number');
  const dying = inTransaction(db, async (trx) => {
    await queueInstructions(trx, deps, await lockOrder(trx, orderId), AT);
    throw new Error('as if the process had died');
  });
  await expect(dying).rejects.toThrow('died');
  expect(await mailsOf(orderId)).toEqual([]);
  expect(await db('document_counters').where({ series: 'proforma' }).first('last_number')).toEqual(before);
});

test('a PDF that cannot be drawn now keeps the mail queued, and the next try sends it', async () => {
  const orderId = await insertOfflineOrder(db, partner);
  await begin(orderId);
  const [first] = await mailsOf(orderId);
  const mailId = first?.mail_id ?? '';
  const away = {
    ...bench.deps,
    provideProformaPdf: () => Promise.reject(new GatewayFailure('unavailable', 'pdf_queue_full', 'a test')),
  };
  await expect(deliverMail(away)({ mailId, at: AT })).rejects.toMatchObject({ code: 'pdf_queue_full' });
  expect(await db('mails').where({ mail_id: mailId }).first('state')).toEqual({ state: 'queued' });
  expect(await deliverMail(bench.deps)({ mailId, at: AT })).toEqual({ outcome: 'sent' });
});

test('a part that came is acknowledged once, with what is open and how to pay it', async () => {
  const orderId = await insertOfflineOrder(db, partner);
  await begin(orderId);
  await db('orders').where({ order_id: orderId }).update({ received_minor: 5_000 });
  const told = (allocationId: string) =>
    inTransaction(db, async (trx) =>
      queuePartReceived(trx, deps, { order: await lockOrder(trx, orderId), allocationId, at: AT })
    );
  await told('first');
  await told('first');
  await db('orders').where({ order_id: orderId }).update({ received_minor: 7_000 });
  await told('second');

  const partly = (await mailsOf(orderId)).filter(({ kind }) => kind === 'payment_partly_received');
  expect(partly.map(({ recipient }) => recipient.address)).toEqual([buyerAddress(), buyerAddress()]);
  await deliverMail(bench.deps)({ mailId: partly[0]?.mail_id ?? '', at: AT });
  const text = bench.inbox.mails[0]?.parsed.text;
  for (const part of ['Received: USD 50.00', 'Still open: USD 69.00', 'EU-PF-2026-']) expect(text).toContain(part);
});
