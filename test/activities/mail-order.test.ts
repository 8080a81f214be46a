import type { Knex } from 'knex';
import { issueInvoice } from '../../activities/invoice/issue-invoice';
import { deliverMail } from '../../activities/mail/deliver-mail';
import { giveUpMail, giveUpOrderMail } from '../../activities/mail/give-up-mail';
import { sendOrderMail } from '../../activities/mail/send-order-mail';
import { consumeLink } from '../../db/invoice/consume-link';
import { linkByToken } from '../../db/invoice/invoice-links';
import { resendInvoice } from '../../db/invoice/resend-invoice';
import { readMailByKey } from '../../db/mail/mail-row';
import { connect } from '../../db/shared/connection';
import { mailDedupeKey } from '../../domain/mail/mail-kind';
import { addMs, MS_PER_DAY, MS_PER_HOUR } from '../../domain/time/calendar';
import type { DocumentRenderer } from '../../gateways/pdf/document-renderer';
import { smtpError } from '../conformance/support/smtp-inbox';
import { startMailBench, LINK_SECRET, PUBLIC_URL, type MailBench } from '../support/mail/mail-bench';
import { createTestPdfRenderer } from '../support/pdf/test-pdf-renderer';
import { BILLING } from '../support/rows/order-rows';
import { insertPaidOrder } from '../support/rows/paid-order-rows';
import { insertPartner, type PartnerRows } from '../support/rows/partner-rows';
import { sampleSeller } from '../support/sample-catalogue';
import { createTestDatabase, type TestDatabase } from '../support/servers/test-database';

jest.setTimeout(30_000);

const AT = '2026-11-23T09:00:00.000Z';
const STAFF = { actorKind: 'user', actorId: null, ip: null, requestId: null } as const;

let database: TestDatabase;
let db: Knex;
let renderer: DocumentRenderer;
let partner: PartnerRows;
let bench: MailBench;

beforeAll(async () => {
  database = await createTestDatabase();
  db = connect(database.url, { max: 20, applicationName: 'test-order-mail' });
  renderer = createTestPdfRenderer();
  partner = await insertPartner(db);
});
afterAll(async () => {
  await renderer.close();
  await db.destroy();
  await database.drop();
});
afterEach(() => bench.close());

/** How the test's mail server treats the next mails. */
let server: 'takes' | 'is away' | 'refuses' = 'takes';

async function begin(): Promise<void> {
  server = 'takes';
  bench = await startMailBench(db, {
    renderer,
    at: AT,
    smtp: {
      onRcptTo: (_address, _session, done) => {
        if (server === 'is away') done(smtpError(451));
        else if (server === 'refuses') done(smtpError(550));
        else done();
      },
    },
  });
}

async function invoicedOrder(billing: Partial<typeof BILLING> = {}): Promise<string> {
  const orderId = await insertPaidOrder(db, partner, { billing });
  await issueInvoice({ db, sellerOf: sampleSeller })({ orderId, at: AT });
  return orderId;
}

const send = (orderId: string) => sendOrderMail(bench.deps)({ orderId, at: AT });
const mailOf = async (orderId: string) => {
  const mail = await readMailByKey(db, mailDedupeKey('payment_received', orderId));
  if (mail === null) throw new Error('the order has no mail row');
  return mail;
};
const eventsOf = (orderId: string): Promise<string[]> =>
  db('order_events').where({ order_id: orderId }).orderBy('event_id').pluck<string[]>('what');
const tokenIn = (text: string | undefined): string =>
  new RegExp(`${PUBLIC_URL}/i/([\\w-]+)`).exec(text ?? '')?.[1] ?? '';

test('the billing contact gets the invoice link and the order its fact', async () => {
  await begin();
  const orderId = await invoicedOrder();
  expect(await send(orderId)).toEqual({ outcome: 'sent' });

  const [mail] = bench.inbox.mails;
  expect(mail?.recipients).toEqual([BILLING.email]);
  expect(mail?.parsed.messageId).toBe(`<payment_received/${orderId}@purser.mail>`);
  const token = tokenIn(mail?.parsed.text);
  expect(mail?.parsed.html).toContain(token);
  expect(await linkByToken(db, token, { at: AT })).toMatchObject({ state: 'live', expiresAt: addMs(AT, MS_PER_DAY) });
  expect(await db('orders').where({ order_id: orderId }).first('mailed_at')).toEqual({ mailed_at: AT });
  expect(await mailOf(orderId)).toMatchObject({ state: 'sent', attempts: 1, sentAt: AT });
  expect(await eventsOf(orderId)).toEqual(['placed', 'invoiced', 'mailed']);
  const { invoiceId } = (await mailOf(orderId)).data;
  expect(await db('documents').where({ document_key: `invoice/${String(invoiceId)}.pdf` })).toHaveLength(1);
});

