import type { Knex } from 'knex';
import { deliverMail } from '../../activities/mail/deliver-mail';
import { connect } from '../../db/shared/connection';
import type { DocumentRenderer } from '../../gateways/pdf/document-renderer';
import { GatewayFailure } from '../../gateways/shared/provider-failure';
import { startMailBench, type MailBench } from '../support/mail/mail-bench';
import { createTestPdfRenderer } from '../support/pdf/test-pdf-renderer';
import { creditNoteOf, insertInvoicedOrder } from '../support/rows/invoiced-order-rows';
import { mailsOfOrder } from '../support/rows/mail-rows';
import { BILLING } from '../support/rows/order-rows';
import { AT, insertPartner, type PartnerRows } from '../support/rows/partner-rows';
import { createTestDatabase, type TestDatabase } from '../support/servers/test-database';

jest.setTimeout(30_000);

let database: TestDatabase;
let db: Knex;
let renderer: DocumentRenderer;
let partner: PartnerRows;
let bench: MailBench;

beforeAll(async () => {
  database = await createTestDatabase();
  db = connect(database.url, { max: 10, applicationName: 'test-credit-note-mail' });
  renderer = createTestPdfRenderer();
  partner = await insertPartner(db);
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

async function credited(causeId: string) {
  const invoice = await insertInvoicedOrder(db, partner);
  const note = await creditNoteOf(db, invoice, { causeId, wish: [{ lineNo: 1, quantity: 3 }] });
  const [mail] = await mailsOfOrder(db, invoice.orderId);
  return { note, invoice, mailId: mail?.mail_id ?? '' };
}

test('the billing contact gets the credit note attached, with what was sent back', async () => {
  const { note, invoice, mailId } = await credited('sent');
  expect(await deliverMail(bench.deps)({ mailId, at: AT })).toEqual({ outcome: 'sent' });

  const [mail] = bench.inbox.mails;
  expect(mail?.recipients).toEqual([BILLING.email]);
  expect(mail?.parsed.messageId).toBe(`<credit_note/${note.creditNoteId}@purser.mail>`);
  expect(mail?.parsed.subject).toBe(`Credit note ${note.creditNoteNo} for invoice ${invoice.invoiceNo}`);
  expect(mail?.parsed.text).toContain('USD 35.70 was sent back');
  expect(mail?.parsed.attachments).toMatchObject([
    { filename: `${note.creditNoteNo}.pdf`, contentType: 'application/pdf' },
  ]);
  expect(mail?.parsed.attachments[0]?.content.subarray(0, 5).toString()).toBe('%PDF-');
  expect(await db('documents').where({ document_key: `credit-note/${note.creditNoteId}.pdf` })).toHaveLength(1);
  const mailed = db('order_events').where({ order_id: invoice.orderId, what: 'mailed' });
  expect(await mailed.pluck('data')).toEqual([{ mailId, kind: 'credit_note' }]);
  expect(await db('orders').where({ order_id: invoice.orderId }).first('mailed_at')).toEqual({ mailed_at: null });
});

test('a repeat after a crash is the same mail with the same bytes', async () => {
  const { mailId } = await credited('repeated');
  const { mailer } = bench.deps;
  const dying = {
    send: async (mail: Parameters<typeof mailer.send>[0]) => {
      await mailer.send(mail);
      throw new Error('killed');
    },
  };
  await expect(deliverMail({ ...bench.deps, mailer: dying })({ mailId, at: AT })).rejects.toThrow('killed');
  await deliverMail(bench.deps)({ mailId, at: AT });
  const [first, second] = bench.inbox.mails;
  expect(second?.parsed.messageId).toBe(first?.parsed.messageId);
  expect(second?.parsed.attachments[0]?.checksum).toBe(first?.parsed.attachments[0]?.checksum);
});

test('a PDF that cannot be drawn now keeps the mail queued', async () => {
  const { mailId } = await credited('not drawn');
  const away = {
    ...bench.deps,
    provideCreditNotePdf: () => Promise.reject(new GatewayFailure('unavailable', 'pdf_queue_full', 'a test')),
  };
  await expect(deliverMail(away)({ mailId, at: AT })).rejects.toMatchObject({ code: 'pdf_queue_full' });
  expect(await db('mails').where({ mail_id: mailId }).first('state')).toEqual({ state: 'queued' });
});
