import { callJson } from '../conformance/sandbox/support/calls';
import { AppError } from '../../api/http/app-error';
import { startRefundBench, type RefundBench } from '../support/steps/refund-bench';

jest.setTimeout(60_000);

let bench: RefundBench;
beforeAll(async () => {
  bench = await startRefundBench();
});
afterAll(() => bench.close());

const MEETING_ROOMS = { items: [{ service: 'meeting_room', quantity: 4 }] };
const codeOf = (asked: Promise<unknown>): Promise<string> =>
  asked.then(
    () => 'accepted',
    (error: unknown) => (error instanceof AppError ? error.code : String(error))
  );
const creditNotes = (orderId: string) =>
  bench.db('credit_notes').where({ order_id: orderId }).orderBy('issued_at').orderBy('number');
const orderTotal = async (orderId: string): Promise<number> => {
  const row: { gross_minor: number } = await bench.db('orders').where({ order_id: orderId }).first('gross_minor');
  return row.gross_minor;
};
const REFUSED_BY_PAYPAL = { effect: 'refund-refused', times: 1 };

async function paidByPayPal(): Promise<string> {
  const { orderId, checkoutId } = await bench.placed(await bench.company(), { method: 'paypal' });
  await bench.paypal.control(`approve/${checkoutId}`);
  await bench.steps.settlePayment({ orderId, attemptNo: 1, at: bench.now() });
  await bench.fulfil(orderId);
  return orderId;
}

describe('a whole refund', () => {
  it('sends all money back once, credits the whole invoice, ends the capacity', async () => {
    const partner = await bench.company();
    const orderId = await bench.completed(partner, MEETING_ROOMS);
    const refundId = await bench.refund(orderId, { capacity: 'end_now' });
    expect(await bench.stateOf(orderId)).toBe('completed');
    await bench.care(orderId);
    expect(await bench.stateOf(orderId)).toBe('refunded');
    expect(await bench.netAt(orderId)).toBe(0);
    const total = await orderTotal(orderId);
    expect(await creditNotes(orderId)).toMatchObject([{ gross_minor: total, returned_minor: total, cause: 'refund' }]);
    expect(await bench.db('invoices').where({ order_id: orderId }).first()).toMatchObject({ fully_credited: true });
    expect((await bench.capacityOf(partner.companyId))['meeting_room']).toBe(10);
    expect(await bench.workplaceChanges(partner.companyId)).toHaveLength(2);
    expect(await bench.refundRow(refundId)).toMatchObject({ state: 'done', capacity_state: 'done' });
    expect(await codeOf(bench.refund(orderId, { capacity: 'keep' }))).toBe('wrong_state');
  });

  it('goes back by PayPal as well', async () => {
    const orderId = await paidByPayPal();
    await bench.refund(orderId, { capacity: 'keep' });
    await bench.care(orderId);
    expect([await bench.stateOf(orderId), await bench.netAt(orderId)]).toEqual(['refunded', 0]);
  });

  it('of an order that was paid by bank waits for the transfer that finance records', async () => {
    const order = await bench.offlineOrder();
    await bench.receive(order, order.totalMinor);
    await bench.fulfil(order.orderId);
    const refundId = await bench.refund(order.orderId, { capacity: 'end_now' });
    await bench.care(order.orderId);
    expect(await bench.stateOf(order.orderId)).toBe('refunding');
    expect(await bench.refundRow(refundId)).toMatchObject({ state: 'awaiting_transfer', channel: 'transfer' });
    expect(await bench.tasks(order.orderId)).toContain('refund_to_transfer open');
    expect(await creditNotes(order.orderId)).toHaveLength(0);
  });
});

