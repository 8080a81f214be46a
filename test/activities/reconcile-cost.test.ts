import { uuidv7 } from 'uuidv7';
import { beginRun, endRun } from '../../db/reconcile/reconcile-runs';
import { closeGone, listUncompared } from '../../db/reconcile/findings';
import type { ReconcileRun } from '../../db/reconcile/run-read-model';
import { listChangedOrders, listHeldOrders } from '../../db/reconcile/changed-orders';
import { listChangedCompanies, listOverdueCompanies } from '../../db/reconcile/company-sides';
import { listWaiting } from '../../db/reconcile/waiting-rows';
import { addMs, MS_PER_HOUR } from '../../domain/time/calendar';
import type { Instant } from '../../domain/time/iso-date';
import { eventually } from '../support/eventually';
import { startReconcileBench, type ReconcileBench } from '../support/steps/reconcile-bench';

jest.setTimeout(120_000);

const OLD_ORDERS = 10_000;
const CHANGED = 5;

let bench: ReconcileBench;
beforeAll(async () => {
  bench = await startReconcileBench();
  bench.limits.overlapEvents = 0;
  bench.limits.overlapMs = 0;
});
afterAll(() => bench.close());

/** Statements of a piece of work, of every connection of the pool. */
async function statementsOf<T>(work: () => Promise<T>): Promise<{ readonly count: number; readonly result: T }> {
  let count = 0;
  const note = (): void => {
    count += 1;
  };
  bench.db.on('query', note);
  const result = await work();
  bench.db.off('query', note);
  return { count, result };
}

/** Copies of an order that all sides agree about, with their timelines, payments, subscriptions and mails. */
async function history(orderId: string, rows: number): Promise<void> {
  const copy = (table: string, key: string, over: string, where = 'order_id'): Promise<unknown> =>
    bench.db.raw(
      `insert into ${table} select copy.* from ${table} r, generate_series(1, ${rows}) as n,
         jsonb_populate_record(r, jsonb_build_object(${key} ${over})) as copy
        where r.${where} = ?`,
      [orderId]
    );
  await copy('order_requests', `'order_id', 'old' || n`, `, 'idempotency_key', 'old' || n`);
  await copy('orders', `'order_id', 'old' || n`, `, 'order_no', 'OLD' || n`);
  await copy('captures', `'capture_id', 'old' || n`, `, 'order_id', 'old' || n, 'provider_object_id', 'old' || n`);
  const own = `'old' || n || r.mail_id`;
  await copy('mails', `'mail_id', ${own}`, `, 'order_id', 'old' || n, 'dedupe_key', ${own}, 'message_id', ${own}`);
  await bench.db.raw(
    `insert into order_events (order_id, at, what, data)
     select 'old' || n, '2026-01-01', 'placed', '{}' from generate_series(1, ${rows}) as n, generate_series(1, 3)`
  );
  await bench.db.raw(
    `insert into companies select 'old' || n, partner_id, name, time_zone, taken_over_at
       from companies, generate_series(1, ${rows}) as n where company_id = (select company_id from orders where order_id = ?)`,
    [orderId]
  );
  await bench.db.raw(
    `insert into subscriptions select copy.* from subscriptions r, generate_series(1, ${rows}) as n,
       jsonb_populate_record(r, jsonb_build_object('company_id', 'old' || n, 'updated_at', '2026-01-01', 'wake_at', '2036-01-01'))
         as copy where r.company_id = (select company_id from orders where order_id = ?)`,
    [orderId]
  );
  await bench.db.raw('analyze');
}

interface Cost {
  readonly statements: number;
  /** As the stand-in counted them. */
  readonly providerRequests: number;
  readonly run: ReconcileRun;
}

/** Stripe tells whole seconds: a payment of a run's last second would be listed by the next one too. */
async function secondIsOver(): Promise<void> {
  const second = (): string => bench.now().slice(0, 19);
  const paidIn = second();
  await eventually(() => second() !== paidIn);
}

/** Of a run after which this many orders have changed. */
async function costOf(orders: number): Promise<Cost> {
  for (let no = 0; no < orders; no += 1) await bench.sold();
  await secondIsOver();
  const before = (await bench.stripe.requests()).length;
  const { count: statements, result: run } = await statementsOf(() => bench.run());
  return { statements, providerRequests: (await bench.stripe.requests()).length - before, run };
}

function numbersOf({ statements, providerRequests, run }: Cost): Readonly<Record<string, unknown>> {
  const { pages, providerCalls, workplaceCalls, found } = run;
  return { statements, providerRequests, pages, providerCalls, workplaceCalls, found };
}

