import type { ChaosWorld } from './chaos-world';
import { PATHS } from './paths';
import type { Batch } from './plan-batches';
import { cellId, phaseOf, stepOf, waveOf, WAVES, type Cell } from './points';
import { awaitHeld, settle, startWalk, verdictOf, type CellResult, type Walk } from './verdict';

export interface BatchResult {
  readonly cells: readonly CellResult[];
  /** Processes that ended by themselves after the kill. */
  readonly ended: readonly string[];
}

type Parked = Walk & { readonly cell: Cell };

const ARRIVAL_MS = 120_000;
const STEP_MS = 30_000;
const UNREACHED = 'the order never came to this point';

/** Parks one order at each point, kills once, starts again, and asks everybody whether all agree. */
export async function runBatch(world: ChaosWorld, batch: Batch): Promise<BatchResult> {
  const { gate } = world;
  const parked: Parked[] = [];
  const absent = new Set<Cell>();
  for (const wave of WAVES) {
    const sent = send(world, batch, (cell) => waveOf(cell) === wave);
    parked.push(...sent);
    for (const { cell } of await awaitHeld(gate, sent, ARRIVAL_MS)) absent.add(cell);
  }
  // From before the step to the moment itself, all at once, so that no transaction is held open for long.
  for (const { cell, companyId } of parked) {
    if (phaseOf(cell) !== 'enter') gate.hold(companyId, stepOf(cell), phaseOf(cell));
  }
  for (const { cell } of await awaitHeld(gate, parked, STEP_MS)) absent.add(cell);
  await world.kill(batch.kill, async () => gate.open());
  const ended = await world.revive();
  await Promise.all(parked.map((walk) => walk.ended));
  const differences = await settle(
    world,
    parked.map(({ companyId }) => companyId)
  );
  const cells = parked.map((walk) => {
    const unreached = absent.has(walk.cell) ? UNREACHED : null;
    return verdictOf(world, walk, { id: cellId(walk.cell), unreached, differences });
  });
  return { cells: await Promise.all(cells), ended };
}

function send(world: ChaosWorld, { no, cells }: Batch, goes: (cell: Cell) => boolean): Parked[] {
  return cells.flatMap((cell, index) => {
    if (!goes(cell)) return [];
    const companyId = `WP-${no}-${index}`;
    world.gate.hold(companyId, stepOf(cell), 'enter');
    return [{ cell, ...startWalk(world, PATHS[cell.path], companyId) }];
  });
}
