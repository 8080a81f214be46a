import type { Knex } from 'knex';
import { Client } from 'pg';
import { enqueueMail, messageIdOf, storeMail, type NewMail } from '../../db/mail/enqueue-mail';
import { addOutbox } from '../../db/outbox/add-outbox';
import { claimDue, markOutboxFailed, markOutboxHandled, nextOutboxDueAt } from '../../db/outbox/claim-outbox';
import { connect } from '../../db/shared/connection';
import { inTransaction } from '../../db/shared/transaction';
import { closeTask } from '../../db/task/close-task';
import { openTask, type NewTask } from '../../db/task/open-task';
import { addMs, MS_PER_DAY, MS_PER_HOUR } from '../../domain/time/calendar';
import { createTestDatabase, type TestDatabase } from '../support/servers/test-database';

const AT = '2026-11-23T09:00:00.000Z';
const later = (ms: number): string => addMs(AT, ms);

let database: TestDatabase;
let db: Knex;

beforeAll(async () => {
  database = await createTestDatabase();
  db = connect(database.url, { max: 20, applicationName: 'test-mail-outbox' });
});
beforeEach(async () => {
  for (const table of ['outbox', 'mails', 'tasks']) await db(table).delete();
});
afterAll(async () => {
  await db.destroy();
  await database.drop();
});

const add = (mailId: string, at = AT) =>
  addOutbox(db, { topic: 'deliver_mail', dedupeKey: `deliver_mail:${mailId}`, payload: { mailId }, at });

test('the same key twice is one message', async () => {
  await Promise.all(Array.from({ length: 20 }, () => add('m1')));
  expect(await claimDue(db, AT)).toEqual([
    { outboxId: expect.any(Number), topic: 'deliver_mail', payload: { mailId: 'm1' }, createdAt: AT, attempts: 1 },
  ]);
});

test('a message is gone with the transaction that failed', async () => {
  const failing = inTransaction(db, async (trx) => {
    await addOutbox(trx, { topic: 'subscription_changed', dedupeKey: 'k', payload: { companyId: 'c' }, at: AT });
    throw new Error('rolled back');
  });
  await expect(failing).rejects.toThrow('rolled back');
  expect(await claimDue(db, AT)).toEqual([]);
});

test('parallel processes never claim the same message and never more than fifty', async () => {
  for (let index = 0; index < 120; index += 1) await add(`m${index}`);
  const claims = await Promise.all(Array.from({ length: 4 }, () => claimDue(db, AT, 1_000)));
  const ids = claims.flat().map(({ outboxId }) => outboxId);
  expect(new Set(ids).size).toBe(ids.length);
  expect(ids).toHaveLength(120);
  expect(Math.max(...claims.map((claim) => claim.length))).toBeLessThanOrEqual(50);
});

test('a claimed message comes back when its process died, a handled one never', async () => {
  await add('m1');
  await add('m2');
  const [first] = await claimDue(db, AT, 1);
  expect(await claimDue(db, later(29_000))).toHaveLength(1);
  await markOutboxHandled(db, first?.outboxId ?? 0, later(1_000));
  const again = await claimDue(db, later(60_000));
  expect(again.map(({ payload }) => payload)).toEqual([{ mailId: 'm2' }]);
  expect(again[0]?.attempts).toBe(2);
});

test('failures are put off longer and longer, hourly after three days, and are never dropped', async () => {
  await add('m1');
  const waits: number[] = [];
  let at = AT;
  for (let round = 0; round < 10; round += 1) {
    const [row] = await claimDue(db, at);
    if (row === undefined) throw new Error('the message is gone');
    expect(await markOutboxFailed(db, row, 'away', at)).toEqual({ stale: false });
    const due = (await nextOutboxDueAt(db)) ?? '';
    waits.push((Date.parse(due) - Date.parse(at)) / 1_000);
    at = due;
  }
  expect(waits).toEqual([2, 4, 8, 16, 32, 64, 128, 256, 300, 300]);
  at = later(3 * MS_PER_DAY);
  const [row] = await claimDue(db, at);
  if (row === undefined) throw new Error('the message is gone');
  expect(await markOutboxFailed(db, row, 'away', at)).toEqual({ stale: true });
  expect(await nextOutboxDueAt(db)).toBe(addMs(at, MS_PER_HOUR));
});

