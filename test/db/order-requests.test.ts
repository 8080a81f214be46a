import type { Knex } from 'knex';
import { uuidv7 } from 'uuidv7';
import {
  readOrderRequest,
  refuseOrderRequest,
  storeOrderRequest,
  withdrawOrderRequest,
} from '../../db/order/order-requests';
import { connect } from '../../db/shared/connection';
import { WISH } from '../support/rows/order-rows';
import { AT, insertPartner, type PartnerRows } from '../support/rows/partner-rows';
import { createTestDatabase, type TestDatabase } from '../support/servers/test-database';

let database: TestDatabase;
let db: Knex;
let partner: PartnerRows;

beforeAll(async () => {
  database = await createTestDatabase();
  db = connect(database.url, { max: 20, applicationName: 'test-order-requests' });
  partner = await insertPartner(db);
});
afterAll(async () => {
  await db.destroy();
  await database.drop();
});

const request = (key: string, bodyHash = 'a') => ({
  orderId: uuidv7(),
  callerId: partner.userId,
  idempotencyKey: key,
  bodyHash,
  body: WISH,
  at: AT,
  source: { actorKind: 'user', actorId: partner.userId, ip: '127.0.0.1', requestId: null } as const,
});

test('of twenty parallel requests with one key exactly one creates the order request', async () => {
  const answers = await Promise.all(Array.from({ length: 20 }, () => storeOrderRequest(db, request('twenty'))));
  expect(answers.filter(({ created }) => created)).toHaveLength(1);
  expect(new Set(answers.map(({ request: { orderId } }) => orderId)).size).toBe(1);
  expect(await db('audit_log').where({ what: 'order.requested' }).select('subject_id')).toHaveLength(1);
});

test('a withdrawn request makes room for one new attempt under the same key, and its old id is gone', async () => {
  const first = await storeOrderRequest(db, request('withdrawn'));
  expect(await withdrawOrderRequest(db, first.request.orderId)).toBe(true);
  const again = await Promise.all(Array.from({ length: 10 }, () => storeOrderRequest(db, request('withdrawn'))));
  expect(again.filter(({ created }) => created)).toHaveLength(1);
  expect(new Set(again.map(({ request: { orderId } }) => orderId)).size).toBe(1);
  expect(again[0]?.request).toMatchObject({ state: 'received' });
  expect(await readOrderRequest(db, first.request.orderId)).toBeNull();
});

test('a request that was refused as too old makes room as well', async () => {
  const first = await storeOrderRequest(db, request('too-old'));
  await refuseOrderRequest(db, first.request.orderId, { code: 'request_too_old' });
  expect(await storeOrderRequest(db, request('too-old'))).toMatchObject({ created: true });
});

test('a withdrawn request is not replaced by another body', async () => {
  const first = await storeOrderRequest(db, request('other-body', 'a'));
  await withdrawOrderRequest(db, first.request.orderId);
  const other = await storeOrderRequest(db, request('other-body', 'b'));
  expect(other).toMatchObject({ created: false, request: { bodyHash: 'a', state: 'withdrawn' } });
});

test('what was placed in the meantime can be neither withdrawn nor refused', async () => {
  const { request: stored } = await storeOrderRequest(db, request('placed'));
  await db('order_requests').where({ order_id: stored.orderId }).update({ state: 'placed' });
  expect(await withdrawOrderRequest(db, stored.orderId)).toBe(false);
  await refuseOrderRequest(db, stored.orderId, { code: 'quote_expired' });
  expect(await readOrderRequest(db, stored.orderId)).toMatchObject({ state: 'placed', refusal: null });
});

test('a refusal is kept for the repeats of its key', async () => {
  const { request: stored } = await storeOrderRequest(db, request('refused'));
  await refuseOrderRequest(db, stored.orderId, { code: 'quote_expired' });
  const repeat = await storeOrderRequest(db, request('refused'));
  expect(repeat).toMatchObject({ created: false, request: { state: 'refused', refusal: { code: 'quote_expired' } } });
});
