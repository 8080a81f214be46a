import {
  ActivityFailure,
  makeContinueAsNewFunc,
  setCurrentDetails,
  setWorkflowOptions,
  workflowInfo,
} from '@temporalio/workflow';
import type { ReconcileInput, ReconcileOnward, ReconcileOutcome } from '../contracts/reconcile-contract';
import {
  RECONCILE_STAGES,
  type BeginReconcileResult,
  type ReconcilePlace,
  type ReconcileTotals,
  type ReconcileWindow,
} from '../contracts/reconcile-steps';
import { SEARCH_ATTRIBUTES } from '../contracts/search-attributes';
import { comparing, ordinary } from '../shared/steps';

const TASKS_PER_RUN = 200;
/** Each is about six events: far below what one history may hold. */
const PAGES_PER_HISTORY = 100;
/** A run that found this many pages is not the day's work any more. */
const MOST_PAGES = 20_000;
const NOTHING: ReconcileTotals = {
  pages: 0,
  compared: 0,
  providerCalls: 0,
  workplaceCalls: 0,
  found: 0,
  tasksOpened: 0,
};

class Run {
  place: ReconcilePlace | null;
  totals: ReconcileTotals;
  readonly skipped: string[];
  pagesHere = 0;

  constructor(
    readonly runId: string,
    readonly window: ReconcileWindow,
    onward: ReconcileOnward | null
  ) {
    this.place = onward?.place ?? { stage: RECONCILE_STAGES[0], cursor: null };
    this.totals = onward?.totals ?? NOTHING;
    this.skipped = [...(onward?.skipped ?? [])];
  }

  goTo(cursor: string | null): void {
    if (this.place === null) return;
    const { stage } = this.place;
    if (cursor !== null) {
      this.place = { stage, cursor };
      return;
    }
    const next = RECONCILE_STAGES[RECONCILE_STAGES.indexOf(stage) + 1];
    this.place = next === undefined ? null : { stage: next, cursor: null };
  }
}

/** Compares provider, database, Temporal and Workplace for what changed since the last run; repairs, or asks a person. */
export async function reconcile(input: ReconcileInput): Promise<ReconcileOutcome> {
  const begun = await begin(input);
  const { runId } = begun;
  if (begun.outcome !== 'begun') return { runId, outcome: begun.outcome, totals: NOTHING, skipped: [] };
  const run = new Run(runId, begun.window, input.onward);
  while (run.place !== null) {
    if (run.pagesHere >= PAGES_PER_HISTORY || workflowInfo().continueAsNewSuggested) return goOn(input, run, run.place);
    await comparePage(run, run.place);
  }
  show(run, 'done');
  await ordinary.finishReconcile.executeWithOptions({ summary: 'Close what is gone, write down the numbers' }, [
    { runId, totals: run.totals, skipped: run.skipped },
  ]);
  return { runId, outcome: run.skipped.length === 0 ? 'finished' : 'failed', totals: run.totals, skipped: run.skipped };
}

async function begin({ onward, trigger }: ReconcileInput): Promise<BeginReconcileResult> {
  if (onward !== null) return { outcome: 'begun', runId: onward.runId, window: onward.window };
  const { workflowId } = workflowInfo();
  return ordinary.beginReconcile.executeWithOptions({ summary: 'Fix what is compared' }, [{ workflowId, trigger }]);
}

/** A part that cannot be compared keeps the others from nothing: the run ends as failed, and the next begins where it began. */
async function comparePage(run: Run, place: ReconcilePlace): Promise<void> {
  const { runId, window, totals } = run;
  run.pagesHere += 1;
  show(run, place.stage);
  try {
    const page = await comparing.compareSides.executeWithOptions(
      { summary: `Compare ${place.stage}, page ${totals.pages + 1}` },
      [{ runId, window, ...place, tasksLeft: Math.max(0, TASKS_PER_RUN - totals.tasksOpened) }]
    );
    run.totals = added(totals, page);
    run.goTo(page.next);
  } catch (error) {
    if (!(error instanceof ActivityFailure)) throw error;
    run.totals = { ...totals, pages: totals.pages + 1 };
    run.skipped.push(place.stage);
    run.goTo(null);
  }
  if (run.place === null || run.totals.pages < MOST_PAGES) return;
  run.skipped.push(`${run.place.stage} after ${MOST_PAGES} pages`);
  run.place = null;
}

function added(totals: ReconcileTotals, page: Omit<ReconcileTotals, 'pages'>): ReconcileTotals {
  return {
    pages: totals.pages + 1,
    compared: totals.compared + page.compared,
    providerCalls: totals.providerCalls + page.providerCalls,
    workplaceCalls: totals.workplaceCalls + page.workplaceCalls,
    found: totals.found + page.found,
    tasksOpened: totals.tasksOpened + page.tasksOpened,
  };
}

function goOn(input: ReconcileInput, run: Run, place: ReconcilePlace): Promise<never> {
  const again = makeContinueAsNewFunc<typeof reconcile>({
    typedSearchAttributes: [
      { key: SEARCH_ATTRIBUTES.state, value: 'comparing' },
      { key: SEARCH_ATTRIBUTES.whoActs, value: 'purser' },
    ],
  });
  const { runId, window, totals, skipped } = run;
  return again({ ...input, onward: { runId, window, place, totals, skipped } });
}

/** A short page that a tired engineer understands; the parts that failed stand in it as soon as they have. */
function show({ runId, window, totals, skipped }: Run, stage: string): void {
  const { pages, compared, found, tasksOpened, providerCalls, workplaceCalls } = totals;
  const lines = [
    `**comparing ${stage}** – turn of **purser**`,
    '',
    `- Run ${runId}: what changed from ${window.from} to ${window.until}`,
    `- ${compared} compared on ${pages} pages, ${providerCalls} calls to providers, ${workplaceCalls} to Workplace`,
    `- **${found}** found, ${tasksOpened} tasks opened`,
    ...(skipped.length === 0 ? [] : [`- Not compared: **${skipped.join(', ')}**`]),
    '- Next: what differs is repaired where that is safe, else a person gets a task. A run can be sent again at any time.',
  ];
  setCurrentDetails(lines.join('\n'));
}

setWorkflowOptions({ versioningBehavior: 'PINNED' }, reconcile);
