import type { Knex } from 'knex';
import { ordersWithOpenRefunds, unsettledDues } from '../../db/sandbox/clock-dues';
import { connect } from '../../db/shared/connection';
import type { OrderState } from '../../domain/order/order-state';
import { insertAttempt, insertOrder } from '../support/rows/order-rows';
import { AT, insertPartner, type PartnerRows } from '../support/rows/partner-rows';
import { insertRefund } from '../support/rows/refund-rows';
import { createTestDatabase, type TestDatabase } from '../support/servers/test-database';

/** After the deadline of every order and the end of every page that the fixtures make. */
const LATER = '2026-12-24T08:00:00.000Z';

let database: TestDatabase;
let db: Knex;
let partner: PartnerRows;

beforeEach(async () => {
  database = await createTestDatabase();
  db = connect(database.url, { max: 2, applicationName: 'test-clock-dues' });
  partner = await insertPartner(db);
});
afterEach(async () => {
  await db.destroy();
  await database.drop();
});

async function order(state: OrderState): Promise<string> {
  if (state !== 'awaiting_approval') return insertOrder(db, partner, { state });
  const orderId = await insertOrder(db, partner);
  await db('orders').where({ order_id: orderId }).update({ state, approval_since: AT });
  return orderId;
}
const page = (orderId: string, state: string) => insertAttempt(db, orderId, { checkoutId: `cs_${orderId}`, state });
const kinds = async (): Promise<string[]> =>
  (await unsettledDues(db, LATER)).map((what) => what.replace(/ (?:ORD-)?[0-9a-f-]+$/, '')).sort();

describe('what a moved clock waits for', () => {
  it('is an order past its deadline, and its page', async () => {
    await page(await order('awaiting_payment'), 'open');
    expect(await kinds()).toEqual(['order', 'payment page of order']);
  });

  it('is no order that announced money holds past its deadline', async () => {
    await page(await order('awaiting_payment'), 'capturing');
    expect(await kinds()).toEqual([]);
  });

  it.each(['needs_attention', 'awaiting_approval'] as const)(
    'is nothing of an order that waits for a person (%s)',
    async (state) => {
      await page(await order(state), 'open');
      expect(await kinds()).toEqual([]);
    }
  );

  it('is the reminder of those who are to approve', async () => {
    const orderId = await order('awaiting_approval');
    await db('orders').where({ order_id: orderId }).update({ remind_at: '2026-11-24T08:00:00.000Z' });
    expect(await kinds()).toEqual(['reminder of order']);
  });
});

test('the orders whose money is on its way back are told, once each', async () => {
  const [waiting, settled] = [await order('expired'), await order('cancelled')];
  for (const state of ['wanted', 'sending', 'pending', 'done'] as const) await insertRefund(db, waiting, state);
  for (const state of ['done', 'stuck'] as const) await insertRefund(db, settled, state);
  expect(await ordersWithOpenRefunds(db)).toEqual([waiting]);
});
