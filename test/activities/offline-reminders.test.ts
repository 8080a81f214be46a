import type { Knex } from 'knex';
import { deliverMail } from '../../activities/mail/deliver-mail';
import { remind } from '../../activities/offline/remind';
import { connect } from '../../db/shared/connection';
import { addMs, MS_PER_DAY } from '../../domain/time/calendar';
import type { DocumentRenderer } from '../../gateways/pdf/document-renderer';
import { startMailBench, type MailBench } from '../support/mail/mail-bench';
import { createTestPdfRenderer } from '../support/pdf/test-pdf-renderer';
import { mailsOfOrder } from '../support/rows/mail-rows';
import { insertOfflineOrder, OFFLINE_DEADLINE } from '../support/rows/offline-rows';
import { AT, insertPartner, insertUser, type PartnerRows } from '../support/rows/partner-rows';
import { sampleCatalogue } from '../support/sample-catalogue';
import { createTestDatabase, type TestDatabase } from '../support/servers/test-database';

jest.setTimeout(30_000);

const catalogue = sampleCatalogue();
const DAY_3 = addMs(AT, 3 * MS_PER_DAY);
const BUYER = `buyer:${OFFLINE_DEADLINE.slice(0, 10)}`;

let database: TestDatabase;
let db: Knex;
let renderer: DocumentRenderer;
let managerId: string;
let finance: string[];
let partner: PartnerRows;
let bench: MailBench;

