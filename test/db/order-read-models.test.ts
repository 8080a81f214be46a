import type { Knex } from 'knex';
import { listOrders, type OrderFilter, type OrderListItem } from '../../db/order/order-list-read-model';
import { readOrder } from '../../db/order/order-read-model';
import { readTimeline } from '../../db/order/order-timeline-read-model';
import { saveOrderRemarks } from '../../db/order/save-order-remarks';
import { connect } from '../../db/shared/connection';
import type { PartnerScope } from '../../db/shared/partner-scope';
import { insertAttempt, insertOrder } from '../support/rows/order-rows';
import { AT, insertCompany, insertPartner, insertUser, type PartnerRows } from '../support/rows/partner-rows';
import { createTestDatabase, type TestDatabase } from '../support/servers/test-database';

let database: TestDatabase;
let db: Knex;
let manager: string;
let aurora: PartnerRows;
let birch: PartnerRows;
const ALL: PartnerScope = { kind: 'all' };

beforeAll(async () => {
  database = await createTestDatabase();
  db = connect(database.url, { max: 5, applicationName: 'test-orders' });
  manager = await insertUser(db, { role: 'account_manager', partnerId: null });
  aurora = await insertPartner(db, { accountManagerId: manager });
  birch = await insertPartner(db);
});
afterAll(async () => {
  await db.destroy();
  await database.drop();
});

const list = (filter: OrderFilter, scope: PartnerScope = ALL) =>
  listOrders(db, { scope, filter, newestFirst: true, after: null, limit: 100 });
const idsOf = (items: readonly { readonly orderId: string }[]) => items.map(({ orderId }) => orderId);

test('an order is read with lines, totals, attempt and remarks by id and by number', async () => {
  const orderId = await insertOrder(db, aurora, { orderNo: 'ORD-2026-000777', poNumber: 'PO 7' });
  await insertAttempt(db, orderId, { checkoutId: 'cs_1', state: 'expired', attemptNo: 1 });
  await insertAttempt(db, orderId, { checkoutId: 'cs_2', attemptNo: 2 });
  const order = await readOrder(db, ALL, orderId);
  expect(order).toMatchObject({
    orderNo: 'ORD-2026-000777',
    state: 'awaiting_payment',
    totals: { gross: { amountMinor: 11_900, currency: 'USD' } },
    attempt: { attemptNo: 2, checkoutId: 'cs_2', state: 'open' },
    remarks: { poNumber: 'PO 7', comment: '' },
    invoice: null,
    placedAt: AT,
  });
  expect(order?.lines).toEqual([
    expect.objectContaining({ lineNo: 1, item: { type: 'service', service: 'meeting_room' } }),
  ]);
  expect(await readOrder(db, ALL, 'ORD-2026-000777')).toEqual(order);
});

test('an order outside the reader’s scope is not there', async () => {
  const orderId = await insertOrder(db, aurora);
  const none = { kind: 'partner', partnerId: birch.partnerId } as const;
  expect(await readOrder(db, none, orderId)).toBeNull();
  expect(await readOrder(db, { kind: 'assigned', userId: manager }, orderId)).not.toBeNull();
  expect(await readOrder(db, { kind: 'assigned', userId: birch.userId }, orderId)).toBeNull();
  expect(idsOf(await list({}, none))).not.toContain(orderId);
  expect(idsOf(await list({}, { kind: 'assigned', userId: manager }))).toContain(orderId);
});

test('pages follow each other without a gap or a repeat, newest first and oldest first', async () => {
  const partner = await insertPartner(db);
  const scope = { kind: 'partner', partnerId: partner.partnerId } as const;
  const placed: string[] = [];
  for (let n = 0; n < 7; n += 1) {
    // Two orders share an instant: the id decides between them.
    const placedAt = `2026-11-0${1 + Math.floor(n / 2)}T00:00:00.000Z`;
    placed.push(await insertOrder(db, partner, { placedAt }));
  }
  for (const newestFirst of [true, false]) {
    const seen: OrderListItem[] = [];
    for (let page = 0; page < 4; page += 1) {
      const after = seen.at(-1) ?? null;
      seen.push(...(await listOrders(db, { scope, filter: {}, newestFirst, after, limit: 2 })));
    }
    expect(idsOf(seen)).toEqual(newestFirst ? [...placed].reverse() : placed);
  }
});

test('filters narrow by state, company, method, time and text', async () => {
  const partner = await insertPartner(db);
  const scope = { kind: 'partner', partnerId: partner.partnerId } as const;
  await insertCompany(db, partner.partnerId, 'WP-FILTER');
  const a = await insertOrder(db, partner, { state: 'completed', orderNo: 'ORD-2026-900001', poNumber: '100%_sure' });
  const b = await insertOrder(db, partner, { companyId: 'WP-FILTER', placedAt: '2026-12-01T00:00:00.000Z' });
  expect(idsOf(await list({ states: ['completed'] }, scope))).toEqual([a]);
  expect(idsOf(await list({ companyId: 'WP-FILTER' }, scope))).toEqual([b]);
  expect(idsOf(await list({ method: 'paypal' }, scope))).toEqual([]);
  expect(idsOf(await list({ from: '2026-12-01T00:00:00.000Z' }, scope))).toEqual([b]);
  expect(idsOf(await list({ until: '2026-12-01T00:00:00.000Z' }, scope))).toEqual([a]);
  expect(idsOf(await list({ text: 'ord-2026-9' }, scope))).toEqual([a]);
  expect(idsOf(await list({ text: '0%_s' }, scope))).toEqual([a]);
  expect(idsOf(await list({ text: 'WP-FILTER' }, scope))).toEqual([b]);
  expect(idsOf(await list({ text: '%' }, scope))).toEqual([a]);
});

test('remarks are replaced as a whole and the timeline tells who did what', async () => {
  const orderId = await insertOrder(db, aurora);
  const remarks = { poNumber: 'PO-9', customReference: 'ref', orderOwner: 'Bo', comment: '你好 🎉' };
  await saveOrderRemarks(db, orderId, remarks, { userId: aurora.userId, at: AT });
  expect((await readOrder(db, ALL, orderId))?.remarks).toEqual(remarks);
  expect(await readTimeline(db, orderId)).toMatchObject([
    { what: 'placed', actor: { userId: aurora.userId, name: expect.any(String) as string } },
  ]);
});