describe('what a reconciliation costs', () => {
  it(`is what changed, whatever the history: ${OLD_ORDERS} old orders change no number`, async () => {
    const { orderId } = await bench.sold();
    await secondIsOver();
    await bench.run();
    const idle = await costOf(0);
    const few = await costOf(CHANGED);
    await history(orderId, OLD_ORDERS);
    // Their timelines are new to the database; the window begins behind them.
    const newest = bench.db.raw('(select max(event_id) from order_events)');
    await bench.db('reconcile_runs').update({ until_event_id: newest });
    const after = await costOf(CHANGED);
    // A line for the record, as the budgets of the workflows have theirs.
    process.stderr.write(`budget: reconciliation of nothing ${JSON.stringify(numbersOf(idle))}\n`);
    process.stderr.write(`budget: reconciliation of ${CHANGED} orders ${JSON.stringify(numbersOf(after))}\n`);
    expect(numbersOf(after)).toEqual(numbersOf(few));
    // Two more statements for a page of orders, none for an order of it; each payment and company is asked for once.
    expect(few.statements - idle.statements).toBeLessThanOrEqual(8);
    expect(few.run).toMatchObject({ pages: 12, workplaceCalls: CHANGED, providerCalls: 4 + CHANGED, found: {} });
    for (const { run } of [few, after]) expect(run.compared).toBe(4 * CHANGED);
  });

  it('reads every list of it along an index', async () => {
    const plans: string[] = [];
    const explain = async (work: (db: typeof bench.db) => Promise<unknown>): Promise<void> => {
      const seen: { sql: string; bindings: readonly unknown[] }[] = [];
      const note = (query: { sql: string; bindings: readonly unknown[] }): void => void seen.push(query);
      bench.db.on('query', note);
      await work(bench.db);
      bench.db.off('query', note);
      for (const { sql, bindings } of seen) {
        const { rows } = await bench.db.raw<{ rows: Record<string, string>[] }>(
          `explain ${sql.replace(/\$\d+/g, '?')}`,
          [...bindings] as string[]
        );
        plans.push(rows.map((row) => row['QUERY PLAN'] ?? '').join('\n'));
      }
    };
    const at = bench.now();
    const after = null;
    const { max } = (await bench.db('order_events').max('event_id').first()) as { max: number };
    await explain((db) => listChangedOrders(db, { afterEventId: max - 100, untilEventId: max, limit: 50 }));
    await explain((db) => listHeldOrders(db, { after, deadlineBefore: at, limit: 50 }));
    await explain((db) => listChangedCompanies(db, addMs(at, -MS_PER_HOUR), { after, limit: 50 }));
    await explain((db) => listOverdueCompanies(db, at, { after, limit: 50 }));
    for (const table of ['mails', 'refunds'] as const) {
      await explain((db) => listWaiting(db, table, { before: at, after, limit: 50 }));
    }
    await explain((db) => listUncompared(db, { runId: uuidv7(), after: '', limit: 50 }));
    expect(plans).toHaveLength(7);
    const big = /Seq Scan on (orders|order_events|subscriptions|mails|captures)/;
    expect(plans.filter((plan) => big.test(plan))).toEqual([]);
  });
});

describe('the window', () => {
  const begin = (at: Instant, workflowId = uuidv7()) =>
    beginRun(bench.db, { workflowId, trigger: 'schedule', at }, bench.limits);

  it('begins where the last finished run ended, also after one that failed', async () => {
    const at = addMs(bench.now(), MS_PER_HOUR);
    const first = await begin(at);
    await endRun(bench.db, first.runId, { state: 'finished', at });
    const failed = await begin(addMs(at, 1_000));
    await endRun(bench.db, failed.runId, { state: 'failed', at: addMs(at, 2_000) });
    const next = await begin(addMs(at, 3_000));
    expect(next).toMatchObject({ outcome: 'begun', window: { from: at, until: addMs(at, 3_000) } });
    await endRun(bench.db, next.runId, { state: 'failed', at });
  });

  it('of the very first run is bounded', async () => {
    await bench.db('reconcile_runs').where({ state: 'finished' }).update({ state: 'failed' });
    const at = bench.now();
    bench.limits.firstEvents = 5;
    const begun = await begin(at);
    if (begun.outcome !== 'begun') throw new Error(begun.outcome);
    const { from, fromEventId, untilEventId } = begun.window;
    expect([from, untilEventId - fromEventId]).toEqual([addMs(at, -bench.limits.firstWindowMs), 5]);
    await endRun(bench.db, begun.runId, { state: 'failed', at });
  });

  it('is the same for a repeat, and one run waits for nobody who has died', async () => {
    const at = bench.now();
    const workflowId = uuidv7();
    const first = await begin(at, workflowId);
    expect(await begin(addMs(at, 5_000), workflowId)).toEqual(first);
    expect(await begin(addMs(at, 5_000))).toEqual({ outcome: 'busy', runId: first.runId });
    const later = addMs(at, bench.limits.longestRunMs + 1_000);
    const second = await begin(later);
    expect(second.outcome).toBe('begun');
    expect(await begin(later, workflowId)).toEqual({ outcome: 'ended', runId: first.runId });
    expect(await bench.db('reconcile_runs').where({ run_id: first.runId }).first()).toMatchObject({
      state: 'failed',
      problem: 'abandoned',
    });
    await begin(later, workflowId);
    const tasks = await bench.db('tasks').whereLike('dedupe_key', `reconcile_failed:%${first.runId}`);
    expect(tasks).toMatchObject([{ kind: 'drift', role: 'ops', evidence: { problem: 'abandoned', workflowId } }]);
    await endRun(bench.db, second.runId, { state: 'failed', at: later });
    expect(await closeGone(bench.db, { runId: second.runId, at, limit: 10 })).toEqual([]);
  });
});
