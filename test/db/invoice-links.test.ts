import type { Knex } from 'knex';
import { consumeLink } from '../../db/invoice/consume-link';
import { linkByToken, markLinkHandedOver } from '../../db/invoice/invoice-links';
import { issueInvoiceOnce } from '../../db/invoice/issue-invoice';
import { linkToken } from '../../db/invoice/link-token';
import { reissueLink } from '../../db/invoice/reissue-link';
import { resendInvoice } from '../../db/invoice/resend-invoice';
import { markMailSent } from '../../db/mail/record-mail';
import { connect } from '../../db/shared/connection';
import { addMs, MS_PER_DAY, MS_PER_HOUR, MS_PER_MINUTE } from '../../domain/time/calendar';
import { BILLING } from '../support/rows/order-rows';
import { insertPaidOrder } from '../support/rows/paid-order-rows';
import { insertPartner, type PartnerRows } from '../support/rows/partner-rows';
import { sampleSeller } from '../support/sample-catalogue';
import { createTestDatabase, type TestDatabase } from '../support/servers/test-database';

const SECRET = 'a secret of the test that is long enough';
const AT = '2026-11-23T09:00:00.000Z';
const later = (ms: number): string => addMs(AT, ms);
const VISITOR = { actorKind: 'visitor', actorId: null, ip: '127.0.0.1', requestId: 'req-1' } as const;

let database: TestDatabase;
let db: Knex;
let partner: PartnerRows;

beforeAll(async () => {
  database = await createTestDatabase();
  db = connect(database.url, { max: 20, applicationName: 'test-invoice-links' });
  partner = await insertPartner(db);
});
afterAll(async () => {
  await db.destroy();
  await database.drop();
});

interface Linked {
  readonly orderId: string;
  readonly invoiceId: string;
  readonly mailId: string;
  readonly linkId: string;
  readonly token: string;
}

/** An invoice with one link whose mail has not left yet. */
async function linked(): Promise<Linked> {
  const orderId = await insertPaidOrder(db, partner);
  const { invoiceId } = await issueInvoiceOnce(db, sampleSeller, { orderId, at: AT });
  const staff = { actorKind: 'user', actorId: partner.userId, ip: null, requestId: null } as const;
  const resend = { orderId, address: null, actorId: partner.userId, source: staff, at: later(-MS_PER_DAY) };
  const sent = await resendInvoice(db, resend, SECRET);
  if (sent === null) throw new Error('the order has no invoice');
  return { orderId, invoiceId, ...sent, token: linkToken(SECRET, sent.linkId) };
}

async function handOver(mailId: string, at = AT): Promise<void> {
  await markMailSent(db, mailId, at);
  await markLinkHandedOver(db, { mailId, at, validForMs: MS_PER_DAY });
}

const use = (token: string, at = AT) => consumeLink(db, { token, at, resumeForMs: 5 * MS_PER_MINUTE, source: VISITOR });
const stateAt = async (token: string, at: string, resumeSecret?: string): Promise<string> =>
  (await linkByToken(db, token, { at, resumeSecret: resumeSecret ?? null })).state;
const ask = (token: string, at = AT) => reissueLink(db, { token, at, source: VISITOR }, SECRET);

test('of a hundred parallel downloads exactly one gets the invoice', async () => {
  const { token, mailId, orderId } = await linked();
  await handOver(mailId);
  const results = await Promise.all(Array.from({ length: 100 }, () => use(token, later(1_000))));

  expect(results.filter(({ outcome }) => outcome === 'yours')).toHaveLength(1);
  const others = results.flatMap((result) => (result.outcome === 'not_yours' ? [result.link.state] : []));
  expect(new Set(others)).toEqual(new Set(['used']));
  expect(await db('order_events').where({ order_id: orderId, what: 'invoice_link_used' })).toHaveLength(1);
  expect(await db('audit_log').where({ what: 'invoice_link.used', ip: '127.0.0.1' })).not.toHaveLength(0);
});

test('looking at the landing page a hundred times changes nothing', async () => {
  const { token, linkId } = await linked();
  const before: unknown = await db('invoice_links').where({ link_id: linkId }).first();
  await Promise.all(Array.from({ length: 100 }, () => linkByToken(db, token, { at: AT })));
  expect(await db('invoice_links').where({ link_id: linkId }).first()).toEqual(before);
});

test('a link lives without end until its mail is handed over and then 24 hours', async () => {
  const { token, mailId } = await linked();
  expect(await stateAt(token, later(30 * MS_PER_DAY))).toBe('live');
  await handOver(mailId);
  expect(await stateAt(token, later(MS_PER_DAY - 1))).toBe('live');
  expect(await stateAt(token, later(MS_PER_DAY))).toBe('expired');
  expect(await use(token, later(MS_PER_DAY))).toMatchObject({ outcome: 'not_yours', link: { state: 'expired' } });
});

test('a repeated hand-over counts anew, but never after a download', async () => {
  const { token, mailId } = await linked();
  await handOver(mailId);
  await handOver(mailId, later(MS_PER_HOUR));
  expect(await stateAt(token, later(MS_PER_DAY))).toBe('live');
  await use(token, later(2 * MS_PER_HOUR));
  await handOver(mailId, later(3 * MS_PER_HOUR));
  expect(await linkByToken(db, token, { at: later(MS_PER_DAY) })).toMatchObject({
    state: 'used',
    expiresAt: later(MS_PER_HOUR + MS_PER_DAY),
  });
});

