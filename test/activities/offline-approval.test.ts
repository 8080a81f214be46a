import { addMs, MS_PER_DAY } from '../../domain/time/calendar';
import { insertUser } from '../support/rows/partner-rows';
import { startOfflineBench, type OfflineBench, type OfflineOrder } from '../support/steps/offline-bench';

jest.setTimeout(60_000);

let bench: OfflineBench;
beforeAll(async () => {
  bench = await startOfflineBench();
});
afterAll(() => bench.close());

const refused = (code: string) => ({ outcome: 'refused', code });

async function toApprove(): Promise<OfflineOrder & { readonly receiptId: string }> {
  const order = await bench.bigOrder();
  return { ...order, receiptId: await bench.receive(order, order.totalMinor) };
}

const approve = async (order: OfflineOrder, by = bench.finance) =>
  bench.steps.approveOrder(await bench.ask('approve_order', order, { by }));
const reject = async (order: OfflineOrder, by = bench.finance) =>
  bench.steps.rejectOrder(await bench.ask('reject_order', order, { by, body: { reason: 'not our money' } }));
const approvalsOf = (orderId: string) => bench.db('approvals').where({ order_id: orderId }).orderBy('approval_id');

async function becomesFinance(userId: string): Promise<void> {
  await bench.db('users').where({ user_id: userId }).update({ role: 'finance' });
}

describe('approving', () => {
  it('pays the order, once', async () => {
    const order = await toApprove();
    const input = await bench.ask('approve_order', order, { by: bench.finance });
    const answers = await Promise.all([1, 2, 3].map(() => bench.steps.approveOrder(input)));
    for (const answer of answers) {
      expect(answer).toMatchObject({ outcome: 'done', standing: { state: 'fulfilling', approvalSince: null } });
    }
    expect(await bench.orderRow(order.orderId)).toMatchObject({ paid_at: input.at, received_minor: order.totalMinor });
    expect(await approvalsOf(order.orderId)).toMatchObject([{ state: 'approved', decided_by: bench.finance }]);
    expect(await bench.tasks(order.orderId)).toEqual(['offline_order_placed done', 'receipt_to_approve done']);
    expect(await bench.events(order.orderId)).toEqual(['placed', 'receipt_allocated', 'approved', 'paid']);
  });

  it('is refused a second time and before there is anything to approve', async () => {
    const waiting = await bench.bigOrder();
    await expect(approve(waiting)).resolves.toMatchObject(refused('wrong_state'));
    const order = await toApprove();
    await approve(order);
    await expect(approve(order)).resolves.toMatchObject(refused('wrong_state'));
    await expect(approve(order, bench.colleague)).resolves.toMatchObject(refused('wrong_state'));
  });

  it.each(['partner', 'distributor', 'account_manager', 'ops', 'admin'] as const)(
    'is refused to a %s',
    async (role) => {
      const order = await toApprove();
      const partnerId = role === 'partner' ? order.partner.partnerId : null;
      const by = await insertUser(bench.db, { role, partnerId });
      await bench
        .db('partners')
        .where({ partner_id: order.partner.partnerId })
        .update({
          distributor_id: by,
          deputy_ids: [by],
        });
      await expect(approve(order, by)).resolves.toMatchObject(refused('not_permitted'));
      await expect(reject(order, by)).resolves.toMatchObject(refused('not_permitted'));
      expect(await bench.orderRow(order.orderId)).toMatchObject({ state: 'awaiting_approval' });
    }
  );

  describe('and rejecting is refused to whoever', () => {
    const person = () => insertUser(bench.db, { role: 'account_manager', partnerId: null });
    const CASES: readonly (readonly [string, (order: OfflineOrder, by: string) => Promise<void>])[] = [
      [
        'recorded the receipt',
        async (order, by) => {
          const receiptId = await bench.receipt(order.partner, order.totalMinor, { recordedBy: by });
          await bench.allocate(order, receiptId, order.totalMinor);
        },
      ],
      [
        'allocated it',
        async (order, by) => {
          const receiptId = await bench.receipt(null, order.totalMinor);
          await bench.allocate(order, receiptId, order.totalMinor, by);
        },
      ],
      [
        'closed the shortfall',
        async (order, by) => {
          await bench.receive(order, order.totalMinor - 100);
          const { partnerId } = order.partner;
          await bench
            .db('partners')
            .where({ partner_id: partnerId })
            .update({ deputy_ids: [by] });
          const body = { reason: 'fees' };
          await bench.steps.closeShortfall(await bench.ask('close_shortfall', order, { by, body }));
        },
      ],
      [
        'reported it',
        async (order, by) => {
          await report(order, by, await bench.receive(order, order.totalMinor));
        },
      ],
      [
        'reported money for the order that nobody has looked at',
        async (order, by) => {
          await bench.receive(order, order.totalMinor);
          await report(order, by, null);
        },
      ],
    ];

    it.each(CASES)('%s, whatever rights the person has now', async (_, act) => {
      const order = await bench.bigOrder();
      const by = await person();
      await act(order, by);
      await becomesFinance(by);
      await expect(approve(order, by)).resolves.toMatchObject(refused('own_record'));
      await expect(reject(order, by)).resolves.toMatchObject(refused('own_record'));
      expect(await bench.orderRow(order.orderId)).toMatchObject({ state: 'awaiting_approval', paid_at: null });
      await expect(approve(order)).resolves.toMatchObject({ outcome: 'done' });
    });

    it('but not to somebody whose allocation was taken back', async () => {
      const order = await bench.bigOrder();
      const by = await person();
      const receiptId = await bench.receipt(null, 100, { recordedBy: by });
      await bench.allocate(order, receiptId, 100, by);
      const [{ allocation_id: allocationId }] = await bench
        .db('receipt_allocations')
        .where({ order_id: order.orderId });
      const body = { allocationId, reason: 'wrong' };
      await bench.steps.withdrawAllocation(await bench.ask('withdraw_allocation', order, { by: bench.manager, body }));
      await bench.receive(order, order.totalMinor);
      await becomesFinance(by);
      await expect(approve(order, by)).resolves.toMatchObject({ outcome: 'done' });
    });
  });
});

