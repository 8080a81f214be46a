import { AppError } from '../../api/http/app-error';
import { startRefundBench, type RefundBench } from '../support/steps/refund-bench';

jest.setTimeout(60_000);

let bench: RefundBench;
beforeAll(async () => {
  bench = await startRefundBench();
});
afterAll(() => bench.close());

const park = (orderId: string, step: string) =>
  bench.steps.parkOrder({ orderId, step, reason: 'the test says so', at: bench.now() });
const unpark = (orderId: string) =>
  bench.steps.unparkOrder({ orderId, back: 'fulfilling', requestId: null, at: bench.now() });
const mails = (orderId: string) => bench.db('mails').where({ order_id: orderId }).pluck<string[]>('kind');
const leftMessages = (orderId: string) =>
  bench.db('outbox').where({ topic: 'order_left' }).whereRaw(`payload->>'orderId' = ?`, [orderId]);

describe('an order that is paid and not active', () => {
  it('gets all its money back, without invoice or credit note, and its own workflow is told', async () => {
    const orderId = await bench.paid(await bench.company());
    await park(orderId, 'activateCapacity');
    await bench.refund(orderId, {});
    await bench.care(orderId);
    expect([await bench.stateOf(orderId), await bench.netAt(orderId)]).toEqual(['refunded', 0]);
    expect(await bench.db('credit_notes').where({ order_id: orderId })).toHaveLength(0);
    expect(await mails(orderId)).toContain('refund_receipt');
    expect(await leftMessages(orderId)).toHaveLength(1);
    expect(await bench.tasks(orderId)).toEqual(['order_parked done']);
  });

  it('is taken back at Workplace when nobody knows whether it heard of the purchase', async () => {
    const partner = await bench.company();
    const orderId = await bench.paid(partner);
    const path = `/v1/companies/${partner.companyId}`;
    await bench.workplaceFault({ match: { method: 'PUT', path }, effect: 'cut-after', times: 1 });
    await expect(bench.steps.activateCapacity({ orderId, at: bench.now() })).rejects.toThrow();
    await park(orderId, 'activateCapacity');
    await bench.refund(orderId, {});
    await bench.care(orderId);
    expect(await bench.stateOf(orderId)).toBe('refunded');
    const told = (await bench.workplaceChanges(partner.companyId)) as { version: number; after?: unknown }[];
    expect(told.map(({ version }) => version)).toEqual([1, 2]);
    expect((await bench.capacityOf(partner.companyId))['meeting_room']).toBe(10);
    // The company is free again: the next order gets through.
    const next = await bench.paid(partner);
    await bench.steps.activateCapacity({ orderId: next, at: bench.now() });
    expect((await bench.capacityOf(partner.companyId))['meeting_room']).toBe(15);
  });

  it('loses what had become active before it was parked', async () => {
    const partner = await bench.company();
    const orderId = await bench.paid(partner);
    await bench.steps.activateCapacity({ orderId, at: bench.now() });
    await park(orderId, 'issueInvoice');
    await bench.refund(orderId, {});
    await bench.care(orderId);
    expect([await bench.stateOf(orderId), await bench.netAt(orderId)]).toEqual(['refunded', 0]);
    expect((await bench.capacityOf(partner.companyId))['meeting_room']).toBe(10);
  });

  it('is either resumed or refunded, whichever comes first', async () => {
    const orderId = await bench.paid(await bench.company());
    await park(orderId, 'activateCapacity');
    await bench.refund(orderId, {});
    expect(await unpark(orderId)).toBeNull();
    await bench.fulfil(orderId);
    await bench.care(orderId);
    const [refund] = await bench.db('order_refunds').where({ order_id: orderId });
    expect(refund).toMatchObject({ state: 'refused', problem: 'invoice_changed' });
    expect(await bench.stateOf(orderId)).toBe('completed');
  });

  it('cannot be resumed or parked by its own workflow once the refund has taken hold', async () => {
    const orderId = await bench.paid(await bench.company());
    await park(orderId, 'activateCapacity');
    await bench.refund(orderId, {});
    const [item] = await bench.items(orderId);
    if (item?.kind !== 'begin_refund') throw new Error('the refund is to begin');
    await bench.steps.beginRefund({ orderId, orderRefundId: item.orderRefundId, at: bench.now() });
    expect(await unpark(orderId)).toBe('left');
    expect(await park(orderId, 'activateCapacity')).toBe('left');
    expect(await bench.stateOf(orderId)).toBe('refunding');
  });
});

describe('an order with money of a wrong amount', () => {
  it('gives that money back and is over', async () => {
    const { orderId, checkoutId } = await bench.placed(await bench.company());
    await bench.raisePrice(orderId, 100);
    await bench.stripe.pay(checkoutId);
    await bench.steps.settlePayment({ orderId, attemptNo: 1, at: bench.now() });
    await park(orderId, 'reviewPayment');
    await bench.refund(orderId, {});
    await bench.care(orderId);
    expect([await bench.stateOf(orderId), await bench.netAt(orderId)]).toEqual(['refunded', 0]);
  });
});

describe('nothing is refunded', () => {
  it('of an order that waits for money, or is parked without any', async () => {
    const { orderId } = await bench.placed(await bench.company());
    await expect(bench.refund(orderId, {})).rejects.toMatchObject({ code: 'wrong_state' });
    await park(orderId, 'openCheckout');
    await expect(bench.refund(orderId, {})).rejects.toBeInstanceOf(AppError);
  });

  it('by line of an order that is parked', async () => {
    const orderId = await bench.paid(await bench.company());
    await park(orderId, 'activateCapacity');
    const byLine = bench.refund(orderId, { lines: [{ lineNo: 1, quantity: 1, capacity: 'keep' }] });
    await expect(byLine).rejects.toMatchObject({ code: 'invalid_input' });
  });
});
