import { uuidv7 } from 'uuidv7';
import { lockReceipt } from '../../db/receipt/receipt-row';
import { reverseReceipt, type ReversalResult } from '../../db/receipt/reverse-receipt';
import { lockOrder } from '../../db/shared/order-facts';
import { inTransaction } from '../../db/shared/transaction';
import { eventually } from '../support/eventually';
import { startOfflineBench, type OfflineBench, type OfflineOrder } from '../support/steps/offline-bench';

jest.setTimeout(60_000);

let bench: OfflineBench;
beforeAll(async () => {
  bench = await startOfflineBench();
});
afterAll(() => bench.close());

const reverse = (receiptId: string): Promise<ReversalResult> =>
  inTransaction(bench.db, (trx) =>
    reverseReceipt(trx, { receiptId, by: bench.manager, reason: 'the bank took it back', at: bench.now() })
  );

async function paidBy(receiptId: string, order: OfflineOrder): Promise<OfflineOrder> {
  const answer = await bench.allocate(order, receiptId, order.totalMinor);
  expect(answer).toMatchObject({ standing: { state: 'fulfilling' } });
  return order;
}

describe('reversing a receipt', () => {
  it('that pays nothing is done, once', async () => {
    const receiptId = await bench.receipt(null, 100);
    const outcomes = await Promise.all([reverse(receiptId), reverse(receiptId)]);
    expect(outcomes.map(({ outcome }) => outcome).sort()).toEqual(['reversed', 'reversed_before']);
    expect(await bench.receiptRow(receiptId)).toMatchObject({
      reversed_by: bench.manager,
      reverse_reason: 'the bank took it back',
    });
    await expect(reverse(uuidv7())).resolves.toEqual({ outcome: 'unknown' });
  });

  it('after its orders were paid leaves them paid, and a task each', async () => {
    const partner = await bench.managed();
    const receiptId = await bench.receipt(partner, 10_000_000);
    const orders = [
      await paidBy(receiptId, await bench.offlineOrder({ partner })),
      await paidBy(receiptId, await bench.offlineOrder({ partner })),
    ];
    const orderIds = orders.map(({ orderId }) => orderId).sort();
    await expect(reverse(receiptId)).resolves.toEqual({ outcome: 'reversed', paidOrderIds: orderIds });
    expect(await bench.receiptRow(receiptId)).toMatchObject({ allocated_minor: 0, reversed_by: bench.manager });
    for (const { orderId, totalMinor } of orders) {
      expect(await bench.orderRow(orderId)).toMatchObject({ state: 'fulfilling', received_minor: totalMinor });
      expect(await bench.tasks(orderId)).toEqual(['offline_order_placed done', 'receipt_reversed open']);
      expect(await bench.events(orderId)).toContain('receipt_reversed');
      const task = await bench.db('tasks').where({ order_id: orderId, kind: 'receipt_reversed' }).first();
      expect(task).toMatchObject({
        person_id: bench.manager,
        evidence: { receiptId, amountMinor: totalMinor, currency: 'USD', reason: 'the bank took it back' },
      });
    }
  });

  it('is blocked, and nothing changes, while an unpaid order has a part of it', async () => {
    const partner = await bench.managed();
    const receiptId = await bench.receipt(partner, 10_000_000);
    const paid = await paidBy(receiptId, await bench.offlineOrder({ partner }));
    const [waiting, toApprove] = [await bench.offlineOrder({ partner }), await bench.offlineOrder({ partner })];
    for (const order of [waiting, toApprove]) await bench.allocate(order, receiptId, 100);
    await bench
      .db('orders')
      .where({ order_id: toApprove.orderId })
      .update({ state: 'awaiting_approval', approval_since: bench.now() });
    await expect(reverse(receiptId)).resolves.toEqual({
      outcome: 'blocked',
      openOrderIds: [waiting.orderId, toApprove.orderId].sort(),
      returningMinor: 0,
    });
    expect(await bench.receiptRow(receiptId)).toMatchObject({
      allocated_minor: paid.totalMinor + 200,
      reversed_at: null,
    });
    expect(await bench.tasks(paid.orderId)).toEqual(['offline_order_placed done']);
  });

  it('is blocked while money of it is to be sent back', async () => {
    const receiptId = await bench.receipt(null, 100);
    await bench.db('receipts').where({ receipt_id: receiptId }).update({ returning_minor: 40 });
    await expect(reverse(receiptId)).resolves.toEqual({ outcome: 'blocked', openOrderIds: [], returningMinor: 40 });
  });

  it('and allocating it at once: a reversed receipt pays nothing', async () => {
    for (let round = 0; round < 5; round += 1) {
      const order = await bench.offlineOrder();
      const receiptId = await bench.receipt(order.partner, 100);
      const [reversed, allocated] = await Promise.all([reverse(receiptId), bench.allocate(order, receiptId, 100)]);
      const won = reversed.outcome === 'reversed';
      expect(allocated).toMatchObject(won ? { code: 'receipt_reversed' } : { outcome: 'done' });
      expect(await bench.receiptRow(receiptId)).toMatchObject({ allocated_minor: won ? 0 : 100 });
    }
  });

  it('waits for a step that has the order, without the receipt in its hands', async () => {
    const order = await bench.offlineOrder();
    const receiptId = await bench.receive(order, 100);
    const reversing = await inTransaction(bench.db, async (trx) => {
      await lockOrder(trx, order.orderId);
      const running = reverse(receiptId);
      await eventually(async () => {
        const waiting = await bench
          .db('pg_locks')
          .join('pg_stat_activity', 'pg_stat_activity.pid', 'pg_locks.pid')
          .whereRaw('datname = current_database() and not granted');
        return waiting.length > 0;
      });
      // The step goes on to the receipt: two that held one lock each would be a deadlock.
      await lockReceipt(trx, receiptId);
      return { running };
    });
    await expect(reversing.running).resolves.toMatchObject({ outcome: 'blocked', openOrderIds: [order.orderId] });
  });
});
