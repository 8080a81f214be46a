import { uuidv7 } from 'uuidv7';
import { issueInvoice } from '../../activities/invoice/issue-invoice';
import type { InvoiceBody } from '../../domain/invoice/invoice-body';
import type { Money } from '../../domain/money/money';
import { insertUser } from '../support/rows/partner-rows';
import { sampleSeller } from '../support/sample-catalogue';
import { startOfflineBench, type OfflineBench, type OfflineOrder } from '../support/steps/offline-bench';

jest.setTimeout(60_000);

let bench: OfflineBench;
beforeAll(async () => {
  bench = await startOfflineBench();
});
afterAll(() => bench.close());

const refused = (code: string) => ({ outcome: 'refused', code });
const allocationsOf = (orderId: string) =>
  bench.db('receipt_allocations').where({ order_id: orderId }).orderBy('allocation_id');

async function unchanged(order: OfflineOrder, receiptId: string): Promise<void> {
  expect(await bench.orderRow(order.orderId)).toMatchObject({ state: 'awaiting_payment', received_minor: 0 });
  expect(await bench.receiptRow(receiptId)).toMatchObject({ allocated_minor: 0 });
  expect(await allocationsOf(order.orderId)).toEqual([]);
  expect(await bench.events(order.orderId)).toEqual(['placed']);
}

describe('allocating a receipt', () => {
  it('that is enough pays the order, once however often it is repeated', async () => {
    const order = await bench.offlineOrder();
    const receiptId = await bench.receipt(order.partner, order.totalMinor + 500);
    const body = { receiptId, amountMinor: order.totalMinor };
    const input = await bench.ask('allocate_receipt', order, { by: bench.manager, body });
    const answers = await Promise.all(Array.from({ length: 10 }, () => bench.steps.allocateReceipt(input)));
    for (const answer of answers) {
      expect(answer).toMatchObject({
        outcome: 'done',
        standing: { state: 'fulfilling', receivedMinor: order.totalMinor, openMinor: 0 },
      });
    }
    expect(await bench.orderRow(order.orderId)).toMatchObject({ state: 'fulfilling', paid_at: input.at });
    expect(await bench.receiptRow(receiptId)).toMatchObject({ allocated_minor: order.totalMinor });
    expect(await allocationsOf(order.orderId)).toMatchObject([{ allocated_by: bench.manager, reversed_at: null }]);
    expect(await bench.events(order.orderId)).toEqual(['placed', 'receipt_allocated', 'paid']);
    expect(await bench.tasks(order.orderId)).toEqual(['offline_order_placed done']);
    const audited = await bench.db('audit_log').where({ subject_id: order.orderId }).orderBy('audit_id').pluck('what');
    expect(audited).toEqual(['order.placed', 'order.receipt_allocated', 'order.paid']);
  });

  it('that is too little leaves the order waiting and says how much is open; the next one adds up', async () => {
    const order = await bench.offlineOrder();
    const first = await bench.receipt(order.partner, 1_000);
    await expect(bench.allocate(order, first, 1_000)).resolves.toMatchObject({
      outcome: 'done',
      standing: { state: 'awaiting_payment', receivedMinor: 1_000, openMinor: order.totalMinor - 1_000 },
    });
    expect(await bench.tasks(order.orderId)).toEqual(['offline_order_placed open']);
    const second = await bench.receipt(order.partner, order.totalMinor);
    await expect(bench.allocate(order, second, order.totalMinor - 1_000)).resolves.toMatchObject({
      standing: { state: 'fulfilling' },
    });
  });

  it('may pay several orders of the partner', async () => {
    const partner = await bench.managed();
    const orders = [await bench.offlineOrder({ partner }), await bench.offlineOrder({ partner })];
    const sum = orders.reduce((total, { totalMinor }) => total + totalMinor, 0);
    const receiptId = await bench.receipt(partner, sum);
    for (const order of orders) await bench.allocate(order, receiptId, order.totalMinor);
    for (const { orderId } of orders) expect(await bench.orderRow(orderId)).toMatchObject({ state: 'fulfilling' });
    expect(await bench.receiptRow(receiptId)).toMatchObject({ allocated_minor: sum });
  });

  it('that was nobody’s gives it the order’s partner, by any account manager', async () => {
    const order = await bench.offlineOrder();
    const receiptId = await bench.receipt(null, order.totalMinor);
    await expect(bench.allocate(order, receiptId, 100, bench.stranger)).resolves.toMatchObject({ outcome: 'done' });
    expect(await bench.receiptRow(receiptId)).toMatchObject({ partner_id: order.partner.partnerId });
    await expect(bench.allocate(order, receiptId, 100, bench.stranger)).resolves.toMatchObject(
      refused('not_permitted')
    );
  });

  it('above the limit asks for a second pair of eyes and stops the deadline', async () => {
    const order = await bench.bigOrder();
    const receiptId = await bench.receipt(order.partner, order.totalMinor);
    const answer = await bench.allocate(order, receiptId, order.totalMinor);
    expect(answer).toMatchObject({ outcome: 'done', standing: { state: 'awaiting_approval' } });
    const { approval_since: since, paid_at: paidAt } = await bench.orderRow(order.orderId);
    expect(paidAt).toBeNull();
    expect(answer.standing.approvalSince).toBe(since);
    expect(await bench.db('approvals').where({ order_id: order.orderId })).toMatchObject([{ state: 'waiting' }]);
    expect(await bench.tasks(order.orderId)).toEqual(['offline_order_placed open', 'receipt_to_approve open']);
  });
});

