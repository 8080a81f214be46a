import { connect } from '../../../db/shared/connection';
import { fateOf, kindOfRollback, LOCK_TIMEOUT_MS, type Fate } from './misfortune';
import { randomOf } from './random';
import { seriesNamed } from './series';
import type { IssueTask, IssuerSays } from './issue-task';

/**
 * A process that issues what it is told to, one document at a time, until it succeeds. Everything it says goes to whoever
 * started it; it may be killed at any point.
 */
const MOST_TRIES = 200;
const REPEATED_SHARE = 0.2;

const url = process.env['NUMBERS_DATABASE_URL'] ?? '';
const db = connect(url, { max: 1, applicationName: process.env['NUMBERS_ISSUER'] ?? 'numbers-issuer' });

function say(message: IssuerSays): void {
  process.send?.(message);
}

async function once(task: IssueTask, fate: Fate): Promise<string> {
  await db.raw(`select set_config('numbers.fate', ?, false), set_config('lock_timeout', ?, false)`, [
    fate,
    `${LOCK_TIMEOUT_MS}ms`,
  ]);
  const { orderId, at } = task;
  return seriesNamed(task.series).issue(db, { orderId, at, givesUp: fate === 'caller' });
}

async function untilDone(task: IssueTask): Promise<void> {
  const random = randomOf(task.seed);
  for (let tries = 0; tries < MOST_TRIES; tries += 1) {
    try {
      const no = await once(task, fateOf(random()));
      const again = random() < REPEATED_SHARE ? await once(task, 'none') : no;
      say({ what: 'issued', taskNo: task.taskNo, agrees: again === no });
      return;
    } catch (error) {
      const kind = kindOfRollback(error);
      say({ what: 'rolled back', kind: kind ?? `unexpected: ${String(error).slice(-200)}`, expected: kind !== null });
      if (kind === null) break;
    }
  }
  say({ what: 'gave up', taskNo: task.taskNo });
}

process.on('message', (task: IssueTask) => {
  untilDone(task).catch((error: unknown) => {
    process.stderr.write(`${String(error)}\n`);
    process.exit(1);
  });
});
process.on('disconnect', () => process.exit(0));
say({ what: 'ready' });