async function report(order: OfflineOrder, by: string, receiptId: string | null): Promise<void> {
  await bench.db('receipt_reports').insert({
    report_id: `report-${order.orderId}`,
    order_id: order.orderId,
    partner_id: order.partner.partnerId,
    amount_minor: order.totalMinor,
    currency: 'USD',
    value_date: '2026-11-20',
    payer: 'Aurora',
    state: receiptId === null ? 'reported' : 'confirmed',
    reported_by: by,
    reported_at: bench.now(),
    ...(receiptId === null ? {} : { decided_by: bench.manager, decided_at: bench.now(), receipt_id: receiptId }),
  });
}

describe('rejecting', () => {
  it('reverses the receipt, and the order waits for its money with the time it stood still added', async () => {
    const order = await toApprove();
    const before = await bench.orderRow(order.orderId);
    const input = await bench.ask('reject_order', order, { by: bench.finance, body: { reason: 'not our money' } });
    const at = addMs(String(before['approval_since']), 7_200_000);
    const answers = [await bench.steps.rejectOrder({ ...input, at }), await bench.steps.rejectOrder({ ...input, at })];
    for (const answer of answers) {
      expect(answer).toMatchObject({
        outcome: 'done',
        standing: {
          state: 'awaiting_payment',
          receivedMinor: 0,
          openMinor: order.totalMinor,
          deadlineAt: addMs(String(before['deadline_at']), 7_200_000),
        },
      });
    }
    expect(await bench.receiptRow(order.receiptId)).toMatchObject({
      allocated_minor: 0,
      reversed_at: at,
      reversed_by: bench.finance,
      reverse_reason: 'not our money',
    });
    expect(await approvalsOf(order.orderId)).toMatchObject([{ state: 'rejected', reason: 'not our money' }]);
    expect(await bench.tasks(order.orderId)).toEqual([
      'offline_order_placed open',
      'receipt_to_approve done',
      'receipt_rejected open',
    ]);
    const told = await bench.db('tasks').where({ order_id: order.orderId, kind: 'receipt_rejected' }).first();
    expect(told).toMatchObject({ person_id: bench.manager, role: 'account_manager' });
    expect(await bench.events(order.orderId)).toEqual(['placed', 'receipt_allocated', 'rejected']);
  });

  it('lets the order be paid and approved after that', async () => {
    const order = await toApprove();
    await reject(order);
    await bench.receive(order, order.totalMinor);
    await expect(approve(order)).resolves.toMatchObject({ outcome: 'done', standing: { state: 'fulfilling' } });
    const states = (await approvalsOf(order.orderId)).map(({ state }: { state: string }) => state);
    expect(states).toEqual(['rejected', 'approved']);
    expect(await bench.tasks(order.orderId)).toContain('receipt_rejected done');
  });

  it('asks nobody to wait for money again once the order is cancelled', async () => {
    const order = await toApprove();
    await reject(order);
    await bench.steps.closeOrder({ orderId: order.orderId, as: 'cancelled', requestId: null, at: bench.now() });
    const open = (await bench.tasks(order.orderId)).filter((task: string) => task.endsWith(' open'));
    expect(open).toEqual([]);
  });

  it('leaves a receipt that pays another order as well, with a task for what is free of it now', async () => {
    const order = await bench.bigOrder();
    const other = await bench.offlineOrder({ partner: order.partner });
    const receiptId = await bench.receipt(order.partner, order.totalMinor + other.totalMinor);
    await bench.allocate(other, receiptId, other.totalMinor);
    await bench.allocate(order, receiptId, order.totalMinor);
    await reject(order);
    expect(await bench.receiptRow(receiptId)).toMatchObject({ allocated_minor: other.totalMinor, reversed_at: null });
    expect(await bench.tasks(order.orderId)).toContain('receipt_unmatched open');
    expect(await bench.orderRow(other.orderId)).toMatchObject({ state: 'fulfilling' });
  });

  it('leaves a receipt of which a part is on its way back', async () => {
    const order = await bench.bigOrder();
    const receiptId = await bench.receipt(order.partner, order.totalMinor + 100);
    await bench.allocate(order, receiptId, order.totalMinor);
    await bench.db('receipts').where({ receipt_id: receiptId }).update({ returning_minor: 100 });
    await reject(order);
    expect(await bench.receiptRow(receiptId)).toMatchObject({ allocated_minor: 0, reversed_at: null });
    expect(await bench.tasks(order.orderId)).toContain('receipt_unmatched open');
  });

  it('after a deadline that had passed leaves three days for the money to come', async () => {
    const order = await bench.bigOrder();
    await bench.receive(order, 1_000);
    await bench.deadlinePassed(order);
    await bench.receive(order, order.totalMinor - 1_000);
    const answer = await reject(order);
    expect(answer).toMatchObject({ outcome: 'done', standing: { state: 'awaiting_payment', receivedMinor: 0 } });
    const row = await bench.orderRow(order.orderId);
    const rejectedAt = (await approvalsOf(order.orderId))[0].decided_at as string;
    const deadlineAt = addMs(rejectedAt, 3 * MS_PER_DAY);
    expect(answer.standing.deadlineAt).toBe(deadlineAt);
    expect(row).toMatchObject({ deadline_at: deadlineAt, offline_until: deadlineAt });
  });

  it('never moves the deadline past the term that the order was priced for', async () => {
    const order = await toApprove();
    const term = (await bench.db('orders').where({ order_id: order.orderId }).first()).term;
    const input = await bench.ask('reject_order', order, { by: bench.finance, body: { reason: 'no' } });
    const answer = await bench.steps.rejectOrder({ ...input, at: addMs(input.at, 500 * 86_400_000) });
    expect(answer.standing.deadlineAt).toBe(`${term.until}T00:00:00.000Z`);
  });
});

