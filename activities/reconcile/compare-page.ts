import type { ComparePageInput, ComparePageResult, ReconcileStage } from '../../workflows/contracts/reconcile-steps';
import { compareBrokenWorkflows, compareOpenFindings } from './compare-again';
import { compareChangedCompanies, compareOverdueCompanies } from './compare-companies';
import { compareChangedOrders, compareHeldOrders } from './compare-orders';
import { compareDisputes } from './compare-disputes';
import { compareTouchedPayments } from './compare-payments';
import { compareWaiting } from './compare-waiting';
import { PageRun, type ReconcileDeps } from './reconcile-deps';

/** Compares one page of a stage and returns the cursor of the next, null at the end. */
type Stage = (run: PageRun, cursor: string | null) => Promise<string | null>;

const STAGES: Readonly<Record<ReconcileStage, Stage>> = {
  'payments:stripe': (run, cursor) => compareTouchedPayments(run, 'stripe', cursor),
  'payments:paypal': (run, cursor) => compareTouchedPayments(run, 'paypal', cursor),
  orders: compareChangedOrders,
  held_orders: compareHeldOrders,
  companies: compareChangedCompanies,
  overdue_companies: compareOverdueCompanies,
  mails: (run, cursor) => compareWaiting(run, 'mails', cursor),
  refunds: compareTakenBack,
  broken_workflows: compareBrokenWorkflows,
  open_findings: compareOpenFindings,
};

const DISPUTES = 'disputes:';

/** Money on its way back, and after the last of it the disputes. */
async function compareTakenBack(run: PageRun, cursor: string | null): Promise<string | null> {
  const inDisputes = cursor?.startsWith(DISPUTES) === true;
  const next = inDisputes ? null : await compareWaiting(run, 'refunds', cursor);
  if (next !== null) return next;
  const after = await compareDisputes(run, inDisputes ? cursor.slice(DISPUTES.length) : null);
  return after === null ? null : `${DISPUTES}${after}`;
}

/**
 * Compares one page. Repeated after a crash it finds the same, writes it once and repairs it once: findings, outbox rows and tasks
 * have keys of what they are about.
 */
export const compareSides =
  (deps: ReconcileDeps) =>
  async (input: ComparePageInput): Promise<ComparePageResult> => {
    const run = new PageRun(deps, input);
    const next = await STAGES[input.stage](run, input.cursor);
    const { compared, providerCalls, workplaceCalls, found, tasksOpened } = run;
    return { next, compared, providerCalls, workplaceCalls, found, tasksOpened };
  };