test('the buyer gets a summary without the link when somebody else pays the bill', async () => {
  await begin();
  const orderId = await invoicedOrder();
  await send(orderId);
  const summary = await readMailByKey(db, mailDedupeKey('payment_summary', orderId));
  expect(await db('outbox').where({ dedupe_key: `deliver_mail:${summary?.mailId ?? ''}` })).toHaveLength(1);

  expect(await deliverMail(bench.deps)({ mailId: summary?.mailId ?? '', at: AT })).toEqual({ outcome: 'sent' });
  const [, mail] = bench.inbox.mails;
  expect(mail?.recipients).toEqual([`${partner.userId}@people.example`]);
  expect(`${mail?.raw ?? ''}${mail?.parsed.text ?? ''}`).not.toContain('/i/');
  expect(mail?.parsed.text).toContain('EU-INV-2026-');
});

test('a buyer who is the billing contact gets one mail, not two', async () => {
  await begin();
  const email = `${partner.userId}@PEOPLE.example` as typeof BILLING.email;
  const orderId = await invoicedOrder({ email });
  await send(orderId);
  expect(await readMailByKey(db, mailDedupeKey('payment_summary', orderId))).toBeNull();
});

test('a repeated step sends nothing again', async () => {
  await begin();
  const orderId = await invoicedOrder();
  await send(orderId);
  expect(await send(orderId)).toEqual({ outcome: 'sent' });
  expect(bench.inbox.mails).toHaveLength(1);
});

test('a worker that dies after the hand-over sends the same Message-ID and link again, and the 24 hours count anew', async () => {
  await begin();
  const orderId = await invoicedOrder();
  const { mailer } = bench.deps;
  const dying = {
    send: async (mail: Parameters<typeof mailer.send>[0]) => {
      await mailer.send(mail);
      throw new Error('killed');
    },
  };
  await expect(sendOrderMail({ ...bench.deps, mailer: dying })({ orderId, at: AT })).rejects.toThrow('killed');
  bench.setTime(addMs(AT, MS_PER_HOUR));
  await send(orderId);

  const [first, second] = bench.inbox.mails;
  expect(second?.parsed.messageId).toBe(first?.parsed.messageId);
  const token = tokenIn(first?.parsed.text);
  expect(tokenIn(second?.parsed.text)).toBe(token);
  expect(await linkByToken(db, token, { at: AT })).toMatchObject({ expiresAt: addMs(AT, MS_PER_HOUR + MS_PER_DAY) });
  expect((await mailOf(orderId)).attempts).toBe(2);
});

test('a mail server away for two days delays the mail, and its link still lives 24 hours from the hand-over', async () => {
  await begin();
  const orderId = await invoicedOrder();
  server = 'is away';
  await expect(send(orderId)).rejects.toMatchObject({ name: 'GatewayFailure', kind: 'unavailable' });
  expect(await mailOf(orderId)).toMatchObject({ state: 'queued', attempts: 1, lastProblem: 'smtp_unavailable' });

  server = 'takes';
  bench.setTime(addMs(AT, 2 * MS_PER_DAY));
  await send(orderId);
  const token = tokenIn(bench.inbox.mails[0]?.parsed.text);
  expect(await linkByToken(db, token, { at: AT })).toMatchObject({ expiresAt: addMs(AT, 3 * MS_PER_DAY) });
  expect(await mailOf(orderId)).toMatchObject({ state: 'sent', lastProblem: null });
});

test('a refused address opens one task and leaves the order as it is', async () => {
  await begin();
  const orderId = await invoicedOrder();
  server = 'refuses';
  expect(await send(orderId)).toEqual({ outcome: 'bounced' });
  expect(await send(orderId)).toEqual({ outcome: 'bounced' });

  expect(await mailOf(orderId)).toMatchObject({ state: 'bounced', lastProblem: 'smtp_recipient_refused' });
  const tasks: unknown[] = await db('tasks').where({ order_id: orderId }).select('kind', 'role', 'state');
  expect(tasks).toEqual([{ kind: 'mail_undelivered', role: 'ops', state: 'open' }]);
  expect(await eventsOf(orderId)).toEqual(['placed', 'invoiced', 'mail_bounced']);
  expect(await db('orders').where({ order_id: orderId }).first('state', 'mailed_at')).toEqual({
    state: 'fulfilling',
    mailed_at: null,
  });
});

