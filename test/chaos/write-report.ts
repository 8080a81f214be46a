import { writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { format, resolveConfig } from 'prettier';
import { matrixReport } from '../support/chaos/matrix-report';
import { planMatrix } from '../support/chaos/matrix-plan';
import { openState } from '../support/chaos/matrix-state';

/** Writes what is known so far: `--state DIRECTORY --seed TEXT --to FILE`. Ends with 1 when a cell failed or was not run. */
const { values } = parseArgs({
  options: {
    state: { type: 'string', default: '' },
    seed: { type: 'string', default: '' },
    to: { type: 'string', default: '' },
  },
});

async function main(): Promise<number> {
  const { state, seed, to } = values;
  const pieces = openState(state).all();
  const config = await resolveConfig(to);
  writeFileSync(to, await format(matrixReport(seed, pieces), { ...config, filepath: to }));
  const cells = [...new Map(pieces.flatMap((piece) => piece.cells).map((cell) => [cell.id, cell])).values()];
  const failed = cells.filter(({ wrong }) => wrong.length > 0).length;
  const missing = planMatrix(seed).reduce((sum, { cellIds }) => sum + cellIds.length, 0) - cells.length;
  process.stdout.write(`${cells.length} cells, ${failed} failed, ${missing} not run: ${to}\n`);
  return failed + missing === 0 ? 0 : 1;
}

main().then(
  (code) => process.exit(code),
  (error: unknown) => {
    process.stderr.write(`${error instanceof Error ? error.stack : String(error)}\n`);
    process.exit(1);
  }
);