describe('refunds by line', () => {
  it('add up to the invoice exactly, never beyond it', async () => {
    const orderId = await bench.completed(await bench.company(), MEETING_ROOMS);
    const total = await orderTotal(orderId);
    for (const quantity of [1, 2]) {
      await bench.refund(orderId, { lines: [{ lineNo: 1, quantity, capacity: 'keep' }] });
      await bench.care(orderId);
      expect(await bench.stateOf(orderId)).toBe('partially_refunded');
    }
    const tooMuch = bench.refund(orderId, { lines: [{ lineNo: 1, quantity: 2, capacity: 'keep' }] });
    expect(await codeOf(tooMuch)).toBe('invalid_input');
    await bench.refund(orderId, { lines: [{ lineNo: 1, quantity: 1, capacity: 'keep' }] });
    await bench.care(orderId);
    expect([await bench.stateOf(orderId), await bench.netAt(orderId)]).toEqual(['refunded', 0]);
    const notes: { gross_minor: number; number: number }[] = await creditNotes(orderId);
    expect(notes.reduce((sum, note) => sum + note.gross_minor, 0)).toBe(total);
    expect(notes).toHaveLength(3);
  });

  it('by an amount leave the units, unless they are to end', async () => {
    const partner = await bench.company();
    const orderId = await bench.completed(partner, MEETING_ROOMS);
    await bench.refund(orderId, { lines: [{ lineNo: 1, netMinor: 100, capacity: 'keep' }] });
    await bench.care(orderId);
    expect((await bench.capacityOf(partner.companyId))['meeting_room']).toBe(14);
    await bench.refund(orderId, { lines: [{ lineNo: 1, netMinor: 100, capacity: 'end_now' }] });
    await bench.care(orderId);
    expect((await bench.capacityOf(partner.companyId))['meeting_room']).toBe(10);
  });
});

describe('one refund at a time', () => {
  it('of two that are asked for at once exactly one begins', async () => {
    const orderId = await bench.completed(await bench.company());
    const asked = await Promise.all(
      Array.from({ length: 4 }, () => codeOf(bench.refund(orderId, { capacity: 'keep' })))
    );
    expect(asked.sort()).toEqual(['accepted', 'refund_open', 'refund_open', 'refund_open']);
    await Promise.all([bench.care(orderId), bench.care(orderId)]);
    expect([await bench.stateOf(orderId), await bench.netAt(orderId)]).toEqual(['refunded', 0]);
    expect(await creditNotes(orderId)).toHaveLength(1);
  });

  it('is not begun while the payment is disputed, and parks when the dispute comes first to the provider', async () => {
    const orderId = await bench.completed(await bench.company());
    const refundId = await bench.refund(orderId, { capacity: 'keep' });
    const [item] = await bench.items(orderId);
    if (item?.kind !== 'begin_refund') throw new Error('the refund is to begin');
    await bench.steps.beginRefund({ orderId, orderRefundId: item.orderRefundId, at: bench.now() });
    await disputeAtStripe(orderId);
    await bench.care(orderId);
    expect(await bench.refundRow(refundId)).toMatchObject({ state: 'parked', problem: 'payment_disputed' });
    expect(await bench.stateOf(orderId)).toBe('needs_attention');
    expect(await bench.tasks(orderId)).toContain('order_parked open');
    expect(await creditNotes(orderId)).toHaveLength(0);
  });
});

async function disputeAtStripe(orderId: string): Promise<void> {
  const paid: { provider_object_id: string } = await bench.db('captures').where({ order_id: orderId }).first();
  const path = `${bench.stripe.fixture.sandbox.urls.stripe}/_sandbox/disputes`;
  const { status } = await callJson(path, 'POST', { paymentIntent: paid.provider_object_id, reason: 'fraudulent' });
  if (status >= 400) throw new Error('the stand-in took no dispute');
}