describe('an allocation is refused, and nothing changes,', () => {
  it.each([
    ['of a receipt in another currency', 'receipt_in_other_currency', { currency: 'CNY' }],
    ['of a receipt in a currency that nobody sells in', 'receipt_in_other_currency', { currency: 'GBP' }],
    ['above what the receipt has', 'receipt_exceeded', { amountMinor: 99 }],
  ] as const)('%s', async (_, code, change) => {
    const order = await bench.offlineOrder();
    const receiptId = await bench.receipt(order.partner, 10_000, change);
    await expect(bench.allocate(order, receiptId, 100)).resolves.toMatchObject(refused(code));
    await unchanged(order, receiptId);
  });

  it('of another partner’s receipt, which does not exist for whoever may not see it', async () => {
    const order = await bench.offlineOrder();
    const receiptId = await bench.receipt(await bench.managed(), 10_000);
    await expect(bench.allocate(order, receiptId, 100)).resolves.toMatchObject(refused('receipt_of_other_partner'));
    const hidden = await bench.receipt(await bench.company(), 10_000);
    await expect(bench.allocate(order, hidden, 100)).resolves.toMatchObject(refused('receipt_unknown'));
    await expect(bench.allocate(order, uuidv7(), 100)).resolves.toMatchObject(refused('receipt_unknown'));
    await unchanged(order, receiptId);
  });

  it('of a reversed receipt', async () => {
    const order = await bench.offlineOrder();
    const receiptId = await bench.receipt(order.partner, 10_000);
    const reversed = { reversed_at: bench.now(), reversed_by: bench.manager };
    await bench.db('receipts').where({ receipt_id: receiptId }).update(reversed);
    await expect(bench.allocate(order, receiptId, 100)).resolves.toMatchObject(refused('receipt_reversed'));
    await unchanged(order, receiptId);
  });

  it('of more than is open on the order: the rest stays unmatched', async () => {
    const order = await bench.offlineOrder();
    const receiptId = await bench.receipt(order.partner, 10_000_000);
    const tooMuch = bench.allocate(order, receiptId, order.totalMinor + 1);
    await expect(tooMuch).resolves.toMatchObject(refused('order_exceeded'));
    await unchanged(order, receiptId);
  });

  it('of money that is to be sent back', async () => {
    const order = await bench.offlineOrder();
    const receiptId = await bench.receipt(order.partner, 1_000);
    await bench.db('receipts').where({ receipt_id: receiptId }).update({ returning_minor: 950 });
    await expect(bench.allocate(order, receiptId, 51)).resolves.toMatchObject(refused('receipt_exceeded'));
    await expect(bench.allocate(order, receiptId, 50)).resolves.toMatchObject({ outcome: 'done' });
  });

  it('to an order that is not offline, is paid, or has ended', async () => {
    const partner = await bench.managed();
    const receiptId = await bench.receipt(partner, 1_000_000);
    const { orderId } = await bench.placed(partner);
    const ended = await bench.offlineOrder({ partner });
    await bench.steps.closeOrder({ orderId: ended.orderId, as: 'expired', requestId: null, at: bench.now() });
    const paid = await bench.offlineOrder({ partner });
    await bench.receive(paid, paid.totalMinor);
    for (const order of [{ ...ended, orderId }, ended, paid]) {
      await expect(bench.allocate(order, receiptId, 1)).resolves.toMatchObject(refused('wrong_state'));
    }
    expect(await bench.receiptRow(receiptId)).toMatchObject({ allocated_minor: 0 });
  });

  it('of what another request has taken: one of two at once, never more than the receipt has', async () => {
    const partner = await bench.managed();
    const orders = [await bench.offlineOrder({ partner }), await bench.offlineOrder({ partner })];
    const amountMinor = Math.min(...orders.map(({ totalMinor }) => totalMinor));
    const receiptId = await bench.receipt(partner, amountMinor + 1);
    const answers = await Promise.all(orders.map((order) => bench.allocate(order, receiptId, amountMinor)));
    expect(answers.map(({ outcome }) => outcome).sort()).toEqual(['done', 'refused']);
    expect(answers).toContainEqual(expect.objectContaining(refused('receipt_exceeded')));
    expect(await bench.receiptRow(receiptId)).toMatchObject({ allocated_minor: amountMinor });
  });

  it('of two receipts at once that together are too much for the order', async () => {
    const order = await bench.offlineOrder();
    const receipts = [await bench.receipt(order.partner, 10_000_000), await bench.receipt(order.partner, 10_000_001)];
    const amountMinor = order.totalMinor - 10;
    const answers = await Promise.all(receipts.map((receiptId) => bench.allocate(order, receiptId, amountMinor)));
    expect(answers.map(({ outcome }) => outcome).sort()).toEqual(['done', 'refused']);
    expect(await bench.orderRow(order.orderId)).toMatchObject({ received_minor: amountMinor });
  });
});

