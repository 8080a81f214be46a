import { KILLS, type Kill } from './chaos-world';
import { CUT_MOMENTS, CUTS, cutId } from './cuts';
import { planMatrix } from './matrix-plan';
import { OFF_THE_MATRIX } from './off-the-matrix';
import { PATHS, PATH_NAMES, type Path, type PathName } from './paths';
import { cellId, pointsOf, stepOf, type Moment, type Point } from './points';
import type { PieceResult } from './run-piece';
import { timerId, TIMER_NAMES, TIMERS } from './timers';
import { WRONGS, type CellResult } from './verdict';

/** The results so far as a document; `seed` is that of the run. */
export function matrixReport(seed: string, pieces: readonly PieceResult[]): string {
  const results = new Map(pieces.flatMap(({ cells }) => cells.map((cell) => [cell.id, cell] as const)));
  const found: Found = (id) => results.get(id) ?? null;
  return [
    INTRODUCTION,
    totals(seed, pieces, found),
    HOW_TO_READ,
    ...PATH_NAMES.map((path) => pathTable(path, found)),
    timerTable(found),
    failures(seed, pieces),
    offTheMatrix(),
  ].join('\n\n');
}

type Found = (id: string) => CellResult | null;

const INTRODUCTION = `# Crash matrix

Made by \`npm run chaos\`, which replaces this text; do not edit it. At each point of each path an order waits, something
dies, everything is started again, and the order must reach its proper end. Then the ledgers of the stand-ins, Workplace, the
mailbox, Postgres and Temporal are compared: one charge, one activation, one invoice, one mail, no gap in the numbers of
invoices and proformas, no task that nothing explains, nothing left in a queue. What they said on builds that were
broken on purpose is [on record](checks-seen-to-fail.md).`;

const HOW_TO_READ = `## How to read it

The worker, the API and Temporal die by SIGKILL, Postgres by its immediate shutdown; servers keep their files and ports. The
three marks of a cell are the moments before, during and after: \`✓\` everything agrees, \`✗\` it does not, \`·\` not run,
\`–\` there is no such moment.

- **A step**: before it begins; during, when the other side has acted and its answer is not written down, or, for steps that
  only write, when their transaction is about to commit; after it, when its result is not yet reported.
- **A message**: stored and not yet handed over; handed over and not yet answered; answered, and the answer not yet used.
- **A timer**: due after everything is back; due while it is down; fired, and what it leads to not yet begun.
- **Cut**: the connection to the other side breaks before or after its effect, twice, since the SDKs ask once more themselves.
  The mail server turns a mail away (451), or breaks off after having taken it.`;

function totals(seed: string, pieces: readonly PieceResult[], found: Found): string {
  const ids = planMatrix(seed).flatMap(({ cellIds }) => cellIds);
  const cells = ids.map(found).filter((cell) => cell !== null);
  const counts = WRONGS.map((wrong) => cells.filter((cell) => cell.wrong.includes(wrong)).length);
  const kills = pieces.reduce((sum, piece) => sum + piece.kills, 0);
  const minutes = Math.round(pieces.reduce((sum, { seconds }) => sum + seconds, 0) / 60);
  const ended = pieces.reduce((sum, piece) => sum + piece.ended.length, 0);
  return [
    `| cells | run | ${WRONGS.join(' | ')} |`,
    `| --- | --- | ${WRONGS.map(() => '---').join(' | ')} |`,
    `| ${ids.length} | ${cells.length} | ${counts.join(' | ')} |`,
    '',
    `Seed \`${seed}\`: ${kills} kills, ${minutes} minutes of work. Processes that ended by themselves after a kill: ${ended}.`,
  ].join('\n');
}

const COLUMNS: Readonly<Record<Kill, string>> = {
  worker: 'worker',
  api: 'API',
  postgres: 'Postgres',
  temporal: 'Temporal',
};
const MOMENTS: readonly Moment[] = ['before', 'during', 'after'];

function pathTable(path: PathName, found: Found): string {
  const { what }: Path = PATHS[path];
  const points = pointsOf(path);
  const steps = [...new Set(points.map(stepOf))];
  const head = [...KILLS.map((kill) => COLUMNS[kill]), 'cut before, after'];
  const rows = steps.map((step) => {
    const own = points.filter((point) => stepOf(point) === step);
    return [step.replace(':', ' '), ...KILLS.map((kill) => killMarks(own, kill, found)), cutMarks(own, found)];
  });
  return [`## ${path}: ${what}`, '', table(['point', ...head], rows)].join('\n');
}

function killMarks(points: readonly Point[], kill: Kill, found: Found): string {
  const marks = MOMENTS.map((moment) => {
    const point = points.find((own) => own.moment === moment);
    return point === undefined ? '–' : mark(found(cellId({ ...point, kill })));
  });
  return marks.join(' ');
}

function cutMarks([point]: readonly Point[], found: Found): string {
  const cut = CUTS.find(({ path, name }) => point?.kind === 'activity' && path === point.path && name === point.name);
  return cut === undefined ? '' : CUT_MOMENTS.map((moment) => mark(found(cutId(cut, moment)))).join(' ');
}

function timerTable(found: Found): string {
  const rows = TIMER_NAMES.map((name) => [
    `${name}: ${TIMERS[name].what}`,
    ...KILLS.map((kill) => MOMENTS.map((moment) => mark(found(timerId(name, moment, kill)))).join(' ')),
  ]);
  return ['## Timers', '', table(['timer', ...KILLS.map((kill) => COLUMNS[kill])], rows)].join('\n');
}

function mark(cell: CellResult | null): string {
  if (cell === null) return '·';
  return cell.wrong.length === 0 ? '✓' : '✗';
}

function failures(seed: string, pieces: readonly PieceResult[]): string {
  const failed = pieces.flatMap(({ name, cells }) =>
    cells.filter(({ wrong }) => wrong.length > 0).map((cell) => ({ name, ...cell }))
  );
  if (failed.length === 0) return '## Differences\n\nNone.';
  const each = failed.map(({ name, id, wrong, differences }) =>
    [
      `### ${id}`,
      `${wrong.join(', ')}; again with \`npm run chaos -- --seed ${seed} --only ${name}\``,
      differences.map((line) => `- ${line}`).join('\n'),
    ].join('\n\n')
  );
  return ['## Differences', ...each].join('\n\n');
}

function offTheMatrix(): string {
  const rows = Object.entries(OFF_THE_MATRIX).map(([step, reason]) => [step.replace(':', ' '), reason]);
  return ['## Not on a path', '', table(['step or message', 'why'], rows)].join('\n');
}

function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`;
  return [line(head), line(head.map(() => '---')), ...rows.map(line)].join('\n');
}
