import { uuidv7 } from 'uuidv7';
import { DRIFT_KINDS, DRIFT_TABLE, type DriftKind } from '../../domain/reconcile/drift-kind';
import { MS_PER_HOUR } from '../../domain/time/calendar';
import {
  aftercareWorkflowId,
  deliveryWorkflowId,
  orderWorkflowId,
  subscriptionWorkflowId,
} from '../../workflows/contracts/ids';
import type { ReconcileRun } from '../../db/reconcile/run-read-model';
import { startReconcileBench, type FindingRow, type ReconcileBench } from '../support/steps/reconcile-bench';
import { insertAskedRefund } from '../support/rows/order-refund-rows';
import { addRefund, INJECTIONS, type Injected } from '../support/steps/drift-injections';

jest.setTimeout(120_000);

interface PartnerOfOrder {
  readonly partner_id: string;
  readonly buyer_id: string;
  readonly company_id: string;
}

let bench: ReconcileBench;
beforeAll(async () => {
  bench = await startReconcileBench();
});
afterAll(() => bench.close());

describe('the table of drift', () => {
  const injected = new Map<DriftKind, Injected>();
  const mended = new Map<DriftKind, FindingRow>();
  let run: ReconcileRun;
  const finding = async (kind: DriftKind): Promise<FindingRow | undefined> =>
    (await bench.open(injected.get(kind)?.subjectId ?? '')).find((one) => one.kind === kind);

  it('has an injection for every kind, and none for another', () => {
    expect(Object.keys(INJECTIONS).sort()).toEqual([...DRIFT_KINDS].sort());
  });

  it('finds nothing where all sides agree', async () => {
    await bench.sold();
    await bench.sold({ method: 'paypal' });
    run = await bench.run();
    expect(run).toMatchObject({ state: 'finished', found: {}, repaired: 0, tasksOpened: 0, leftOver: 0 });
    // Two orders and their companies, their payments at the providers and again behind the orders.
    expect(run.compared).toBe(2 + 2 + 2 + 2);
  });

  it('is found whole by one run', async () => {
    for (const kind of DRIFT_KINDS) injected.set(kind, await INJECTIONS[kind].inject(bench));
    run = await bench.run();
    const each = Object.fromEntries(DRIFT_KINDS.map((kind) => [kind, 1]));
    // A payment that is on record under a wrong id is, under its right one, not on record.
    expect(run.found).toEqual({ ...each, payment_not_recorded: 2 });
    expect(run.leftOver).toBe(0);
  });

  it.each(DRIFT_KINDS)('%s is repaired where that is safe, and else a task', async (kind) => {
    const found = await finding(kind);
    expect(found).toBeDefined();
    const isRepaired = DRIFT_TABLE[kind].repair !== null;
    expect(found?.repairs).toBe(isRepaired ? 1 : 0);
    expect(found?.evidence).not.toEqual({});
    const isTask = DRIFT_TABLE[kind].task === 'at_once' || !isRepaired;
    expect(await bench.taskState(found)).toBe(isTask ? 'open' : null);
    await injected.get(kind)?.repaired?.();
    if (found !== undefined) mended.set(kind, found);
  });

  it('is over, with its tasks, once it is mended and another run has looked', async () => {
    for (const [kind, one] of injected) await INJECTIONS[kind].mend(bench, one);
    run = await bench.run();
    expect(run.found).toEqual({});
    expect(run.gone).toBe(DRIFT_KINDS.length + 1);
    for (const kind of DRIFT_KINDS) expect([kind, await finding(kind)]).toEqual([kind, undefined]);
    for (const found of mended.values()) expect(await bench.taskState(found)).not.toBe('open');
  });
});

