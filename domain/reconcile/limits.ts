import { MS_PER_DAY, MS_PER_HOUR, MS_PER_MINUTE } from '../time/calendar';

/** Bounds of a reconciliation; a test sets smaller ones. */
export interface ReconcileLimits {
  /** Subjects of one page. */
  readonly pageSize: number;
  /** What moved more recently is still on its way: the next run looks at it. */
  readonly settleMs: number;
  /** A step that is under way this long is not, unless its workflow runs. */
  readonly stalledMs: number;
  /** A change of a company that is told to Workplace this long has ended, whatever its claim says. */
  readonly longestClaimMs: number;
  /** A run begins this much before the last one began: PayPal shows its own money up to three hours late. */
  readonly overlapMs: number;
  /** The same in timeline entries: a transaction of the last run may have committed after it was read. */
  readonly overlapEvents: number;
  /** How far the very first run looks back. */
  readonly firstWindowMs: number;
  readonly firstEvents: number;
  /** A run that is older is dead: another may begin. */
  readonly longestRunMs: number;
  readonly tasksPerRun: number;
  /** Repairs of one finding before it is a person's alone. */
  readonly repairsPerFinding: number;
}

export const RECONCILE_LIMITS: ReconcileLimits = {
  pageSize: 50,
  settleMs: 5 * MS_PER_MINUTE,
  stalledMs: MS_PER_HOUR,
  longestClaimMs: MS_PER_DAY,
  overlapMs: 6 * MS_PER_HOUR,
  overlapEvents: 500,
  firstWindowMs: 7 * MS_PER_DAY,
  firstEvents: 20_000,
  longestRunMs: 6 * MS_PER_HOUR,
  tasksPerRun: 200,
  repairsPerFinding: 2,
};
