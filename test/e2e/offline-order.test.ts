import { randomUUID } from 'node:crypto';
import { approveOrder, type RequestAnswer } from '../../workflows/contracts/order-contract';
import { orderWorkflowId } from '../../workflows/contracts/ids';
import { storePersonRequest } from '../../db/shared/person-requests';
import { PNG } from '../support/evidence-bytes';
import { eventually } from '../support/eventually';
import { auditOrders } from '../support/e2e/audit';
import { acts, addCompany, ask, type RecordedReceipt } from '../support/e2e/order-acts';
import { outsideOf, type Outside } from '../support/e2e/outside';
import { signIn, type OrderBody, type PartnerClient, type Wanted } from '../support/e2e/partner-client';
import { startSystem, type System } from '../support/e2e/start-system';
import { insertUser } from '../support/rows/partner-rows';
import { recordReceipt } from '../support/rows/receipt-rows';

jest.setTimeout(60_000);

let system: System;
let outside: Outside;
let ada: PartnerClient;
let anna: PartnerClient;
let dora: PartnerClient;
let fred: PartnerClient;

async function signInAll(): Promise<void> {
  ada = await signIn(system, 'ada@aurora.example');
  anna = await signIn(system, 'anna@vendor.example');
  dora = await signIn(system, 'dora@distributor.example');
  fred = await signIn(system, 'fred@vendor.example');
}

beforeAll(async () => {
  system = await startSystem();
  outside = outsideOf(system);
  await signInAll();
}, 60_000);
afterAll(() => system.close(), 60_000);

const LARGE: readonly Wanted[] = [{ service: 'desk', quantity: 1_500 }];
let companies = 0;

async function company(): Promise<string> {
  companies += 1;
  return addCompany(system, `WP-F${companies}`);
}

const place = async (wish: object = {}, services?: readonly Wanted[]): Promise<OrderBody> =>
  ada.place(await company(), { method: 'offline', ...wish }, services);

const grossOf = ({ totals }: OrderBody): number => totals.gross.amountMinor;
const payment = (order: OrderBody, amountMinor = grossOf(order)) => ({ orderId: order.orderId, amountMinor });
const isMailed = ({ state, facts }: OrderBody): boolean => state === 'completed' && facts['mailedAt'] !== null;
const stateOf = async ({ orderId }: OrderBody): Promise<string> => (await anna.order(orderId)).state;

async function userId(email: string): Promise<string> {
  const row: { user_id: string } = await system.db('users').where({ email }).first('user_id');
  return row.user_id;
}

async function upload(person: PartnerClient, bytes: Uint8Array, contentType: string, fileName: string) {
  return person.call<{ evidenceId: string; code?: string }>('POST', `/v1/evidence?fileName=${fileName}`, bytes, {
    'content-type': contentType,
    'idempotency-key': randomUUID(),
  });
}