describe('a finding', () => {
  const gone = async (): Promise<string> => {
    const partner = await bench.agreed();
    return bench.paid(partner);
  };
  /** So that it is nobody's concern in the tests that follow. */
  const end = async (orderId: string): Promise<void> => {
    await bench.db('orders').where({ order_id: orderId }).update({ closed_at: bench.now() });
  };
  const finding = async (subjectId: string, kind: DriftKind) =>
    (await bench.open(subjectId)).find((one) => one.kind === kind);

  it('whose repair has not helped is repaired twice and given to a person, once', async () => {
    const orderId = await gone();
    const seen: (readonly [number | undefined, string | null])[] = [];
    for (let times = 0; times < 4; times += 1) {
      await bench.run();
      const found = await finding(orderId, 'order_workflow_gone');
      seen.push([found?.repairs, await bench.taskState(found)]);
    }
    expect(seen).toEqual([
      [1, null],
      [2, 'open'],
      [2, 'open'],
      [2, 'open'],
    ]);
    const restarts = await bench.db('outbox').where({ topic: 'order_restart' }).whereLike('dedupe_key', `%${orderId}%`);
    expect(restarts).toHaveLength(2);
    bench.directory.running.add(orderWorkflowId(orderId));
    await bench.run();
    expect(await finding(orderId, 'order_workflow_gone')).toBeUndefined();
    await end(orderId);
  });

  it('is as well a refund of a person that nobody carries out', async () => {
    const { orderId } = await bench.sold();
    const order: PartnerOfOrder = await bench.db('orders').where({ order_id: orderId }).first();
    const rows = { partnerId: order.partner_id, userId: order.buyer_id, companyId: order.company_id };
    const refundId = await insertAskedRefund(bench.db, rows, orderId, order.buyer_id);
    await bench.db('order_refunds').where({ order_refund_id: refundId }).update({ state: 'wanted' });
    await bench.run();
    expect(await finding(refundId, 'refund_stalled')).toMatchObject({ repairs: 1 });
    bench.directory.running.add(aftercareWorkflowId(orderId));
    await bench.run();
    expect(await finding(refundId, 'refund_stalled')).toBeUndefined();
  });

  it('is looked at again by every run, long after it has left the window', async () => {
    const orderId = await gone();
    await bench.run();
    await bench.db.raw(`update reconcile_runs set until_event_id = until_event_id + 100000`);
    await bench
      .db('orders')
      .where({ order_id: orderId })
      .update({ deadline_at: bench.hoursAgo(-100) });
    await bench.run();
    expect((await finding(orderId, 'order_workflow_gone'))?.repairs).toBe(2);
    bench.directory.running.add(orderWorkflowId(orderId));
    await bench.run();
    expect(await bench.open(orderId)).toEqual([]);
    await end(orderId);
    await bench.db.raw(`update reconcile_runs set until_event_id = until_event_id - 100000`);
  });

  it('that a person has dismissed is not asked about again, and comes anew when it comes back', async () => {
    const { partner } = await bench.sold();
    const { companyId } = partner;
    await bench.changeAtWorkplace(companyId, { capacities: { desk: 99 } });
    await bench.run();
    const first = await finding(companyId, 'entitlement_differs');
    await bench
      .db('tasks')
      .where({ task_id: first?.task_id ?? '' })
      .update({ state: 'dismissed', closed_at: bench.now(), closed_by: 'somebody', closing_reason: 'known' });
    await bench.run();
    expect((await finding(companyId, 'entitlement_differs'))?.task_id).toBe(first?.task_id);
    await bench.changeAtWorkplace(companyId, { capacities: { desk: 20 } });
    await bench.run();
    await bench.changeAtWorkplace(companyId, { capacities: { desk: 98 } });
    await bench.run();
    const second = await finding(companyId, 'entitlement_differs');
    expect(second?.task_id).not.toBe(first?.task_id);
    expect(await bench.taskState(second)).toBe('open');
    await bench.changeAtWorkplace(companyId, { capacities: { desk: 20 } });
  });

  it('is not hidden for longer than a day by a change that never ended', async () => {
    const { orderId, partner } = await bench.sold();
    const { companyId } = partner;
    const claim = bench.db('activations').where({ change_id: orderId });
    await claim.clone().update({ state: 'claimed', claimed_at: bench.hoursAgo(23), decided_at: null });
    await bench.changeAtWorkplace(companyId, { capacities: { desk: 99 } });
    await bench.run();
    expect(await bench.open(companyId)).toEqual([]);
    await claim.clone().update({ claimed_at: bench.hoursAgo(25) });
    await bench.db('subscriptions').where({ company_id: companyId }).update({ updated_at: '2026-01-01' });
    await bench.run();
    expect(await finding(companyId, 'entitlement_differs')).toBeDefined();
    await claim.clone().update({ state: 'active', decided_at: bench.now() });
    await bench.changeAtWorkplace(companyId, { capacities: { desk: 20 } });
    await bench.run();
    expect(await bench.open(companyId)).toEqual([]);
  });

  it('that cannot be repaired is a person’s, and keeps nothing else from being compared', async () => {
    const { orderId } = await bench.sold({ without: 'mail' });
    const { isRunning } = bench.directory;
    // Between the look and the repair the invoice is credited.
    bench.directory.isRunning = async (id) => {
      const all = { credited_net_minor: bench.db.ref('net_minor'), credited_tax_minor: bench.db.ref('tax_minor') };
      await bench
        .db('invoices')
        .where({ order_id: orderId })
        .update({ ...all, fully_credited: true });
      return isRunning(id);
    };
    const run = await bench.run().finally(() => {
      bench.directory.isRunning = isRunning;
    });
    expect(run).toMatchObject({ state: 'finished', repaired: 0, tasksOpened: 1 });
    const found = await finding(orderId, 'invoice_mail_missing');
    expect([found?.repairs, await bench.taskState(found)]).toEqual([0, 'open']);
    const failed = await bench.db('audit_log').where({ subject_id: orderId, what: 'drift.repair_failed' });
    expect(failed).toMatchObject([{ data: { kind: 'invoice_mail_missing', code: 'invoice_missing' } }]);
    // What is credited whole is mailed to nobody.
    expect((await bench.run()).found).toEqual({});
    expect(await bench.taskState(found)).toBe('done');
  });

  it('beyond the tasks of a run is kept, told of in one task, and asked about by the next run', async () => {
    const { partner } = await bench.sold();
    const { companyId } = partner;
    await bench.changeAtWorkplace(companyId, { capacities: { desk: 99 } });
    bench.limits.tasksPerRun = 0;
    const run = await bench.run();
    bench.limits.tasksPerRun = 200;
    expect(run.leftOver).toBe(1);
    expect((await finding(companyId, 'entitlement_differs'))?.task_id).toBeNull();
    expect(await bench.db('tasks').where({ dedupe_key: `reconcile_left_over:${run.runId}` })).toHaveLength(1);
    await bench.run();
    expect(await bench.taskState(await finding(companyId, 'entitlement_differs'))).toBe('open');
    await bench.changeAtWorkplace(companyId, { capacities: { desk: 20 } });
    await bench.run();
  });

  it('is not over while nobody could look', async () => {
    const { partner } = await bench.sold();
    const { companyId } = partner;
    await bench.changeAtWorkplace(companyId, { capacities: { desk: 99 } });
    await bench.run();
    await bench.changeAtWorkplace(companyId, { capacities: { desk: 20 } });
    await bench.workplaceFault({
      match: { method: 'GET', path: `/v1/companies/${companyId}` },
      effect: 'status',
      status: 403,
      times: 2,
    });
    await bench.run();
    const kinds = (await bench.open(companyId)).map(({ kind }) => kind);
    expect(kinds).toEqual(['comparison_failed', 'entitlement_differs']);
    await bench.run();
    expect(await bench.open(companyId)).toEqual([]);
  });
});