test('one transaction with many messages wakes the loop once', async () => {
  const heard: string[] = [];
  const listener = new Client({ connectionString: database.url });
  await listener.connect();
  listener.on('notification', ({ channel }) => heard.push(channel));
  await listener.query('listen purser_outbox');
  await inTransaction(db, async (trx) => {
    for (let index = 0; index < 5; index += 1) {
      const companyId = `c${index}`;
      await addOutbox(trx, { topic: 'subscription_changed', dedupeKey: companyId, payload: { companyId }, at: AT });
    }
  });
  // Notifications of a connection arrive before the answer to its next query.
  await listener.query('select 1');
  await listener.end();
  expect(heard).toEqual(['purser_outbox']);
});

const mail = (over: Partial<NewMail> = {}): NewMail => ({
  kind: 'order_expired',
  dedupeKey: 'order_expired:o1',
  recipient: { name: '李雷 🦊', address: 'a@b.example' },
  locale: 'zh',
  data: { orderNo: 'ORD-2026-000001' },
  at: AT,
  ...over,
});

test('a mail is stored once per key, with one outbox row, however often its step runs', async () => {
  const results = await Promise.all(
    Array.from({ length: 20 }, (_, index) => enqueueMail(db, mail({ data: { orderNo: `try ${index}` } })))
  );
  expect(results.filter(({ created }) => created)).toHaveLength(1);
  expect(new Set(results.map((result) => JSON.stringify(result.mail))).size).toBe(1);
  expect(results[0]?.mail).toMatchObject({ state: 'queued', attempts: 0, recipient: mail().recipient, sentAt: null });
  expect(await claimDue(db, AT)).toHaveLength(1);
});

test('a mail that its step hands over itself has no outbox row', async () => {
  await storeMail(db, mail());
  expect(await claimDue(db, AT)).toEqual([]);
});

test('a Message-ID comes from the key alone, and keys that could hold an address or a header are refused', () => {
  expect(messageIdOf('payment_received:019a')).toBe('<payment_received/019a@purser.mail>');
  expect(messageIdOf('a:b.c')).not.toBe(messageIdOf('a.b:c'));
  for (const bad of ['', 'a@b.example', 'a\r\nBcc: x', 'a b', 'x'.repeat(201)]) {
    expect(() => messageIdOf(bad)).toThrow('not a mail key');
  }
});

const task = (over: Partial<NewTask> = {}): NewTask => ({
  dedupeKey: 'mail_undelivered:m1',
  kind: 'mail_undelivered',
  subject: 'A mail could not be delivered',
  evidence: { mailId: 'm1' },
  at: AT,
  ...over,
});

test('a task is opened once per key for the role of its kind and stays closed', async () => {
  const ids = await Promise.all(Array.from({ length: 10 }, () => openTask(db, task())));
  expect(new Set(ids).size).toBe(1);
  expect(await db('tasks').first('role', 'state')).toEqual({ role: 'ops', state: 'open' });
  const closing = { task: { dedupeKey: 'mail_undelivered:m1' }, state: 'done', by: 'system', at: AT } as const;
  expect(await closeTask(db, closing)).toBe(true);
  expect(await closeTask(db, closing)).toBe(false);
  await openTask(db, task());
  expect(await db('tasks').pluck('state')).toEqual(['done']);
});

test('a task is dismissed with a reason only', async () => {
  const taskId = await openTask(db, task());
  await expect(closeTask(db, { task: { taskId }, state: 'dismissed', by: 'u1', at: AT })).rejects.toThrow('reason');
  expect(await closeTask(db, { task: { taskId }, state: 'dismissed', reason: 'no', by: 'u1', at: AT })).toBe(true);
});