describe('the second pair of eyes', () => {
  /** Straight to the workflow, past everything that the API checks. */
  const send = (order: OrderBody, requestId: string): Promise<RequestAnswer> =>
    system.temporal.workflow.getHandle(orderWorkflowId(order.orderId)).executeUpdate(approveOrder, {
      args: [{ requestId }],
      updateId: randomUUID(),
    });

  async function wishOf(actorId: string, order: OrderBody, kind: 'approve_order' | 'pay_now' = 'approve_order') {
    const requestId = randomUUID();
    await storePersonRequest(system.db, {
      requestId,
      kind,
      actorId,
      subjectId: order.orderId,
      at: new Date().toISOString(),
    });
    return requestId;
  }

  async function expectNothingChanged(order: OrderBody): Promise<void> {
    expect(await stateOf(order)).toBe('awaiting_approval');
    expect(await system.db('approvals').where({ order_id: order.orderId })).toMatchObject([{ state: 'waiting' }]);
    expect(await system.db('activations').where({ order_id: order.orderId })).toHaveLength(0);
  }

  /** What the distributor reports with evidence, and the account manager confirms. */
  async function confirmedReport(order: OrderBody): Promise<void> {
    const { body: file } = await upload(dora, PNG, 'image/png', 'statement.png');
    const reported = await ask<{ reportId: string }>(dora, `/v1/orders/${order.orderId}/receipt-reports`, {
      amount: order.totals.gross,
      valueDate: new Date().toISOString().slice(0, 10),
      payer: 'Aurora Workspaces GmbH',
      evidenceId: file.evidenceId,
    });
    expect(reported.status).toBe(201);
    expect(await stateOf(order)).toBe('awaiting_payment');
    const confirmed = await ask(anna, `/v1/receipt-reports/${reported.body.reportId}/confirm`, {
      account: 'DE02120300000000202051',
      bankReference: `NTRF ${randomUUID()}`,
    });
    expect(confirmed.status).toBe(200);
  }

  it('is nobody’s of partner, distributor and recorder, by API or by message; finance approves', async () => {
    const order = await place({}, LARGE);
    const other = await place({}, LARGE);
    const finance = await userId('fred@vendor.example');
    const used = await wishOf(finance, order);
    expect(await send(order, used)).toMatchObject({ outcome: 'refused', code: 'wrong_state' });
    await confirmedReport(order);
    await expectNothingChanged(order);

    for (const person of [ada, dora, anna]) {
      expect((await acts.approve(person, order)).status).toBe(403);
      await expectNothingChanged(order);
    }
    const messages: readonly (readonly [string, string])[] = [
      [randomUUID(), 'request_unknown'],
      [used, 'wrong_state'],
      [await wishOf(finance, other), 'request_unknown'],
      [await wishOf(finance, order, 'pay_now'), 'request_unknown'],
      [await wishOf(await userId('ada@aurora.example'), order), 'not_permitted'],
      [await wishOf(await userId('dora@distributor.example'), order), 'not_permitted'],
      [await wishOf(await userId('anna@vendor.example'), order), 'not_permitted'],
    ];
    for (const [requestId, code] of messages) {
      expect(await send(order, requestId)).toMatchObject({ outcome: 'refused', code });
      await expectNothingChanged(order);
    }
    expect((await acts.approve(fred, order)).status).toBe(200);
    expect((await acts.approve(fred, order)).status).toBe(409);
    await ada.until(order.orderId, isMailed);
  });

  it('is not that of finance where finance recorded the money itself', async () => {
    const order = await place({}, LARGE);
    const finance = await userId('fred@vendor.example');
    const receiptId = await recordReceipt(system.db, {
      partnerId: 'partner-aurora',
      amountMinor: grossOf(order),
      recordedBy: finance,
    });
    expect((await ask(anna, `/v1/receipts/${receiptId}/allocations`, payment(order))).status).toBe(200);
    const byApi = await acts.approve(fred, order);
    expect([byApi.status, byApi.body['code']]).toEqual([403, 'own_record']);
    await expectNothingChanged(order);
    expect(await send(order, await wishOf(finance, order))).toMatchObject({ outcome: 'refused', code: 'own_record' });
    await expectNothingChanged(order);
    const colleague = await insertUser(system.db, { role: 'finance', partnerId: null });
    expect(await send(order, await wishOf(colleague, order))).toMatchObject({ outcome: 'done' });
    await ada.until(order.orderId, isMailed);
  });
});

describe('bank money', () => {
  it('of two expansions of one company at the same moment raises both capacities, one version each', async () => {
    const companyId = await company();
    const rooms = await ada.place(companyId, { method: 'offline' }, [{ service: 'meeting_room', quantity: 5 }]);
    const desks = await ada.place(companyId, { method: 'offline' }, [{ service: 'desk', quantity: 25 }]);
    await Promise.all([rooms, desks].map((order) => acts.recordReceipt(anna, [payment(order)])));
    await Promise.all([rooms, desks].map(({ orderId }) => ada.until(orderId, isMailed)));
    const changes = await outside.historyOf(companyId);
    const [first, second, ...more] = changes;
    expect(more).toEqual([]);
    expect((second?.version ?? 0) - (first?.version ?? 0)).toBe(1);
    expect(second?.after.capacities).toMatchObject({ meeting_room: 15, desk: 45 });
  });

  it('of two receipts at once for one order is taken once, the other stays unmatched', async () => {
    const order = await place();
    const answers = await Promise.all([1, 2].map(() => acts.recordReceipt(anna, [payment(order)])));
    const outcomes = answers.map(({ body }) => body.allocations[0]?.outcome);
    expect([...outcomes].sort()).toEqual(['done', 'refused']);
    const left = answers.map(({ body }) => body.receipt.unmatched.amountMinor);
    expect(left).toEqual(outcomes.map((outcome) => (outcome === 'done' ? 0 : grossOf(order))));
    await ada.until(order.orderId, isMailed);
  });

  it('of one receipt pays two orders', async () => {
    const orders = [await place(), await place()];
    const { body } = await acts.recordReceipt(
      anna,
      orders.map((order) => payment(order))
    );
    expect(body.allocations.map(({ outcome }) => outcome)).toEqual(['done', 'done']);
    for (const { orderId } of orders) await ada.until(orderId, isMailed);
  });

  it('is recorded with its evidence, which is what it says it is', async () => {
    const renamed = await upload(anna, Buffer.from('#!/bin/sh\necho paid\n'), 'application/pdf', 'statement.pdf');
    expect([renamed.status, renamed.body.code]).toEqual([422, 'evidence_not_recognised']);
    const { status, body: file } = await upload(anna, PNG, 'image/png', 'statement.png');
    expect(status).toBe(201);
    const order = await place();
    const recorded = await acts.recordReceipt(anna, [payment(order)], { evidenceId: file.evidenceId });
    expect(recorded.body.receipt).toMatchObject({ evidenceId: file.evidenceId });
    await ada.until(order.orderId, isMailed);
  });
});

