import { parseArgs } from 'node:util';
import { startWorld } from '../support/chaos/chaos-world';
import { runSoak, type SoakReport } from '../support/chaos/soak';

/** `--minutes 10 --seed TEXT`. Ends with 1 when anything differs. */
const { values } = parseArgs({
  options: { minutes: { type: 'string', default: '10' }, seed: { type: 'string', default: '1' } },
});

/** Orders under way beside each other. */
const AT_ONCE = 16;

const say = (line: string): void => void process.stdout.write(`${line}\n`);

async function main(): Promise<number> {
  const world = await startWorld({ gated: false });
  try {
    const minutes = Number(values.minutes);
    const report = await runSoak(world, { seed: values.seed, minutes, atOnce: AT_ONCE, say });
    tell(report);
    return report.differences.length === 0 ? 0 : 1;
  } finally {
    await world.close();
  }
}

function tell({ orders, kills, ended, byCourse, differences }: SoakReport): void {
  const list = (counts: Readonly<Record<string, number>>): string =>
    Object.entries(counts)
      .map(([name, count]) => `${count} ${name}`)
      .join(', ');
  const total = Object.values(kills).reduce((sum, count) => sum + count, 0);
  say(`Seed ${values.seed}, ${values.minutes} minutes.`);
  say(`Orders: ${orders} (${list(byCourse)})`);
  say(`Kills: ${total} (${list(kills)}); processes that ended by themselves: ${ended}`);
  say(`Differences: ${differences.length}`);
  for (const line of differences) say(`  ${line}`);
}

for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => process.exit(1));
main().then(
  (code) => process.exit(code),
  (error: unknown) => {
    process.stderr.write(`${error instanceof Error ? error.stack : String(error)}\n`);
    process.exit(1);
  }
);
