import { KILLS, randomFrom, type Kill } from './chaos-world';
import { soleHolderOf, waveOf, type Cell } from './points';

/** Orders that wait at their points for one and the same kill. */
export interface Batch {
  readonly no: number;
  readonly kill: Kill;
  readonly cells: readonly Cell[];
}

/**
 * Steps in which somebody waits for the API's answer. When the API, or the database it would free the key in, dies there, the
 * repeat is let in after a minute: long enough to keep such cells together.
 */
const ANSWERED: ReadonlySet<string> = new Set([
  'recordOrder',
  'openCheckout',
  'voidAttempt',
  'closeOrder',
  'allocateReceipt',
  'withdrawAllocation',
  'closeShortfall',
  'approveOrder',
  'rejectOrder',
  'prolongOrder',
  'changeMethod',
  'changeAutoRenew',
]);

const BLOCKS_A_KEY: ReadonlySet<Kill> = new Set(['api', 'postgres']);

/** Whether the cell is over in seconds. A worker that dies with a message of its outbox gives it back after half a minute. */
export function isQuick(cell: Cell): boolean {
  if (waveOf(cell) === 'outbox') return false;
  if (!BLOCKS_A_KEY.has(cell.kill)) return true;
  return cell.kind === 'message' ? waveOf(cell) === 'inbox' : !ANSWERED.has(cell.name);
}

/** Spreads the cells over as few batches as their sole holders allow; the same seed gives the same batches. */
export function planBatches(
  cells: readonly Cell[],
  how: { readonly seed: string; readonly size: number }
): readonly Batch[] {
  const { seed, size } = how;
  const shuffled = shuffle(cells, seed);
  const groups = KILLS.flatMap((kill) => {
    const own = shuffled.filter((cell) => cell.kill === kill);
    if (!BLOCKS_A_KEY.has(kill)) return group(own, size);
    return [
      ...group(own.filter(isQuick), size),
      ...group(
        own.filter((cell) => !isQuick(cell)),
        size
      ),
    ];
  });
  return groups.map((members, index) => ({ no: index + 1, kill: (members[0] as Cell).kill, cells: members }));
}

interface Group {
  readonly members: Cell[];
  readonly holders: Set<string>;
}

function group(cells: readonly Cell[], size: number): Cell[][] {
  const groups: Group[] = [];
  // Those that exclude one another first: they decide how many batches there are.
  const hard = cells.filter((cell) => soleHolderOf(cell) !== null);
  for (const cell of [...hard, ...cells.filter((other) => !hard.includes(other))]) place(groups, cell, size);
  return groups.map(({ members }) => members);
}

/** Into the smallest group that takes it. */
function place(groups: Group[], cell: Cell, size: number): void {
  const holder = soleHolderOf(cell);
  const [smallest] = groups
    .filter(({ members, holders }) => members.length < size && (holder === null || !holders.has(holder)))
    .sort((a, b) => a.members.length - b.members.length);
  const chosen = smallest ?? { members: [], holders: new Set<string>() };
  if (smallest === undefined) groups.push(chosen);
  chosen.members.push(cell);
  if (holder !== null) chosen.holders.add(holder);
}

export function shuffle<T>(values: readonly T[], seed: string): T[] {
  const random = randomFrom(seed);
  return values
    .map((value) => ({ value, at: random() }))
    .sort((a, b) => a.at - b.at)
    .map(({ value }) => value);
}
