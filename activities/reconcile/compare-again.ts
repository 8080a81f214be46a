import { listUncompared, type OpenFinding } from '../../db/reconcile/findings';
import { listAftercareIds } from '../../db/reconcile/waiting-rows';
import type { SubjectType } from '../../domain/reconcile/drift-kind';
import { addMs } from '../../domain/time/calendar';
import { compareCompanies } from './compare-companies';
import { compareOrders } from './compare-orders';
import { readAndCompare } from './compare-payments';
import { compareWaitingIds } from './compare-waiting';
import type { PageRun } from './reconcile-deps';

/** What earlier runs found and this one has not met yet: nothing that was seen once is forgotten. */
export async function compareOpenFindings(run: PageRun, cursor: string | null): Promise<string | null> {
  const limit = run.deps.reconcileLimits.pageSize;
  const findings = await listUncompared(run.deps.db, { runId: run.runId, after: cursor ?? '', limit });
  const idsOf = (type: SubjectType): string[] => [
    ...new Set(findings.filter(({ subject }) => subject.type === type).map(({ subject }) => subject.id)),
  ];
  await readAndCompare(run, idsOf('payment'), new Set(findings.filter(isDispute).map(({ subject }) => subject.id)));
  await compareOrders(run, idsOf('order'));
  await compareCompanies(run, idsOf('company'));
  await compareWaitingIds(run, 'mails', idsOf('mail'));
  await compareWaitingIds(run, 'refunds', idsOf('refund'));
  const last = findings.at(-1);
  return findings.length === limit && last !== undefined ? last.findingId : null;
}

function isDispute({ kind }: OpenFinding): boolean {
  return kind === 'dispute_not_on_record';
}

const BY_PREFIX = /^(order|subscription|delivery|aftercare)-(.{1,200})$/;

/** Workflows that broke in the window: what they worked on is compared, whether a row of it changed or not. */
export async function compareBrokenWorkflows(run: PageRun, page: string | null): Promise<string | null> {
  const { clock, db, directory } = run.deps;
  const since = addMs(run.window.from, -clock.offsetMs());
  const { workflowIds, next } = await directory.listBroken(since, page);
  const named = workflowIds.flatMap((id) => {
    const [, prefix, subjectId] = BY_PREFIX.exec(id) ?? [];
    return prefix === undefined || subjectId === undefined ? [] : [{ prefix, subjectId }];
  });
  const idsOf = (wanted: string): string[] =>
    named.filter(({ prefix }) => prefix === wanted).map(({ subjectId }) => subjectId);
  await compareOrders(run, [...new Set([...idsOf('order'), ...idsOf('aftercare')])]);
  await compareCompanies(run, idsOf('subscription'));
  await compareWaitingIds(run, 'mails', idsOf('delivery'));
  await compareWaitingIds(run, 'refunds', await listAftercareIds(db, idsOf('aftercare')));
  return next;
}