describe('a message with the id of a request', () => {
  it('that nobody stored, of another order, or of another kind changes nothing', async () => {
    const [order, other] = [await bench.offlineOrder(), await bench.offlineOrder()];
    const receiptId = await bench.receipt(order.partner, 10_000);
    const wish = { by: bench.manager, body: { receiptId, amountMinor: 100 } };
    const ofOther = await bench.ask('allocate_receipt', other, wish);
    const ofKind = await bench.ask('approve_order', order, { by: bench.finance });
    for (const requestId of ['made-up', ofOther.requestId, ofKind.requestId]) {
      const answer = bench.steps.allocateReceipt({ orderId: order.orderId, requestId, at: bench.now() });
      await expect(answer).resolves.toMatchObject(refused('request_unknown'));
    }
    await unchanged(order, receiptId);
    expect(await bench.db('person_requests').where({ subject_id: order.orderId })).toMatchObject([{ used_at: null }]);
  });

  it('whose body is not ours is unknown', async () => {
    const order = await bench.offlineOrder();
    for (const amountMinor of [0, -5, 1.5]) {
      const input = await bench.ask('allocate_receipt', order, {
        by: bench.manager,
        body: { receiptId: uuidv7(), amountMinor },
      });
      await expect(bench.steps.allocateReceipt(input)).resolves.toMatchObject(refused('request_unknown'));
    }
  });

  it.each(['partner', 'distributor', 'finance', 'ops', 'admin', 'account_manager'] as const)(
    'of a %s without the right is refused, also when it was stored',
    async (role) => {
      const order = await bench.offlineOrder();
      const partnerId = role === 'partner' ? order.partner.partnerId : null;
      const by = await insertUser(bench.db, { role, partnerId });
      if (role === 'distributor') {
        await bench.db('partners').where({ partner_id: order.partner.partnerId }).update({ distributor_id: by });
      }
      const receiptId = await bench.receipt(order.partner, 10_000);
      await expect(bench.allocate(order, receiptId, 100, by)).resolves.toMatchObject(refused('not_permitted'));
      await unchanged(order, receiptId);
    }
  );

  it('of somebody who was disabled since is refused; a deputy’s counts', async () => {
    const order = await bench.offlineOrder();
    const deputy = await insertUser(bench.db, { role: 'account_manager', partnerId: null });
    const { partnerId } = order.partner;
    await bench
      .db('partners')
      .where({ partner_id: partnerId })
      .update({ deputy_ids: [deputy] });
    const receiptId = await bench.receipt(order.partner, 10_000);
    await expect(bench.allocate(order, receiptId, 100, deputy)).resolves.toMatchObject({ outcome: 'done' });
    await bench.db('users').where({ user_id: deputy }).update({ disabled_at: bench.now() });
    await expect(bench.allocate(order, receiptId, 100, deputy)).resolves.toMatchObject(refused('not_permitted'));
  });

  it('that was refused stays refused', async () => {
    const order = await bench.offlineOrder();
    const receiptId = await bench.receipt(order.partner, 50);
    const body = { receiptId, amountMinor: 100 };
    const input = await bench.ask('allocate_receipt', order, { by: bench.manager, body });
    await expect(bench.steps.allocateReceipt(input)).resolves.toMatchObject(refused('receipt_exceeded'));
    await bench.db('receipts').where({ receipt_id: receiptId }).update({ amount_minor: 100 });
    await expect(bench.steps.allocateReceipt(input)).resolves.toMatchObject(refused('receipt_exceeded'));
  });
});

