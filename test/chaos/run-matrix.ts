import { parseArgs } from 'node:util';
import { startWorld, type ChaosWorld } from '../support/chaos/chaos-world';
import { planMatrix, type Piece } from '../support/chaos/matrix-plan';
import { openState } from '../support/chaos/matrix-state';
import { runPiece, type PieceResult } from '../support/chaos/run-piece';
import { TIMER_POLICIES } from '../support/chaos/timers';

/**
 * Runs the pieces of one shard that are not done yet, and keeps each when it is done. `npm run chaos` starts it; by itself:
 *
 *   --state DIRECTORY --seed TEXT [--shard 1/2] [--only worker-03,cuts-1]
 */
const { values } = parseArgs({
  options: {
    state: { type: 'string' },
    seed: { type: 'string' },
    shard: { type: 'string', default: '1/1' },
    only: { type: 'string' },
  },
});

async function main({ state: directory = '', seed = '' }): Promise<void> {
  const state = openState(directory);
  const todo = piecesOf(seed).filter(({ name }) => !state.has(name));
  const isTimed = ({ kind }: Piece): boolean => kind === 'timers';
  await runAll(
    state,
    todo.filter((piece) => !isTimed(piece)),
    () => startWorld()
  );
  await runAll(state, todo.filter(isTimed), () => startWorld({ policies: TIMER_POLICIES }));
}

function piecesOf(seed: string): readonly Piece[] {
  const [part = 1, parts = 1] = values.shard.split('/').map(Number);
  const only = values.only?.split(',');
  return planMatrix(seed)
    .filter(({ name }) => only?.includes(name) ?? true)
    .filter((_, index) => index % parts === part - 1);
}

/** A world that broke is replaced by a new one; what it broke at is a result too. */
async function runAll(
  state: ReturnType<typeof openState>,
  pieces: readonly Piece[],
  start: () => Promise<ChaosWorld>
): Promise<void> {
  let world: ChaosWorld | null = null;
  for (const piece of pieces) {
    world ??= await start();
    const result = await runPiece(world, piece);
    say(result);
    state.keep(result);
    if (result.cells.every(({ wrong }) => wrong.length > 0)) {
      await world.close().catch(() => undefined);
      world = null;
    }
  }
  await world?.close();
}

function say({ name, cells, seconds, ended }: PieceResult): void {
  const failed = cells.filter(({ wrong }) => wrong.length > 0);
  const again = ended.length === 0 ? '' : `, ended by itself: ${ended.join(', ')}`;
  process.stdout.write(`${name}: ${cells.length} cells, ${failed.length} failed, ${seconds} s${again}\n`);
  for (const { id, differences } of failed) process.stdout.write(`  ${id}\n    ${differences.join('\n    ')}\n`);
}

for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => process.exit(1));
main(values).then(
  () => process.exit(0),
  (error: unknown) => {
    process.stderr.write(`${error instanceof Error ? error.stack : String(error)}\n`);
    process.exit(1);
  }
);
