import { BILLING } from '../support/rows/order-rows';
import { mailsOfOrder } from '../support/rows/mail-rows';
import { startOfflineBench, type OfflineBench } from '../support/steps/offline-bench';

jest.setTimeout(60_000);

/** Who is told what when the steps of bank money run; what the mails say is tested beside their renderer. */
let bench: OfflineBench;

beforeAll(async () => {
  bench = await startOfflineBench();
});
afterAll(() => bench.close());

const kindsOf = async (orderId: string) => (await mailsOfOrder(bench.db, orderId)).map(({ kind }) => kind);
const proformasOf = (orderId: string) => bench.db('proformas').where({ order_id: orderId });
const dataOf = async (orderId: string, kind: string) =>
  (await bench.db('mails').where({ order_id: orderId, kind }).first<{ data: object } | undefined>('data'))?.data;
const HOW_TO_PAY = ['order_placed_offline', 'order_placed_offline'];

test('an order placed offline tells billing contact and buyer how to pay, once however often it is recorded', async () => {
  const { orderId, partner } = await bench.offlineOrder();
  await bench.steps.recordOrder({ orderId, at: bench.now() });
  const mails = await mailsOfOrder(bench.db, orderId);
  expect(mails.map(({ kind, recipient }) => [kind, recipient.address])).toEqual([
    ['order_placed_offline', BILLING.email],
    ['order_placed_offline', `${partner.userId}@people.example`],
  ]);
  expect(await proformasOf(orderId)).toHaveLength(1);
});

test('one that names a PI has no proforma of ours', async () => {
  const { orderId } = await bench.offlineOrder({ wish: { piNumber: 'PI-2026-7' } });
  expect(await dataOf(orderId, 'order_placed_offline')).toMatchObject({ piNumber: 'PI-2026-7' });
  expect(await proformasOf(orderId)).toEqual([]);
});

test('a change of method to bank transfer begins it as placing does', async () => {
  const partner = await bench.managed();
  const orderId = await bench.request(partner, { method: 'card' });
  await bench.steps.recordOrder({ orderId, at: bench.now() });
  expect(await kindsOf(orderId)).toEqual([]);
  const body = { method: 'offline', autoRenew: 'keep', consent: null, piNumber: null } as const;
  const changed = await bench.steps.changeMethod(
    await bench.ask('change_method', { orderId }, { by: partner.userId, body })
  );
  expect(changed.outcome).toBe('done');
  expect(await kindsOf(orderId)).toEqual(HOW_TO_PAY);
  expect(await proformasOf(orderId)).toHaveLength(1);
});

test('a receipt that is too little is acknowledged, one that is enough is not', async () => {
  const order = await bench.offlineOrder();
  await bench.receive(order, 1_000);
  expect(await kindsOf(order.orderId)).toEqual([...HOW_TO_PAY, 'payment_partly_received']);
  expect(await dataOf(order.orderId, 'payment_partly_received')).toMatchObject({
    received: { amountMinor: 1_000 },
    open: { amountMinor: order.totalMinor - 1_000 },
  });
  await bench.receive(order, order.totalMinor - 1_000);
  expect(await kindsOf(order.orderId)).toEqual([...HOW_TO_PAY, 'payment_partly_received']);
});

test('a receipt that was taken back and allocated again is acknowledged again, each once however often it is repeated', async () => {
  const order = await bench.offlineOrder();
  const { manager: by } = bench;
  const receiptId = await bench.receipt(order.partner, 1_000);
  for (let time = 0; time < 2; time += 1) {
    const body = { receiptId, amountMinor: 1_000 };
    const asked = await bench.ask('allocate_receipt', order, { by, body });
    for (let repeat = 0; repeat < 2; repeat += 1) await bench.steps.allocateReceipt(asked);
    const { allocation_id: allocationId } = await bench
      .db('receipt_allocations')
      .where({ order_id: order.orderId, reversed_at: null })
      .first<{ allocation_id: string }>();
    const withdrawal = { by, body: { allocationId, reason: 'wrong order' } };
    await bench.steps.withdrawAllocation(await bench.ask('withdraw_allocation', order, withdrawal));
  }
  expect((await kindsOf(order.orderId)).filter((kind) => kind === 'payment_partly_received')).toHaveLength(2);
});

test('a part-paid order that is cancelled says what goes back', async () => {
  const order = await bench.offlineOrder();
  await bench.receive(order, 1_000);
  await bench.parkPartPaid(order);
  const asked = await bench.ask('return_and_cancel', order, { by: bench.manager, body: { reason: 'agreed' } });
  expect((await bench.steps.returnAndCancel(asked)).outcome).toBe('done');
  expect(await dataOf(order.orderId, 'order_cancelled')).toMatchObject({ returned: { amountMinor: 1_000 } });
});