describe('a refund that the provider refuses', () => {
  it('parks, goes through when it is tried again, and is sent once', async () => {
    const orderId = await paidByPayPal();
    await bench.paypal.fault(REFUSED_BY_PAYPAL);
    const refundId = await bench.refund(orderId, { capacity: 'keep' });
    await bench.care(orderId);
    expect(await bench.refundRow(refundId)).toMatchObject({ state: 'parked', problem: 'balance_too_low' });
    expect(await bench.stateOf(orderId)).toBe('needs_attention');
    await bench.db('order_refunds').where({ order_refund_id: refundId }).update({ state: 'wanted' });
    await bench.care(orderId);
    expect([await bench.stateOf(orderId), await bench.netAt(orderId)]).toEqual(['refunded', 0]);
    expect(await bench.tasks(orderId)).toContain('order_parked done');
  });

  it('is looked up, not sent anew, when nobody knows how the first try ended', async () => {
    const { orderId, refundId } = await sentUnheard();
    // The provider forgets keys after a day: only the look keeps the second try from paying twice.
    await bench.moveClock('P3D');
    await bench.db('order_refunds').where({ order_refund_id: refundId }).update({ state: 'wanted' });
    await bench.care(orderId);
    expect([await bench.stateOf(orderId), await bench.netAt(orderId)]).toEqual(['refunded', 0]);
    const sent: unknown[] = await bench.db('refunds').where({ order_id: orderId });
    expect(sent).toHaveLength(1);
  });

  it('goes on when the provider says later that it was made', async () => {
    const { orderId, refundId } = await sentUnheard();
    await hear(orderId);
    expect(await bench.refundRow(refundId)).toMatchObject({ state: 'returned' });
    expect(await bench.tasks(orderId)).toEqual(['order_parked done']);
    await bench.care(orderId);
    expect([await bench.stateOf(orderId), await bench.netAt(orderId)]).toEqual(['refunded', 0]);
    expect(await bench.refundRow(refundId)).toMatchObject({ state: 'done' });
    expect(await creditNotes(orderId)).toHaveLength(1);
    expect(await bench.db('refunds').where({ order_id: orderId })).toMatchObject([{ state: 'done' }]);
  });

  it('is a person’s matter when a transfer had been recorded before that', async () => {
    const { orderId, refundId } = await sentUnheard();
    const transferred = { state: 'returned', channel: 'transfer', returned_at: bench.now() };
    await bench.db('order_refunds').where({ order_refund_id: refundId }).update(transferred);
    await bench.care(orderId);
    for (let time = 0; time < 2; time += 1) await hear(orderId);
    expect(await bench.stateOf(orderId)).toBe('refunded');
    const tasks = await bench.db('tasks').where({ order_id: orderId, kind: 'refund_stuck' });
    expect(tasks).toMatchObject([{ state: 'open', evidence: { orderRefundId: refundId, channel: 'transfer' } }]);
    expect(await bench.db('refunds').where({ order_id: orderId })).toMatchObject([{ state: 'done' }]);
  });

  it('is as well one when the refund has stopped again after its transfer', async () => {
    const { orderId, refundId } = await sentUnheard();
    await bench
      .db('order_refunds')
      .where({ order_refund_id: refundId })
      .update({ channel: 'transfer', returned_at: bench.now() });
    await hear(orderId);
    expect(await bench.refundRow(refundId)).toMatchObject({ state: 'parked' });
    expect(await bench.tasks(orderId)).toEqual(['order_parked open', 'refund_stuck open']);
  });
});

/** A refund that Stripe has made and never answered to: it stands parked. */
async function sentUnheard(): Promise<{ readonly orderId: string; readonly refundId: string }> {
  const orderId = await bench.completed(await bench.company());
  const refundId = await bench.refund(orderId, { capacity: 'keep' });
  await bench.stripe.fault({ match: { method: 'POST', path: '/v1/refunds' }, effect: 'cut-after', times: 2 });
  const [begin] = await bench.items(orderId);
  if (begin?.kind !== 'begin_refund') throw new Error('the refund is to begin');
  await bench.steps.beginRefund({ orderId, orderRefundId: refundId, at: bench.now() });
  const [send] = await bench.items(orderId);
  if (send?.kind !== 'send_refund') throw new Error('the refund is to be sent');
  const input = { orderId, refundId: send.refundId, at: bench.now() };
  await expect(bench.steps.sendRefund(input)).rejects.toThrow();
  await bench.steps.reportStuckRefund(input);
  expect(await bench.refundRow(refundId)).toMatchObject({ state: 'parked', problem: 'no_answer' });
  await bench.stripe.calm();
  return { orderId, refundId };
}

/** What the order's aftercare does with a webhook about the payment. */
async function hear(orderId: string): Promise<void> {
  const paid: { provider_object_id: string } = await bench.db('captures').where({ order_id: orderId }).first();
  const checkoutId = paid.provider_object_id;
  await bench.steps.reviewMoney({ orderId, provider: 'stripe', checkoutId, about: 'payment', at: bench.now() });
}