describe('what is on its way', () => {
  it('is no drift: a payment of a moment ago, a workflow that the list does not show yet', async () => {
    const partner = await bench.agreed();
    const { orderId, checkoutId } = await bench.placed(partner);
    bench.directory.running.add(orderWorkflowId(orderId));
    bench.directory.unlisted.add(orderWorkflowId(orderId));
    await bench.db('subscriptions').where({ company_id: partner.companyId }).update({ wake_what: 'reminder:30' });
    bench.directory.running.add(subscriptionWorkflowId(partner.companyId));
    bench.directory.unlisted.add(subscriptionWorkflowId(partner.companyId));
    bench.limits.settleMs = MS_PER_HOUR;
    await bench.stripe.pay(checkoutId);
    const { found } = await bench.run();
    bench.limits.settleMs = 0;
    expect(found).toEqual({});
    await bench.steps.settlePayment({ orderId, attemptNo: 1, at: bench.now() });
    await bench.db('subscriptions').where({ company_id: partner.companyId }).update({ wake_what: 'nothing' });
    expect((await bench.run()).found).toEqual({});
    await bench.db('orders').where({ order_id: orderId }).update({ closed_at: bench.now() });
  });
});

describe('what broke at Temporal in the window', () => {
  it('is compared although no row of it changed, and before its time has come', async () => {
    const { orderId: waiting } = await bench.placed(await bench.agreed());
    const { companyId } = await bench.agreed();
    const { orderId, partner, captureId } = await bench.sold();
    const mailId = uuidv7();
    await bench.db('mails').insert({
      ...{ mail_id: mailId, dedupe_key: mailId, message_id: mailId, kind: 'order_cancelled', order_id: orderId },
      ...{ recipient: '{}', locale: 'en', data: '{}', state: 'queued', created_at: bench.now() },
    });
    const refundId = await addRefund(
      bench,
      { orderId, partner, captureId },
      { state: 'wanted', wanted_at: bench.now() }
    );
    await bench.run();
    const wake = { wake_what: 'reminder:30', wake_at: bench.hoursAgo(-48) };
    await bench
      .db('subscriptions')
      .where({ company_id: companyId })
      .update({ ...wake, updated_at: '2026-01-01' });
    await bench.db('reconcile_runs').update({ until_event_id: bench.db.raw('until_event_id + 100000') });
    expect((await bench.run()).found).toEqual({ order_workflow_gone: 1 });
    await bench.db('orders').where({ order_id: waiting }).update({ closed_at: bench.now() });
    await bench.run();
    await bench.db('orders').where({ order_id: waiting }).update({ closed_at: null });

    const broken = [orderWorkflowId(waiting), subscriptionWorkflowId(companyId), deliveryWorkflowId(mailId)];
    for (const id of [...broken, aftercareWorkflowId(orderId), 'reconcile-x', 'else']) bench.directory.broken.add(id);
    const run = await bench.run();
    expect(run.found).toEqual({ order_workflow_gone: 1, subscription_not_asleep: 1, mail_stuck: 1, refund_stalled: 1 });
    for (const id of [waiting, companyId, mailId, refundId]) expect(await bench.open(id)).toHaveLength(1);
  });
});
