import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { format } from 'prettier';
import { createTestDatabase } from '../servers/test-database';
import { reportOf, troubleIn } from './numbers-report';
import { runNumbers } from './run-numbers';

/** `npm run numbers -- --minutes 2 --seed 7 --processes 8 --write`; exits 1 when the numbers are not right. */
const REPORT = path.join(__dirname, '..', '..', '..', 'docs', 'numbers-without-gaps.md');

async function main(): Promise<number> {
  const { values } = parseArgs({
    options: {
      minutes: { type: 'string', default: '2' },
      seed: { type: 'string', default: '1' },
      processes: { type: 'string', default: '8' },
      write: { type: 'boolean', default: false },
    },
  });
  const run = { seed: Number(values.seed), processes: Number(values.processes), minutes: Number(values.minutes) };
  const until = performance.now() + run.minutes * 60_000;
  const database = await createTestDatabase();
  try {
    const result = await runNumbers({
      databaseUrl: database.url,
      seed: run.seed,
      processes: run.processes,
      perSeries: 100,
      goesOn: () => performance.now() < until,
      documentsPerKill: 60,
      documentsPerCut: 25,
    });
    const report = await format(reportOf(result, run), { parser: 'markdown', printWidth: 120 });
    process.stdout.write(report);
    if (values.write) writeFileSync(REPORT, report);
    return troubleIn(result).length === 0 ? 0 : 1;
  } finally {
    await database.drop();
  }
}

main().then(
  (code) => process.exit(code),
  (error: unknown) => {
    process.stderr.write(`${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`);
    process.exit(1);
  }
);