beforeAll(async () => {
  database = await createTestDatabase();
  db = connect(database.url, { max: 10, applicationName: 'test-reminders' });
  renderer = createTestPdfRenderer();
  managerId = await insertUser(db, { role: 'account_manager', partnerId: null });
  const inFinance = () => insertUser(db, { role: 'finance', partnerId: null });
  finance = [await inFinance(), await inFinance(), await inFinance()];
  await db('users').where({ user_id: finance.pop() }).update({ disabled_at: AT });
  partner = await insertPartner(db, { accountManagerId: managerId });
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

const run = (orderId: string, what: string, at = DAY_3) =>
  remind({ db, catalogue, policies: catalogue.policies })({ orderId, what, at });
const address = (userId: string): string => `${userId}@people.example`;

const mailsOf = (orderId: string) => mailsOfOrder(db, orderId);
const recipientsOf = async (orderId: string) =>
  (await mailsOf(orderId)).map(({ kind, recipient }) => [kind, recipient.address]);
const remindedOf = (orderId: string) =>
  db('order_events')
    .where({ order_id: orderId, what: 'reminded' })
    .orderBy('event_id')
    .select(db.raw(`data->>'what' as what`))
    .then((rows: { what: string }[]) => rows.map(({ what }) => what));
const tasksOf = (orderId: string) =>
  db('tasks').where({ order_id: orderId }).orderBy('task_id').select('kind', 'state', 'person_id', 'evidence');

async function textOfOnly(orderId: string): Promise<string> {
  const [mail] = await mailsOf(orderId);
  await deliverMail(bench.deps)({ mailId: mail?.mail_id ?? '', at: AT });
  return bench.inbox.mails[0]?.parsed.text ?? '';
}

const waiting = (columns = {}) => insertOfflineOrder(db, partner, columns);
const approving = (since = AT) =>
  waiting({ state: 'awaiting_approval', approval_since: since, received_minor: 11_900 });

test('the account manager is told age, open amount and deadline, and the task stands in that person’s name', async () => {
  const orderId = await waiting({ received_minor: 4_000 });
  await run(orderId, 'account_manager:3');
  expect(await recipientsOf(orderId)).toEqual([['offline_follow_up', address(managerId)]]);
  expect(await tasksOf(orderId)).toMatchObject([
    {
      kind: 'offline_order_placed',
      state: 'open',
      person_id: managerId,
      evidence: { open: { amountMinor: 7_900 }, ageDays: 3, deadlineAt: OFFLINE_DEADLINE },
    },
  ]);
  expect(await remindedOf(orderId)).toEqual(['account_manager:3']);
  const text = await textOfOnly(orderId);
  for (const part of ['placed 3 days ago', 'USD 79.00 of USD 119.00', '23 December 2026']) expect(text).toContain(part);
  expect(text).not.toMatch(/Lovelace|aurora\.example/);
  expect(await db('order_events').where({ order_id: orderId, what: 'mailed' })).toEqual([]);
});

test.each(['account_manager:3', BUYER, 'approvers:2026-12-01'])(
  '%s twice, and twice at once, is one reminder',
  async (what) => {
    const orderId = what.startsWith('approvers') ? await approving() : await waiting();
    await Promise.all([run(orderId, what), run(orderId, what)]);
    await run(orderId, what, addMs(DAY_3, MS_PER_DAY));
    expect(await mailsOf(orderId)).toHaveLength(what.startsWith('approvers') ? finance.length : 1);
    expect(await remindedOf(orderId)).toEqual([what]);
  }
);

test('a later reminder renews the open task, and opens one anew where it was closed', async () => {
  const orderId = await waiting();
  await run(orderId, 'account_manager:3');
  const other = await insertUser(db, { role: 'account_manager', partnerId: null });
  await db('partners').where({ partner_id: partner.partnerId }).update({ account_manager_id: other });
  await run(orderId, 'account_manager:7', addMs(AT, 7 * MS_PER_DAY));
  expect(await tasksOf(orderId)).toMatchObject([{ state: 'open', person_id: other, evidence: { ageDays: 7 } }]);

  await db('tasks').where({ order_id: orderId }).update({ state: 'done', closed_at: AT, closed_by: other });
  await run(orderId, 'account_manager:14', addMs(AT, 14 * MS_PER_DAY));
  expect((await tasksOf(orderId)).map(({ state }: { state: string }) => state)).toEqual(['done', 'open']);
  await db('partners').where({ partner_id: partner.partnerId }).update({ account_manager_id: managerId });
});

test('a partner without an account manager has a task for the role and no mail', async () => {
  const orderId = await insertOfflineOrder(db, await insertPartner(db));
  await run(orderId, 'account_manager:3');
  expect(await mailsOf(orderId)).toEqual([]);
  expect(await tasksOf(orderId)).toMatchObject([{ state: 'open', person_id: null }]);
});

test('the buyer is told how much is open, until when and how to pay', async () => {
  const orderId = await waiting({ pi_number: 'PI-5', pi_key: 'PI5' });
  await run(orderId, BUYER);
  expect(await recipientsOf(orderId)).toEqual([['order_expiring', address(partner.userId)]]);
  const text = await textOfOnly(orderId);
  for (const part of ['USD 119.00', 'DE02120300000000202051', 'PI-5 ORD-2026-']) expect(text).toContain(part);
});

test('everybody in finance who still has access is asked to approve, daily, and anew after a rejection', async () => {
  const orderId = await approving();
  await run(orderId, 'approvers:2026-12-01');
  await run(orderId, 'approvers:2026-12-02');
  expect(await recipientsOf(orderId)).toEqual(
    [...finance, ...finance].map((userId) => ['approval_waiting', address(userId)])
  );
  await db('orders').where({ order_id: orderId }).update({ approval_since: DAY_3 });
  await run(orderId, 'approvers:2026-12-01', addMs(DAY_3, MS_PER_DAY));
  expect(await mailsOf(orderId)).toHaveLength(3 * finance.length);
  expect(await remindedOf(orderId)).toEqual(['approvers:2026-12-01', 'approvers:2026-12-02', 'approvers:2026-12-01']);
});

test.each([
  ['account_manager:3', 'paid meanwhile', { state: 'fulfilling', paid_at: AT }, DAY_3],
  ['account_manager:3', 'by card meanwhile', { method: 'card' }, DAY_3],
  ['account_manager:3', 'waiting for approval', { state: 'awaiting_approval', approval_since: AT }, DAY_3],
  ['account_manager:3', 'cancelled', { state: 'cancelled', closed_at: AT }, DAY_3],
  [BUYER, 'cancelled', { state: 'cancelled', closed_at: AT }, DAY_3],
  [BUYER, 'prolonged meanwhile', { deadline_at: addMs(OFFLINE_DEADLINE, 5 * MS_PER_DAY) }, DAY_3],
  [BUYER, 'past its deadline', {}, OFFLINE_DEADLINE],
  ['approvers:2026-12-01', 'waiting for money again', {}, DAY_3],
  ['approvers:2026-12-01', 'approved', { state: 'fulfilling', paid_at: AT }, DAY_3],
])('%s for an order that is %s does nothing', async (what, _how, columns, at) => {
  const orderId = await waiting(columns);
  await run(orderId, what, at);
  expect(await mailsOf(orderId)).toEqual([]);
  expect(await tasksOf(orderId)).toEqual([]);
  expect(await remindedOf(orderId)).toEqual([]);
});

test.each(['', 'nobody:1', 'buyer', 'buyer:soon', 'account_manager:-1', 'approvers:x', 'toString:1'])(
  'the reminder %j does not exist',
  async (what) => {
    const orderId = await waiting();
    await expect(run(orderId, what)).rejects.toMatchObject({ name: 'FinalFailure', code: 'reminder_unknown' });
  }
);