describe('31 days later', () => {
  const DAY_MS = 86_400_000;
  const PI = 'PI-2026-0815';
  let unpaid: OrderBody;
  let prolonged: OrderBody;
  let partPaid: OrderBody;
  let receipt: RecordedReceipt['receipt'];

  beforeAll(async () => {
    [unpaid, prolonged, partPaid] = [await place({ piNumber: PI }), await place(), await place()];
    const until = new Date(Date.now() + 40 * DAY_MS).toISOString();
    const moved = await ask(anna, `/v1/orders/${prolonged.orderId}/prolong`, { until, reason: 'their bank is slow' });
    expect(moved.status).toBe(200);
    ({ receipt } = (await acts.recordReceipt(anna, [payment(partPaid, 10_000)])).body);
    const response = await fetch(`${system.sandbox.urls.control}/clock/advance`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ by: 'P31D' }),
    });
    if (!response.ok) throw new Error(await response.text());
    // A session lasts 30 days.
    await signInAll();
  }, 60_000);

  async function daysOf(order: OrderBody, kind: string): Promise<number[]> {
    const placedAt: { placed_at: string } = await system
      .db('orders')
      .where({ order_id: order.orderId })
      .first('placed_at');
    const rows: { created_at: string }[] = await system
      .db('mails')
      .where({ order_id: order.orderId, kind, state: 'sent' })
      .orderBy('created_at');
    return rows.map(({ created_at: at }) => Math.round((Date.parse(at) - Date.parse(placedAt.placed_at)) / DAY_MS));
  }

  it('an unpaid order has expired, everybody was told in time, and its PI is free again', async () => {
    expect(await stateOf(unpaid)).toBe('expired');
    expect(await daysOf(unpaid, 'offline_follow_up')).toEqual([3, 7, 14, 21]);
    expect(await daysOf(unpaid, 'order_expiring')).toEqual([27]);
    expect(await daysOf(unpaid, 'order_expired')).toEqual([30]);
    const next = await place({ piNumber: PI });
    const { quoteId } = await ada.quote(await company());
    const wish = { quoteId, method: 'offline', autoRenew: 'keep', termsVersion: '2026-11-01', piNumber: PI };
    const again = await ask(ada, '/v1/orders', wish);
    expect([again.status, JSON.stringify(again.body)]).toEqual([422, expect.stringContaining('pi_used')]);
    expect(await stateOf(next)).toBe('awaiting_payment');
  });

  it('a prolonged one still waits, cannot be prolonged again, and is paid', async () => {
    expect(await stateOf(prolonged)).toBe('awaiting_payment');
    const until = new Date(Date.now() + 45 * DAY_MS).toISOString();
    const again = await ask(anna, `/v1/orders/${prolonged.orderId}/prolong`, { until, reason: 'slower still' });
    expect([again.status, JSON.stringify(again.body)]).toEqual([409, expect.stringContaining('prolonged_before')]);
    await acts.recordReceipt(anna, [payment(prolonged)]);
    await ada.until(prolonged.orderId, isMailed);
  });

  it('a part-paid one waits for a person, who has its money sent back and cancels it', async () => {
    expect(await stateOf(partPaid)).toBe('needs_attention');
    const reason = 'the buyer does not want it any more';
    const cancelled = await ask(anna, `/v1/orders/${partPaid.orderId}/return-and-cancel`, { reason });
    expect([cancelled.status, cancelled.body['state']]).toEqual([200, 'cancelled']);
    const asked = await anna.call<RecordedReceipt['receipt']>('GET', `/v1/receipts/${receipt.receiptId}`);
    expect(asked.body.returns).toMatchObject([{ state: 'wanted' }]);
    const path = `/v1/receipt-returns/${asked.body.returns[0]?.returnId}/transfer`;
    const transferred = await ask(fred, path, {
      transferredOn: new Date(Date.now() + 30 * DAY_MS).toISOString().slice(0, 10),
      bankReference: 'OUT 1',
    });
    expect(transferred.status).toBe(200);
    const { body } = await anna.call<RecordedReceipt['receipt']>('GET', `/v1/receipts/${receipt.receiptId}`);
    expect(body).toMatchObject({ unmatched: { amountMinor: 0 }, returns: [{ state: 'done' }] });
  });

  it('no money is unaccounted for', async () => {
    await eventually(async () => {
      expect(await auditOrders(system)).toEqual([]);
      return true;
    });
  });
});
