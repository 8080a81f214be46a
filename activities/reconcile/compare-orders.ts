import { listChangedOrders, listHeldOrders, type HeldOrderPlace } from '../../db/reconcile/changed-orders';
import { markCompared } from '../../db/reconcile/findings';
import { isOrderOpen, readOrderSides, type OrderRows } from '../../db/reconcile/order-sides';
import { paymentSubject, type Drift } from '../../domain/reconcile/drift';
import { judgeOrder } from '../../domain/reconcile/judge-order';
import { addMs } from '../../domain/time/calendar';
import { orderWorkflowId } from '../../workflows/contracts/ids';
import { readAndCompare } from './compare-payments';
import { noteDrift } from './note-drift';
import type { PageRun } from './reconcile-deps';

/** Orders whose timeline grew in the window. Returns the next page's place. */
export async function compareChangedOrders(run: PageRun, cursor: string | null): Promise<string | null> {
  const limit = run.deps.reconcileLimits.pageSize;
  const { fromEventId, untilEventId } = run.window;
  const afterEventId = cursor === null ? fromEventId : Number(cursor);
  const places = await listChangedOrders(run.deps.db, { afterEventId, untilEventId, limit });
  await compareOrders(
    run,
    places.map(({ orderId }) => orderId)
  );
  const last = places.at(-1);
  return places.length === limit && last !== undefined ? String(last.eventId) : null;
}

/** Open orders in anybody's hands, and those past their deadline. */
export async function compareHeldOrders(run: PageRun, cursor: string | null): Promise<string | null> {
  const { pageSize: limit, stalledMs } = run.deps.reconcileLimits;
  const after = cursor === null ? null : (JSON.parse(cursor) as HeldOrderPlace);
  const deadlineBefore = addMs(run.at, -stalledMs);
  const places = await listHeldOrders(run.deps.db, { after, deadlineBefore, limit });
  await compareOrders(
    run,
    places.map(({ orderId }) => orderId)
  );
  const last = places.at(-1);
  return places.length === limit && last !== undefined ? JSON.stringify(last) : null;
}

export async function compareOrders(run: PageRun, orderIds: readonly string[]): Promise<void> {
  if (orderIds.length === 0) return;
  const { db, directory, policies, reconcileLimits } = run.deps;
  const orders = await readOrderSides(db, orderIds, run.window.from);
  const running = await directory.listRunning(orders.map(({ orderId }) => orderWorkflowId(orderId)));
  run.compared += orders.length;
  await markCompared(db, { type: 'order', ids: orderIds }, run.runId);
  for (const here of orders) {
    const isRunning = running.has(orderWorkflowId(here.orderId));
    const { stalledMs } = reconcileLimits;
    const drifts = judgeOrder({ here, isRunning, at: run.at, stalledMs, mailRetryMs: policies.mailRetryMs });
    for (const drift of drifts) if (await isStillTrue(run, drift, isRunning)) await noteDrift(run, drift);
  }
  await readAndCompare(run, orders.flatMap(paymentSubjects));
}

function paymentSubjects({ payments }: OrderRows): string[] {
  return payments.map(({ provider, captureId }) => paymentSubject(provider, captureId).id);
}

/** The list of running workflows may be a moment behind, and an order may have ended since its row was read. */
async function isStillTrue({ deps }: PageRun, { kind, subject }: Drift, isRunning: boolean): Promise<boolean> {
  if ((await deps.directory.isRunning(orderWorkflowId(subject.id))) !== isRunning) return false;
  return kind !== 'order_workflow_gone' || (await isOrderOpen(deps.db, subject.id));
}
