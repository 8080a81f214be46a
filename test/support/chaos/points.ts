import { KILLS, type Kill } from './chaos-world';
import type { GatePhase } from './gate-server';
import { PATHS, PATH_NAMES, type Path, type PathName } from './paths';

export type Moment = 'before' | 'during' | 'after';
const MOMENTS: readonly Moment[] = ['before', 'during', 'after'];

/** Somewhere on a path: an activity or a message, and whether it has begun, is under way, or has just ended. */
export interface Point {
  readonly path: PathName;
  readonly kind: 'activity' | 'message';
  readonly name: string;
  readonly moment: Moment;
}

/** One point and what dies there. */
export interface Cell extends Point {
  readonly kill: Kill;
}

/** They ask somebody outside: "during" is when the other side has acted and its answer is not written down yet. */
const CALLS: ReadonlySet<string> = new Set([
  'openCheckout',
  'watchCheckout',
  'settlePayment',
  'voidAttempt',
  'reviewMoney',
  'sendRefund',
  'activateCapacity',
  'endCapacity',
  'sendOrderMail',
  'deliverMail',
  'forgetMethod',
]);
/** They write nothing and call nobody, so there is no middle to die in. */
const READS_ONLY: ReadonlySet<string> = new Set(['planAftercare']);

export function pointsOf(path: PathName): readonly Point[] {
  const { messages, activities }: Path = PATHS[path];
  return [
    ...messages.flatMap((name) => MOMENTS.map((moment): Point => ({ path, kind: 'message', name, moment }))),
    ...activities.flatMap((name) =>
      MOMENTS.filter((moment) => moment !== 'during' || !READS_ONLY.has(name)).map((moment): Point => ({
        path,
        kind: 'activity',
        name,
        moment,
      }))
    ),
  ];
}

export const POINTS: readonly Point[] = PATH_NAMES.flatMap(pointsOf);
export const CELLS: readonly Cell[] = POINTS.flatMap((point) => KILLS.map((kill) => ({ ...point, kill })));

export const stepOf = ({ kind, name }: Point): string => `${kind}:${name}`;
export const cellId = (cell: Cell): string => `${cell.path}/${stepOf(cell)}/${cell.moment}/${cell.kill}`;

export function phaseOf({ kind, name, moment }: Point): GatePhase {
  if (moment === 'before') return 'enter';
  if (moment === 'after') return 'leave';
  if (kind === 'message') return 'sent';
  return CALLS.has(name) ? 'called' : 'commit';
}

/**
 * What one batch can hold once only: a transaction that keeps a counter of numbers, or one of the worker's two loops, which
 * bring one message after the other.
 */
export function soleHolderOf(point: Point): string | null {
  const { kind, name, moment } = point;
  if (kind === 'message') return LOOP_OF[name] ?? null;
  if (moment === 'during' && COUNTERS[name] !== undefined) return COUNTERS[name];
  return null;
}

const LOOP_OF: Readonly<Record<string, 'inbox' | 'outbox'>> = {
  paymentHint: 'inbox',
  moneyHint: 'inbox',
  refundsWanted: 'outbox',
  subscriptionChanged: 'outbox',
};
const COUNTERS: Readonly<Record<string, string>> = { issueInvoice: 'invoices', recordOrder: 'proformas' };

/**
 * A loop stands still while one of its messages waits, so those orders come when all others are where they should be; the
 * inbox after the outbox, which needs it.
 */
export const WAVES = ['steps', 'outbox', 'inbox'] as const;
export type Wave = (typeof WAVES)[number];

export function waveOf({ kind, name }: Point): Wave {
  return (kind === 'message' ? LOOP_OF[name] : undefined) ?? 'steps';
}
