import type { Knex } from 'knex';
import { connect } from '../../db/shared/connection';
import { listen } from '../../db/shared/listen';
import { CHANNELS, notify } from '../../db/shared/notify';
import { addOrderEvent } from '../../db/shared/order-events';
import { inTransaction } from '../../db/shared/transaction';
import { eventually } from '../support/eventually';
import { insertOrder } from '../support/rows/order-rows';
import { AT, insertPartner } from '../support/rows/partner-rows';
import { createTestDatabase, type TestDatabase } from '../support/servers/test-database';

let database: TestDatabase;
let db: Knex;

beforeAll(async () => {
  database = await createTestDatabase();
  db = connect(database.url, { max: 2, applicationName: 'test-order-events' });
});
afterAll(async () => {
  await db.destroy();
  await database.drop();
});

/** What live views hear of `act`; a notification of ours behind it marks the end. */
async function heardOf(act: () => Promise<unknown>): Promise<string[]> {
  const heard: string[] = [];
  const listener = await listen(database.url, {
    channels: [CHANNELS.order],
    applicationName: 'test-order-events',
    onReconnected: () => undefined,
    onProblem: () => undefined,
  });
  listener.on(CHANNELS.order, (orderId) => heard.push(orderId));
  await act();
  await notify(db, CHANNELS.order, 'end');
  await eventually(() => heard.includes('end'));
  await listener.close();
  return heard.filter((orderId) => orderId !== 'end');
}

test('the live views of each order hear of a transaction once, however many events it wrote', async () => {
  const partner = await insertPartner(db);
  const [one, other] = [await insertOrder(db, partner), await insertOrder(db, partner)];
  const write = () =>
    inTransaction(db, async (trx) => {
      for (const orderId of [one, other, one]) await addOrderEvent(trx, { orderId, at: AT, what: 'receipt_reversed' });
    });
  expect(await heardOf(write)).toEqual([one, other]);
});

test('they hear nothing of what was rolled back', async () => {
  const orderId = await insertOrder(db, await insertPartner(db));
  const dying = () =>
    inTransaction(db, async (trx) => {
      await addOrderEvent(trx, { orderId, at: AT, what: 'paid' });
      throw new Error('as if the process had died');
    }).catch(() => undefined);
  expect(await heardOf(dying)).toEqual([]);
});