describe('people who act at once', () => {
  it('approve and reject: one of them, and the money is where that says', async () => {
    for (let round = 0; round < 4; round += 1) {
      const order = await toApprove();
      const [approved, rejected] = await Promise.all([approve(order), reject(order, bench.colleague)]);
      const won = approved.outcome === 'done';
      expect(rejected).toMatchObject(won ? refused('wrong_state') : { outcome: 'done' });
      if (!won) expect(approved).toMatchObject(refused('wrong_state'));
      const row = await bench.orderRow(order.orderId);
      expect(row).toMatchObject(
        won
          ? { state: 'fulfilling', received_minor: order.totalMinor }
          : { state: 'awaiting_payment', received_minor: 0, paid_at: null }
      );
      expect(await bench.receiptRow(order.receiptId)).toMatchObject({ allocated_minor: won ? order.totalMinor : 0 });
    }
  });

  it('two who approve: the first', async () => {
    const order = await toApprove();
    const answers = await Promise.all([approve(order), approve(order, bench.colleague)]);
    expect(answers.map(({ outcome }) => outcome).sort()).toEqual(['done', 'refused']);
    expect(await bench.events(order.orderId)).toEqual(['placed', 'receipt_allocated', 'approved', 'paid']);
  });

  it('withdraw and approve: one of them', async () => {
    for (let round = 0; round < 4; round += 1) {
      const order = await toApprove();
      const [{ allocation_id: allocationId }] = await bench
        .db('receipt_allocations')
        .where({ order_id: order.orderId });
      const body = { allocationId, reason: 'wrong' };
      const input = await bench.ask('withdraw_allocation', order, { by: bench.manager, body });
      const [withdrawn, approved] = await Promise.all([bench.steps.withdrawAllocation(input), approve(order)]);
      const paid = approved.outcome === 'done';
      expect(withdrawn).toMatchObject(paid ? refused('wrong_state') : { outcome: 'done' });
      expect(await bench.receiptRow(order.receiptId)).toMatchObject({ allocated_minor: paid ? order.totalMinor : 0 });
      expect(await bench.orderRow(order.orderId)).toMatchObject({ received_minor: paid ? order.totalMinor : 0 });
    }
  });
});