async function withdraw(order: OfflineOrder, allocationId: string, by = bench.manager) {
  const body = { allocationId, reason: 'wrong order' };
  return bench.steps.withdrawAllocation(await bench.ask('withdraw_allocation', order, { by, body }));
}

async function allocationId(order: OfflineOrder): Promise<string> {
  const [first] = await allocationsOf(order.orderId);
  return first.allocation_id;
}

describe('withdrawing an allocation', () => {
  it('gives the money back to the receipt, once', async () => {
    const order = await bench.offlineOrder();
    const receiptId = await bench.receive(order, 1_000);
    const id = await allocationId(order);
    const body = { allocationId: id, reason: 'wrong order' };
    const input = await bench.ask('withdraw_allocation', order, { by: bench.manager, body });
    const answers = await Promise.all([1, 2, 3].map(() => bench.steps.withdrawAllocation(input)));
    for (const answer of answers) {
      expect(answer).toMatchObject({ outcome: 'done', standing: { receivedMinor: 0, state: 'awaiting_payment' } });
    }
    expect(await bench.receiptRow(receiptId)).toMatchObject({ allocated_minor: 0, reversed_at: null });
    expect(await allocationsOf(order.orderId)).toMatchObject([
      { reversed_by: bench.manager, reverse_reason: 'wrong order' },
    ]);
    expect(await bench.events(order.orderId)).toEqual(['placed', 'receipt_allocated', 'allocation_withdrawn']);
    await expect(withdraw(order, id)).resolves.toMatchObject(refused('allocation_unknown'));
  });

  it('is refused for another order’s, for strangers, and once the order is paid', async () => {
    const [order, other] = [await bench.offlineOrder(), await bench.offlineOrder()];
    await bench.receive(order, 1_000);
    const id = await allocationId(order);
    await expect(withdraw(other, id)).resolves.toMatchObject(refused('allocation_unknown'));
    await expect(withdraw(order, id, bench.stranger)).resolves.toMatchObject(refused('not_permitted'));
    await bench.receive(order, order.totalMinor - 1_000);
    await expect(withdraw(order, id)).resolves.toMatchObject(refused('wrong_state'));
    expect(await bench.orderRow(order.orderId)).toMatchObject({ received_minor: order.totalMinor });
  });

  it('takes the question back from the approvers and the deadline runs again', async () => {
    const order = await bench.bigOrder();
    await bench.receive(order, order.totalMinor);
    const before = await bench.orderRow(order.orderId);
    const since = new Date(Date.parse(bench.now()) - 3_600_000).toISOString();
    await bench.db('orders').where({ order_id: order.orderId }).update({ approval_since: since });
    const answer = await withdraw(order, await allocationId(order));
    expect(answer).toMatchObject({ outcome: 'done', standing: { state: 'awaiting_payment', approvalSince: null } });
    const movedMs = Date.parse(answer.standing.deadlineAt) - Date.parse(String(before['deadline_at']));
    expect(Math.round(movedMs / 60_000)).toBe(60);
    expect(await bench.db('approvals').where({ order_id: order.orderId })).toMatchObject([{ state: 'withdrawn' }]);
    expect(await bench.tasks(order.orderId)).toEqual(['offline_order_placed open', 'receipt_to_approve done']);
  });

  it('opens a closed shortfall again', async () => {
    const order = await bench.bigOrder();
    await bench.receive(order, order.totalMinor - 3_000);
    await bench.steps.closeShortfall(
      await bench.ask('close_shortfall', order, { by: bench.manager, body: { reason: 'fees' } })
    );
    expect(await bench.orderRow(order.orderId)).toMatchObject({ state: 'awaiting_approval', shortfall_minor: 3_000 });
    await withdraw(order, await allocationId(order));
    expect(await bench.orderRow(order.orderId)).toMatchObject({ received_minor: 0, shortfall_minor: 0 });
  });
});