test('the invoice sent to a corrected address closes the task and dates the order’s mail', async () => {
  await begin();
  const orderId = await invoicedOrder();
  server = 'refuses';
  await send(orderId);
  const resend = { orderId, address: 'right@aurora.example', actorId: partner.userId, source: STAFF, at: AT };
  const resent = await resendInvoice(db, resend, LINK_SECRET);
  server = 'takes';
  await deliverMail(bench.deps)({ mailId: resent?.mailId ?? '', at: AT });

  expect(bench.inbox.mails.map(({ recipients }) => recipients)).toEqual([['right@aurora.example']]);
  expect(await db('tasks').where({ order_id: orderId }).first('state', 'closed_by')).toEqual({
    state: 'done',
    closed_by: 'system',
  });
  expect(await db('orders').where({ order_id: orderId }).first('mailed_at')).toEqual({ mailed_at: AT });
  const token = tokenIn(bench.inbox.mails[0]?.parsed.text);
  const used = await consumeLink(db, { token, at: AT, resumeForMs: 1, source: { ...STAFF, actorKind: 'visitor' } });
  expect(used.outcome).toBe('yours');
});

test('a withdrawn mail is not sent any more', async () => {
  await begin();
  const orderId = await invoicedOrder();
  server = 'is away';
  await expect(send(orderId)).rejects.toMatchObject({ kind: 'unavailable' });
  await resendInvoice(db, { orderId, address: null, actorId: partner.userId, source: STAFF, at: AT }, LINK_SECRET);
  server = 'takes';
  expect(await send(orderId)).toEqual({ outcome: 'withdrawn' });
  expect(bench.inbox.mails).toHaveLength(0);
});

test('three days without success end in a failed mail, one task and a link that ends', async () => {
  await begin();
  const orderId = await invoicedOrder();
  server = 'is away';
  await expect(send(orderId)).rejects.toMatchObject({ kind: 'unavailable' });
  const at = addMs(AT, 3 * MS_PER_DAY);
  await giveUpOrderMail(bench.deps)({ orderId, at });
  await giveUpOrderMail(bench.deps)({ orderId, at });

  expect(await mailOf(orderId)).toMatchObject({ state: 'failed', lastProblem: 'smtp_unavailable' });
  expect(await db('tasks').where({ order_id: orderId, kind: 'mail_undelivered' })).toHaveLength(1);
  expect(await eventsOf(orderId)).toEqual(['placed', 'invoiced', 'mail_failed']);
  expect(
    await db('invoice_links')
      .where({ mail_id: (await mailOf(orderId)).mailId })
      .first('expires_at')
  ).toEqual({
    expires_at: addMs(at, MS_PER_DAY),
  });
});

test('giving up after the mail was sent, or an unknown one, changes nothing', async () => {
  await begin();
  const orderId = await invoicedOrder();
  await send(orderId);
  await giveUpMail(bench.deps)({ mailId: (await mailOf(orderId)).mailId, at: AT });
  await giveUpMail(bench.deps)({ mailId: 'unknown', at: AT });
  expect((await mailOf(orderId)).state).toBe('sent');
  expect(await db('tasks').where({ order_id: orderId })).toHaveLength(0);
});

test('an order whose mail could not even be written gets a task all the same', async () => {
  await begin();
  const orderId = await insertPaidOrder(db, partner);
  await expect(send(orderId)).rejects.toMatchObject({ name: 'FinalFailure', code: 'invoice_missing' });
  await giveUpOrderMail(bench.deps)({ orderId, at: AT });
  expect(await db('tasks').where({ order_id: orderId, kind: 'mail_undelivered' })).toHaveLength(1);
});

test('names in Chinese, Arabic and emoji reach the mail whole', async () => {
  await begin();
  const names = { firstName: '雷', lastName: 'محمد 🦊', company: '上海公司' };
  const orderId = await insertPaidOrder(db, partner, { billing: names });
  await issueInvoice({ db, sellerOf: sampleSeller })({ orderId, at: AT });
  expect(await send(orderId)).toEqual({ outcome: 'sent' });
  expect(bench.inbox.mails[0]?.parsed.to).toMatchObject({ value: [{ name: '雷 محمد 🦊' }] });
});
