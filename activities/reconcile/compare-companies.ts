import {
  listChangedCompanies,
  listLongClaimed,
  listOverdueCompanies,
  readCompanySides,
  type CompanyPlace,
} from '../../db/reconcile/company-sides';
import { markCompared } from '../../db/reconcile/findings';
import type { CompanyHere } from '../../domain/reconcile/judge-company';
import { judgeCompany } from '../../domain/reconcile/judge-company';
import { addMs } from '../../domain/time/calendar';
import type { Instant } from '../../domain/time/iso-date';
import { subscriptionWorkflowId } from '../../workflows/contracts/ids';
import { noteDrift } from './note-drift';
import { orFailed } from './or-failed';
import type { PageRun } from './reconcile-deps';

/** Subscriptions that changed in the window. Returns the next page's place. */
export function compareChangedCompanies(run: PageRun, cursor: string | null): Promise<string | null> {
  return comparePlaces(run, cursor, (query) => listChangedCompanies(run.deps.db, run.window.from, query));
}

/** Subscriptions whose date has passed, and those whose change at Workplace has not ended in its time. */
export async function compareOverdueCompanies(run: PageRun, cursor: string | null): Promise<string | null> {
  const limit = run.deps.reconcileLimits.pageSize;
  if (cursor === null)
    await compareCompanies(run, await listLongClaimed(run.deps.db, { before: claimsSince(run), limit }));
  const before = addMs(run.at, -run.deps.reconcileLimits.stalledMs);
  return comparePlaces(run, cursor, (query) => listOverdueCompanies(run.deps.db, before, query));
}

function claimsSince({ at, deps }: PageRun): Instant {
  return addMs(at, -deps.reconcileLimits.longestClaimMs);
}

async function comparePlaces(
  run: PageRun,
  cursor: string | null,
  list: (query: { readonly after: CompanyPlace | null; readonly limit: number }) => Promise<CompanyPlace[]>
): Promise<string | null> {
  const limit = run.deps.reconcileLimits.pageSize;
  const places = await list({ after: cursor === null ? null : (JSON.parse(cursor) as CompanyPlace), limit });
  await compareCompanies(
    run,
    places.map(({ companyId }) => companyId)
  );
  const last = places.at(-1);
  return places.length === limit && last !== undefined ? JSON.stringify(last) : null;
}

export async function compareCompanies(run: PageRun, companyIds: readonly string[]): Promise<void> {
  if (companyIds.length === 0) return;
  const { db, directory } = run.deps;
  const companies = await readCompanySides(db, companyIds, claimsSince(run));
  const running = await directory.listRunning(companies.map(({ companyId }) => subscriptionWorkflowId(companyId)));
  run.compared += companies.length;
  const seen: string[] = [];
  for (const here of companies) {
    const isListed = running.has(subscriptionWorkflowId(here.companyId));
    if (await compareCompany(run, here, isListed)) seen.push(here.companyId);
  }
  await markCompared(db, { type: 'company', ids: seen }, run.runId);
}

/** False: Workplace did not show the company, so nothing that was found about it before is over. */
async function compareCompany(run: PageRun, here: CompanyHere, isListed: boolean): Promise<boolean> {
  const { workplace, directory, reconcileLimits } = run.deps;
  const { companyId } = here;
  run.workplaceCalls += 1;
  const read = await orFailed(run, { type: 'company', id: companyId }, () => workplace.findCompany(companyId));
  if (!read.ok) return false;
  const sides = { here, there: read.value, at: run.at, stalledMs: reconcileLimits.stalledMs };
  const suspected = judgeCompany({ ...sides, isRunning: isListed });
  // A sleeper changes its run with every message: what the list missed is asked for exactly.
  const isRunning =
    isListed || suspected.length === 0 || (await directory.isRunning(subscriptionWorkflowId(companyId)));
  for (const drift of judgeCompany({ ...sides, isRunning })) await noteDrift(run, drift);
  return true;
}