test('the browser that downloaded may fetch again for five minutes, nobody else may', async () => {
  const { token } = await linked();
  const used = await use(token);
  if (used.outcome !== 'yours') throw new Error('the first use must win');
  expect(await stateAt(token, later(5 * MS_PER_MINUTE - 1), used.resumeSecret)).toBe('resumable');
  expect(await stateAt(token, later(5 * MS_PER_MINUTE), used.resumeSecret)).toBe('used');
  expect(await stateAt(token, later(1_000), `${used.resumeSecret.slice(0, -1)}_`)).toBe('used');
  expect(await stateAt(token, later(1_000))).toBe('used');
});

test.each(['', 'x', 'A'.repeat(43), '../../etc/passwd', '\u0000'.repeat(43)])(
  'a forged token %j is unknown',
  async (token) => {
    expect(await linkByToken(db, token, { at: AT })).toEqual({ state: 'unknown' });
    expect(await use(token)).toEqual({ outcome: 'not_yours', link: { state: 'unknown' } });
    expect(await ask(token)).toEqual({ outcome: 'unknown' });
  }
);

test('the token stands nowhere in the database', async () => {
  const { token, linkId, mailId } = await linked();
  expect(Buffer.from(token, 'base64url')).toHaveLength(32);
  const rows: unknown = [
    await db('invoice_links').where({ link_id: linkId }),
    await db('mails').where({ mail_id: mailId }),
    await db('audit_log').select(),
    await db('outbox').select(),
  ];
  expect(JSON.stringify(rows)).not.toContain(token);
});

test('a new link goes to the same address by a mail of its own and revokes the old one', async () => {
  const { token, mailId, invoiceId, orderId } = await linked();
  await handOver(mailId);
  await use(token);
  const result = await ask(token, later(MS_PER_HOUR));
  if (result.outcome !== 'sent') throw new Error(`expected a new link, got ${result.outcome}`);

  expect(await stateAt(token, later(MS_PER_HOUR))).toBe('revoked');
  expect(await stateAt(linkToken(SECRET, result.linkId), later(MS_PER_HOUR))).toBe('live');
  expect(await db('mails').where({ mail_id: result.mailId }).first()).toMatchObject({
    kind: 'invoice_link',
    order_id: orderId,
    state: 'queued',
    recipient: { address: BILLING.email },
    data: { invoiceId, linkId: result.linkId },
  });
  expect(await db('outbox').where({ dedupe_key: `deliver_mail:${result.mailId}` })).toHaveLength(1);
});

test('twenty parallel wishes for a new link send one mail', async () => {
  const { token, mailId } = await linked();
  await handOver(mailId);
  const results = await Promise.all(Array.from({ length: 20 }, () => ask(token, later(2 * MS_PER_DAY))));
  const outcomes = results.map(({ outcome }) => outcome).sort();
  expect(outcomes).toEqual([...Array.from({ length: 19 }, () => 'on_its_way'), 'sent']);
});

test('three new links an hour and ten a day are sent for one invoice, then the answer says when', async () => {
  const first = await linked();
  await handOver(first.mailId);
  const sendUntilRefused = async (at: string): Promise<{ sent: number; retryAt: string }> => {
    for (let sent = 0; sent < 20; sent += 1) {
      const result = await ask(first.token, at);
      if (result.outcome === 'rate_limited') return { sent, retryAt: result.retryAt };
      if (result.outcome !== 'sent') throw new Error(`unexpected ${result.outcome}`);
      await handOver(result.mailId, at);
    }
    throw new Error('nothing was refused');
  };
  expect(await sendUntilRefused(AT)).toEqual({ sent: 3, retryAt: later(MS_PER_HOUR) });
  expect(await sendUntilRefused(later(MS_PER_HOUR))).toEqual({ sent: 3, retryAt: later(2 * MS_PER_HOUR) });
  expect(await sendUntilRefused(later(2 * MS_PER_HOUR))).toMatchObject({ sent: 3 });
  expect(await sendUntilRefused(later(3 * MS_PER_HOUR))).toEqual({ sent: 1, retryAt: later(MS_PER_DAY) });
  expect(await sendUntilRefused(later(MS_PER_DAY))).toMatchObject({ sent: 3 });
});

test('once staff sent the invoice to a corrected address the first recipient gets no more links', async () => {
  const { token, mailId, orderId } = await linked();
  await handOver(mailId);
  const source = { actorKind: 'user', actorId: partner.userId, ip: null, requestId: 'req-2' } as const;
  const resend = { orderId, address: 'right@aurora.example', actorId: partner.userId, source, at: AT };
  const resent = await resendInvoice(db, resend, SECRET);

  expect(await stateAt(token, AT)).toBe('revoked');
  expect(await use(token)).toMatchObject({ outcome: 'not_yours', link: { state: 'revoked' } });
  expect(await ask(token, later(2 * MS_PER_HOUR))).toEqual({ outcome: 'revoked' });
  expect(await db('mails').where({ mail_id: resent?.mailId }).first('recipient')).toMatchObject({
    recipient: { address: 'right@aurora.example' },
  });
  expect(await db('audit_log').where({ what: 'invoice.resent', request_id: 'req-2' }).first('data')).toMatchObject({
    data: { address: 'right@aurora.example', corrected: true },
  });
});

test('a mail that would still have carried a revoked link is withdrawn', async () => {
  const { mailId, orderId } = await linked();
  const source = { actorKind: 'user', actorId: partner.userId, ip: null, requestId: null } as const;
  await resendInvoice(db, { orderId, address: null, actorId: partner.userId, source, at: AT }, SECRET);
  expect(await db('mails').where({ mail_id: mailId }).first('state')).toEqual({ state: 'withdrawn' });
});
