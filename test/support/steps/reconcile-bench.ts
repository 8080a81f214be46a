import { uuidv7 } from 'uuidv7';
import { prepareOrderMail } from '../../../activities/shared/prepare-order-mail';
import { readRun, type ReconcileRun } from '../../../db/reconcile/run-read-model';
import { inTransaction } from '../../../db/shared/transaction';
import type { DriftKind } from '../../../domain/reconcile/drift-kind';
import { addMs, MS_PER_HOUR } from '../../../domain/time/calendar';
import { RECONCILE_STAGES } from '../../../workflows/contracts/reconcile-steps';
import type { PartnerRows } from '../rows/partner-rows';
import { startStepBench, type StepBench } from './step-bench';

export interface Sold {
  readonly orderId: string;
  readonly partner: PartnerRows;
  /** The provider's id of the payment. */
  readonly captureId: string;
}

export interface FindingRow {
  readonly kind: DriftKind;
  readonly subject_id: string;
  readonly repairs: number;
  readonly task_id: string | null;
  readonly gone_at: string | null;
  readonly evidence: Readonly<Record<string, unknown>>;
}

/** Orders as they are when everything went well, and a whole reconciliation, stage by stage as its workflow walks them. */
export interface ReconcileBench extends StepBench {
  /** A company that Workplace and we agree about, with nothing planned. */
  agreed(): Promise<PartnerRows>;
  /** Paid, active, invoiced, completed and mailed, its workflow closed. */
  sold(left?: { readonly without?: 'invoice' | 'mail'; readonly method?: 'card' | 'paypal' }): Promise<Sold>;
  run(): Promise<ReconcileRun>;
  open(subjectId: string): Promise<FindingRow[]>;
  taskState(finding: FindingRow | undefined): Promise<string | null>;
  hoursAgo(hours: number): string;
}

export async function startReconcileBench(): Promise<ReconcileBench> {
  const bench = await startStepBench();
  const { db, steps, now } = bench;

  const agreed = async (): Promise<PartnerRows> => {
    const partner = await bench.company();
    await bench.changeAtWorkplace(partner.companyId, { partnerId: `code-${partner.partnerId}` });
    await db('subscriptions').where({ company_id: partner.companyId }).update({ wake_what: 'nothing' });
    return partner;
  };

  const mailed = async (orderId: string): Promise<void> => {
    const secret = { linkSecret: 'a secret of the tests' };
    const mailId = await inTransaction(db, (trx) => prepareOrderMail(trx, secret, { orderId, at: now() }));
    await db('mails').where({ order_id: orderId }).update({ state: 'sent', sent_at: now() });
    await db('invoice_links').where({ mail_id: mailId }).update({ handed_over_at: now() });
    await db('orders').where({ order_id: orderId }).update({ mailed_at: now() });
  };

  const pay = async (method: 'card' | 'paypal', checkoutId: string): Promise<void> => {
    if (method === 'card') await bench.stripe.pay(checkoutId);
    else await bench.paypal.control(`approve/${checkoutId}`, { payer: 'normal' });
  };

  const sold: ReconcileBench['sold'] = async ({ without, method = 'card' } = {}) => {
    const partner = await agreed();
    const { orderId, checkoutId } = await bench.placed(partner, { method });
    await pay(method, checkoutId);
    await steps.settlePayment({ orderId, attemptNo: 1, at: now() });
    await steps.activateCapacity({ orderId, at: now() });
    if (without !== 'invoice') await steps.issueInvoice({ orderId, at: now() });
    await steps.armSubscription({ orderId, at: now() });
    if (without === undefined) await mailed(orderId);
    const { provider_object_id: captureId } = await db('captures').where({ order_id: orderId }).first();
    return { orderId, partner, captureId: String(captureId) };
  };

  const run = async (): Promise<ReconcileRun> => {
    const begun = await steps.beginReconcile({ workflowId: `reconcile-${uuidv7()}`, trigger: 'api' });
    if (begun.outcome !== 'begun') throw new Error(`the run is ${begun.outcome}`);
    const { runId, window } = begun;
    const totals = { pages: 0, compared: 0, providerCalls: 0, workplaceCalls: 0, found: 0, tasksOpened: 0 };
    for (const stage of RECONCILE_STAGES) {
      let cursor: string | null = null;
      do {
        const tasksLeft = bench.limits.tasksPerRun - totals.tasksOpened;
        const page = await steps.compareSides({ runId, window, stage, cursor, tasksLeft });
        cursor = page.next;
        totals.pages += 1;
        totals.compared += page.compared;
        totals.providerCalls += page.providerCalls;
        totals.workplaceCalls += page.workplaceCalls;
        totals.found += page.found;
        totals.tasksOpened += page.tasksOpened;
      } while (cursor !== null);
    }
    await steps.finishReconcile({ runId, totals, skipped: [] });
    const ended = await readRun(db, runId);
    if (ended === null) throw new Error('the run is not on record');
    return ended;
  };

  return {
    ...bench,
    agreed,
    sold,
    run,
    open: (subjectId) =>
      db('reconcile_findings').where({ subject_id: subjectId }).whereNull('gone_at').orderBy('kind').select('*'),
    taskState: async (finding) => {
      if (finding?.task_id === null || finding === undefined) return null;
      const { state } = await db('tasks').where({ task_id: finding.task_id }).first();
      return String(state);
    },
    hoursAgo: (hours) => addMs(now(), -hours * MS_PER_HOUR),
  };
}
