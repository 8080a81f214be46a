import type { Knex } from 'knex';
import { listOfflineQueue } from '../../db/offline/offline-queue-read-model';
import { listWaitingApprovals } from '../../db/offline/approvals-read-model';
import { listRegisteredPis } from '../../db/proforma/registered-pis';
import { listReceipts } from '../../db/receipt/receipt-read-model';
import { listReports } from '../../db/receipt/receipt-reports';
import { listReturns } from '../../db/receipt/return-read-model';
import { connect } from '../../db/shared/connection';
import type { PartnerScope } from '../../db/shared/partner-scope';
import { insertOrder } from '../support/rows/order-rows';
import { insertPartner, insertUser, type PartnerRows } from '../support/rows/partner-rows';
import { createTestDatabase, type TestDatabase } from '../support/servers/test-database';

const ROWS = 20_000;
const SCOPE: PartnerScope = { kind: 'all' };
const HOUSE = { scope: SCOPE, reportedBy: null };
const READER = { scope: SCOPE, seesNobodys: false, seesReceipts: true };
const PAGE = { after: null, limit: 26 };

let database: TestDatabase;
let db: Knex;
let partner: PartnerRows;

beforeAll(async () => {
  database = await createTestDatabase();
  db = connect(database.url, { max: 2, applicationName: 'test-offline-lists' });
  const manager = await insertUser(db, { role: 'account_manager', partnerId: null });
  partner = await insertPartner(db, { accountManagerId: manager });
  const orderId = await insertOrder(db, partner, { method: 'offline' });
  await fill({ manager, orderId });
}, 60_000);
afterAll(async () => {
  await db.destroy();
  await database.drop();
});

/** Many rows of each kind, most of them settled; what a list asks for is the small rest or the newest page. */
async function fill({ manager, orderId }: { manager: string; orderId: string }): Promise<void> {
  const bindings = { rows: ROWS, partner: partner.partnerId, manager, orderId };
  const at = `timestamptz '2020-01-01' + n * interval '1 minute'`;
  const n = `from generate_series(1, :rows) as n`;
  const statements = [
    `insert into receipts (receipt_id, partner_id, seller_id, account, value_date, bank_reference, line_key, amount_minor,
       currency, payer, allocated_minor, recorded_by, recorded_at)
     select 'r' || n, :partner, 's', 'a', '2020-01-01', 'b', 'k' || n, 10, 'USD', 'p', 10, :manager, ${at} ${n}`,
    `insert into registered_pis (pi_id, partner_id, pi_number, pi_key, amount_minor, currency, valid_until, registered_by,
       registered_at) select 'p' || n, :partner, 'n' || n, 'n' || n, 1, 'USD', '2020-01-01', :manager, ${at} ${n}`,
    `insert into receipt_reports (report_id, order_id, partner_id, amount_minor, currency, value_date, payer, state,
       reported_by, reported_at, decided_by, decided_at)
     select 't' || n, :orderId, :partner, 1, 'USD', '2020-01-01', 'p', 'declined', :manager, ${at}, :manager, ${at} ${n}`,
    `insert into receipt_returns (return_id, receipt_id, amount_minor, reason, state, wanted_by, wanted_at, decided_by, decided_at)
     select 'w' || n, 'r' || n, 1, 'x', 'withdrawn', :manager, ${at}, :manager, ${at} ${n}`,
    `insert into approvals (approval_id, order_id, state, asked_at, decided_by, decided_at)
     select 'a' || n, :orderId, 'rejected', ${at}, :manager, ${at} ${n}`,
    `insert into order_requests
     select copy.* from order_requests r, generate_series(1, :rows) as n, jsonb_populate_record(r,
       jsonb_build_object('order_id', 'o' || n, 'idempotency_key', 'o' || n)) as copy where r.order_id = :orderId`,
    `insert into orders
     select copy.* from orders o, generate_series(1, :rows) as n, jsonb_populate_record(o,
       jsonb_build_object('order_id', 'o' || n, 'order_no', 'N' || n, 'state', 'completed', 'placed_at', ${at},
         'paid_at', ${at}, 'closed_at', ${at})) as copy where o.order_id = :orderId`,
  ];
  for (const statement of statements) await db.raw(statement, bindings);
  const owner = await db.client.acquireRawConnection();
  await owner.query('reset role; analyze');
  await owner.end();
}

/** The plan of the one statement that `read` sends. */
async function planOf(read: () => Promise<unknown>): Promise<string> {
  let sent: { sql: string; bindings: readonly unknown[] } | undefined;
  const hear = (query: { sql: string; bindings: readonly unknown[] }): void => {
    sent ??= query;
  };
  db.on('query', hear);
  await read();
  db.removeListener('query', hear);
  if (sent === undefined) throw new Error('nothing was asked');
  const explained = await db.raw<{ rows: { 'QUERY PLAN': string }[] }>(`explain ${sent.sql.replace(/\$\d+/g, '?')}`, [
    ...sent.bindings,
  ] as never);
  return explained.rows.map((row) => row['QUERY PLAN']).join('\n');
}

test.each([
  ['receipts', 'receipts_recorded', () => listReceipts(db, { ...PAGE, reader: READER, filter: {} })],
  [
    'unmatched receipts',
    'receipts_unmatched',
    () => listReceipts(db, { ...PAGE, reader: READER, filter: { state: 'unmatched' } }),
  ],
  ['proformas', 'registered_pis_registered', () => listRegisteredPis(db, { ...PAGE, scope: SCOPE, filter: {} })],
  ['reports', 'receipt_reports_reported', () => listReports(db, { ...PAGE, reader: HOUSE, filter: {} })],
  [
    'waiting reports',
    'receipt_reports_waiting',
    () => listReports(db, { ...PAGE, reader: HOUSE, filter: { state: 'reported' } }),
  ],
  ['returns', 'receipt_returns_all', () => listReturns(db, { ...PAGE, reader: READER })],
  ['wanted returns', 'receipt_returns_wanted', () => listReturns(db, { ...PAGE, reader: READER, state: 'wanted' })],
  ['waiting approvals', 'approvals_one_waiting', () => listWaitingApprovals(db, { ...PAGE, scope: SCOPE })],
] as const)('a page of %s is read along %s', async (_name, index, read) => {
  const plan = await planOf(read);
  expect(plan).toContain(index);
});

test('the queue finds what waits among many that are paid, along orders_offline_open', async () => {
  const read = () => listOfflineQueue(db, { ...PAGE, scope: SCOPE, filter: {} });
  expect(await planOf(read)).toContain('orders_offline_open');
  expect(await read()).toMatchObject([{ state: 'awaiting_payment', reportsWaiting: 0 }]);
});