const sumOf = (amounts: readonly Money[]): number => amounts.reduce((sum, { amountMinor }) => sum + amountMinor, 0);

describe('closing a shortfall', () => {
  const close = async (order: OfflineOrder, by = bench.manager) =>
    bench.steps.closeShortfall(await bench.ask('close_shortfall', order, { by, body: { reason: 'bank charges' } }));

  it('within the tolerance pays the order, whose total stays', async () => {
    const order = await bench.offlineOrder();
    await bench.receive(order, order.totalMinor - 3_000);
    await expect(close(order)).resolves.toMatchObject({ outcome: 'done', standing: { state: 'fulfilling' } });
    expect(await bench.orderRow(order.orderId)).toMatchObject({
      gross_minor: order.totalMinor,
      received_minor: order.totalMinor - 3_000,
      shortfall_minor: 3_000,
    });
    expect(await bench.events(order.orderId)).toEqual(['placed', 'receipt_allocated', 'shortfall_closed', 'paid']);
  });

  it('leaves the invoice whole: it states what was ordered, not what came', async () => {
    const order = await bench.offlineOrder();
    await bench.receive(order, order.totalMinor - 3_000);
    await close(order);
    await bench.steps.activateCapacity({ orderId: order.orderId, at: bench.now() });
    const issue = issueInvoice({ db: bench.db, sellerOf: sampleSeller });
    const { invoiceId } = await issue({ orderId: order.orderId, at: bench.now() });
    const { net_minor, tax_minor, gross_minor } = await bench.orderRow(order.orderId);
    const invoice = await bench.db('invoices').where({ invoice_id: invoiceId }).first();
    expect(gross_minor).toBe(order.totalMinor);
    expect(invoice).toMatchObject({ net_minor, tax_minor, gross_minor });
    const { lines, taxLines, totals } = invoice.body as InvoiceBody;
    const [net, tax] = [sumOf(lines.map((line) => line.net)), sumOf(taxLines.map((line) => line.tax))];
    expect([net, tax]).toEqual([net_minor, tax_minor]);
    expect([totals.net, totals.tax, totals.gross].map(({ amountMinor }) => amountMinor)).toEqual([
      net,
      tax,
      gross_minor,
    ]);
  });

  it('is refused above the tolerance, without any receipt, when paid, and for strangers', async () => {
    const order = await bench.offlineOrder();
    await expect(close(order)).resolves.toMatchObject(refused('shortfall_none'));
    await bench.receive(order, order.totalMinor - 3_001);
    await expect(close(order)).resolves.toMatchObject(refused('shortfall_too_large'));
    await expect(close(order, bench.stranger)).resolves.toMatchObject(refused('not_permitted'));
    await expect(close(order, bench.finance)).resolves.toMatchObject(refused('not_permitted'));
    await bench.receive(order, 3_001);
    await expect(close(order)).resolves.toMatchObject(refused('wrong_state'));
  });
});
