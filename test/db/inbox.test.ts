import type { Knex } from 'knex';
import { findOrderByPaymentObject } from '../../db/inbox/find-order-by-payment-object';
import { claimDue, insertOnce, markHandled, markRetry, nextDueAt } from '../../db/inbox/inbox-events';
import { connect } from '../../db/shared/connection';
import { insertAttempt, insertOrder } from '../support/rows/order-rows';
import { AT, insertPartner } from '../support/rows/partner-rows';
import { createTestDatabase, type TestDatabase } from '../support/servers/test-database';

let database: TestDatabase;
let db: Knex;

beforeEach(async () => {
  database = await createTestDatabase();
  db = connect(database.url, { max: 20, applicationName: 'test-inbox' });
});
afterEach(async () => {
  await db.destroy();
  await database.drop();
});

const event = (eventId: string, bodyHash = 'a') => ({
  provider: 'stripe',
  eventId,
  eventType: 'checkout.session.completed',
  about: 'page' as const,
  objectId: 'cs_1',
  bodyHash,
  at: AT,
});
const later = (seconds: number) => new Date(Date.parse(AT) + seconds * 1000).toISOString();

test('of twenty parallel deliveries of one event exactly one is stored', async () => {
  const results = await Promise.all(Array.from({ length: 20 }, () => insertOnce(db, event('evt_1'))));
  expect(results.sort()).toEqual([...Array.from({ length: 19 }, () => 'known'), 'stored']);
  expect(await db('inbox_events').select('event_id')).toHaveLength(1);
});

test('the same event with another body changes nothing and says so', async () => {
  await insertOnce(db, event('evt_2', 'a'));
  expect(await insertOnce(db, event('evt_2', 'b'))).toBe('other_body');
  expect(await db('inbox_events').first('body_hash')).toEqual({ body_hash: 'a' });
});

test('parallel loops share the due events without taking one twice', async () => {
  for (let n = 0; n < 60; n += 1) await insertOnce(db, event(`evt_${n}`));
  const claims = await Promise.all(Array.from({ length: 4 }, () => claimDue(db, AT, 50)));
  const taken = claims.flat().map(({ eventId }) => eventId);
  const rest = (await claimDue(db, AT, 50)).map(({ eventId }) => eventId);
  expect(new Set([...taken, ...rest]).size).toBe(60);
  expect([...taken, ...rest]).toHaveLength(60);
});

test('a claimed event comes back when its loop died, and not once it is handled', async () => {
  await insertOnce(db, event('evt_3'));
  expect(await claimDue(db, AT)).toHaveLength(1);
  expect(await claimDue(db, later(29))).toHaveLength(0);
  const [again] = await claimDue(db, later(31));
  expect(again).toMatchObject({ eventId: 'evt_3', attempts: 2 });
  await markHandled(db, { provider: 'stripe', eventId: 'evt_3' }, 'hinted', later(31));
  expect(await claimDue(db, later(3600))).toHaveLength(0);
  expect(await nextDueAt(db)).toBeNull();
});

test('an event that could not be delivered waits for its next try', async () => {
  await insertOnce(db, event('evt_4'));
  await claimDue(db, AT);
  await markRetry(db, { provider: 'stripe', eventId: 'evt_4' }, 'order_not_recorded_yet', later(5));
  expect(await nextDueAt(db)).toBe(later(5));
  expect(await claimDue(db, later(4))).toHaveLength(0);
  expect(await claimDue(db, later(5))).toHaveLength(1);
});

test('the order behind a checkout and behind a capture is found, a stranger’s object is not', async () => {
  const partner = await insertPartner(db);
  const orderId = await insertOrder(db, partner);
  await insertAttempt(db, orderId, { checkoutId: 'cs_known', state: 'paid' });
  await db('captures').insert({
    capture_id: 'c1',
    provider: 'stripe',
    provider_object_id: 'pi_known',
    order_id: orderId,
    attempt_no: 1,
    amount_minor: 11_900,
    currency: 'USD',
    winning: true,
    seen_at: AT,
  });
  const owner = { orderId, attemptNo: 1, checkoutId: 'cs_known', orderClosed: false };
  expect(await findOrderByPaymentObject(db, 'stripe', 'cs_known')).toEqual(owner);
  expect(await findOrderByPaymentObject(db, 'stripe', 'pi_known')).toEqual(owner);
  expect(await findOrderByPaymentObject(db, 'stripe', 'cs_other')).toBeNull();
  expect(await findOrderByPaymentObject(db, 'paypal', 'cs_known')).toBeNull();
});
