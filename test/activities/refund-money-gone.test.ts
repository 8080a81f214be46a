import { uuidv7 } from 'uuidv7';
import { startRefundBench, type RefundBench } from '../support/steps/refund-bench';

jest.setTimeout(60_000);

let bench: RefundBench;
beforeAll(async () => {
  bench = await startRefundBench();
});
afterAll(() => bench.close());

const ROOMS = { items: [{ service: 'meeting_room', quantity: 5 }] };
const setRefund = (refundId: string, change: object) =>
  bench.db('order_refunds').where({ order_refund_id: refundId }).update(change);
const codeOf = (asked: Promise<unknown>): Promise<unknown> =>
  asked.then(
    () => 'accepted',
    (error: unknown) => (error as { code?: unknown }).code
  );

/** By somebody else than us, in the provider's dashboard; on record as the look at the payment writes it down. */
async function sentBackByOthers(orderId: string, amountMinor: number): Promise<string> {
  const { db, now } = bench;
  const capture: { capture_id: string; provider_object_id: string } = await db('captures')
    .where({ order_id: orderId })
    .first();
  const [refundId, key] = [uuidv7(), uuidv7()];
  const made = await bench.stripe.provider.refund({
    captureId: capture.provider_object_id,
    refundId: key,
    amount: { amountMinor, currency: 'USD' },
    idempotencyKey: key,
  });
  await db('refunds').insert({
    refund_id: refundId,
    order_id: orderId,
    cause: 'provider',
    provider: 'stripe',
    capture_id: capture.capture_id,
    provider_capture_id: capture.provider_object_id,
    provider_refund_id: made.outcome === 'made' ? made.refund.providerRefundId : key,
    amount_minor: amountMinor,
    currency: 'USD',
    tells_buyer: false,
    state: 'done',
    wanted_at: now(),
    sent_at: now(),
    decided_at: now(),
  });
  return refundId;
}

async function total(orderId: string): Promise<number> {
  const row: { gross_minor: number } = await bench.db('orders').where({ order_id: orderId }).first('gross_minor');
  return row.gross_minor;
}

describe('a refund that is tried again', () => {
  it('is not sent when the money has gone another way meanwhile', async () => {
    const orderId = await bench.completed(await bench.company(), ROOMS);
    const refundId = await bench.refund(orderId, { capacity: 'keep' });
    const [begin] = await bench.items(orderId);
    if (begin?.kind !== 'begin_refund') throw new Error('the refund is to begin');
    await bench.steps.beginRefund({ orderId, orderRefundId: refundId, at: bench.now() });
    await bench.db('refunds').where({ order_id: orderId }).update({ state: 'stuck', problem: 'balance_too_low' });
    await setRefund(refundId, { state: 'wanted' });
    await sentBackByOthers(orderId, 1_000);
    await bench.care(orderId);
    expect(await bench.refundRow(refundId)).toMatchObject({ state: 'parked', problem: 'money_gone_meanwhile' });
    expect(await bench.netAt(orderId)).toBe((await total(orderId)) - 1_000);
  });

  it('goes on to its credit note, and asks for no second transfer, once a transfer was recorded', async () => {
    const order = await bench.offlineOrder();
    await bench.receive(order, order.totalMinor);
    await bench.fulfil(order.orderId);
    const refundId = await bench.refund(order.orderId, { capacity: 'keep' });
    await bench.care(order.orderId);
    await setRefund(refundId, { state: 'wanted', returned_at: bench.now() });
    await bench.care(order.orderId);
    expect(await bench.stateOf(order.orderId)).toBe('refunded');
    expect(await bench.tasks(order.orderId)).not.toContain('refund_to_transfer open');
    const asked = (await bench.tasks(order.orderId)).filter((task) => task.startsWith('refund_to_transfer'));
    expect(asked).toEqual(['refund_to_transfer done']);
  });
});

describe('what was paid', () => {
  it('does not count a receipt that the bank took back', async () => {
    const order = await bench.offlineOrder();
    const receiptId = await bench.receive(order, order.totalMinor);
    await bench.fulfil(order.orderId);
    await bench
      .db('receipt_allocations')
      .where({ receipt_id: receiptId })
      .update({ reversed_at: bench.now(), reversed_by: bench.manager, reverse_reason: 'bounced' });
    expect(await codeOf(bench.refund(order.orderId, { capacity: 'keep' }))).toBe('nothing_to_refund');
  });

  it('is what is left of money that was kept for a person', async () => {
    const { orderId, checkoutId } = await bench.placed(await bench.company());
    await bench.raisePrice(orderId, 100);
    await bench.stripe.pay(checkoutId);
    await bench.steps.settlePayment({ orderId, attemptNo: 1, at: bench.now() });
    await bench.steps.parkOrder({ orderId, step: 'reviewPayment', reason: 'wrong_amount', at: bench.now() });
    await sentBackByOthers(orderId, 1_000);
    await bench.refund(orderId, {});
    await bench.care(orderId);
    expect([await bench.stateOf(orderId), await bench.netAt(orderId)]).toEqual(['refunded', 0]);
    expect(await bench.tasks(orderId)).toEqual(expect.arrayContaining(['second_money done', 'order_parked done']));
  });
});

describe('a refund that settles money which has gone', () => {
  it('credits no more than that, and settles it once', async () => {
    const orderId = await bench.completed(await bench.company(), ROOMS);
    const refundId = await sentBackByOthers(orderId, 1_000);
    const basis = { kind: 'returned_at_provider' as const, refundId };
    expect(await codeOf(bench.refund(orderId, { basis, capacity: 'keep' }))).toBe('invalid_input');
    const lines = [{ lineNo: 1, netMinor: 800, capacity: 'keep' as const }];
    await bench.refund(orderId, { basis, lines });
    await bench.care(orderId);
    expect(await bench.stateOf(orderId)).toBe('partially_refunded');
    expect(await codeOf(bench.refund(orderId, { basis, lines }))).toBe('wrong_state');
  });
});

describe('a refund that is refused before it begins', () => {
  it('stands in front of a person', async () => {
    const orderId = await bench.completed(await bench.company(), ROOMS);
    const refundId = await bench.refund(orderId, { capacity: 'keep' });
    await sentBackByOthers(orderId, 1_000);
    await bench.care(orderId);
    expect(await bench.refundRow(refundId)).toMatchObject({ state: 'refused', problem: 'money_gone_meanwhile' });
    expect(await bench.tasks(orderId)).toEqual(['refund_refused open']);
  });
});

describe('capacity', () => {
  it('that an earlier refund has ended is not taken from other orders', async () => {
    const partner = await bench.company();
    const [own] = [await bench.completed(partner, ROOMS), await bench.completed(partner, ROOMS)];
    const byAmount = { lines: [{ lineNo: 1, netMinor: 100, capacity: 'end_now' as const }] };
    for (let time = 0; time < 2; time += 1) {
      await bench.refund(own, byAmount);
      await bench.care(own);
      expect((await bench.capacityOf(partner.companyId))['meeting_room']).toBe(15);
    }
    await bench.refund(own, { capacity: 'end_now' });
    await bench.care(own);
    expect((await bench.capacityOf(partner.companyId))['meeting_room']).toBe(15);
  });
});
