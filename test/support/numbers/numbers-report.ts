import type { NumbersResult } from './run-numbers';

/** Kinds of findings that the numbers themselves can show. */
const KINDS = [
  'gap',
  'duplicate',
  'date backwards',
  'year of another date',
  'wrong date',
  'wrong number',
  'missing',
] as const;
const MOST_SENTENCES = 20;

export interface ReportedRun {
  readonly seed: number;
  readonly processes: number;
  readonly minutes: number;
}

/** What is wrong beyond the numbers themselves, in sentences; none when all is well. */
export function troubleIn({ tally, findings, counts }: NumbersResult): string[] {
  return [
    ...findings.map(({ kind, sentence }) => `${kind}: ${sentence}`),
    ...(tally.disagreed > 0 ? [`${tally.disagreed} repeats got another number than the first time`] : []),
    ...(tally.gaveUp > 0 ? [`${tally.gaveUp} documents could not be issued at all`] : []),
    ...(tally.died > 0 ? [`${tally.died} processes ended by themselves`] : []),
    ...tally.unexpected.map((text) => `an error that nobody ordered: ${text}`),
    ...(counts.some(({ years }) => years < 2) ? ['a series did not go over New Year'] : []),
  ];
}

/** The report as Markdown, without anything of the day or the machine. */
export function reportOf(result: NumbersResult, { seed, processes, minutes }: ReportedRun): string {
  const { tally, counts, findings } = result;
  const documents = counts.reduce((sum, count) => sum + count.documents, 0);
  const rollbacks = [...tally.rollbacks.values()].reduce((sum, count) => sum + count, 0);
  return [
    '# Numbers without gaps',
    '',
    `A run of \`npm run numbers -- --minutes ${minutes} --seed ${seed} --processes ${processes} --write\`, which writes this page.`,
    `${processes} processes issued documents by the product's own functions against one Postgres, over ${result.rounds} New Years in`,
    'the zones of both sellers, with times up to eight hours off. Transactions died after their number was drawn, connections',
    'and processes were killed at random, and every tenth document was asked for by two processes. Half of the invoices were issued',
    'before that by one process, for the credit notes to stand on.',
    '',
    ...table(
      ['seller', 'series', 'documents', 'years'],
      counts.map(({ sellerId, series, documents: count, years }) => [sellerId, series, count, years])
    ),
    '',
    ...table(
      ['what happened', 'times'],
      [
        ['documents issued', documents],
        ...[...tally.rollbacks.entries()].sort().map(([kind, times]) => [`rolled back: ${kind}`, times]),
        ['rolled back in all', rollbacks],
        ['connections ended by `pg_terminate_backend`', result.cuts],
        ['processes killed by SIGKILL', tally.kills],
      ]
    ),
    '',
    ...table(
      ['finding', 'count'],
      [
        ...KINDS.map((kind) => [kind, findings.filter((finding) => finding.kind === kind).length]),
        ['repeat with another number', tally.disagreed],
        ['error that nobody ordered', tally.unexpected.length],
        ['process that ended by itself', tally.died],
        ['document that could not be issued', tally.gaveUp],
      ]
    ),
    '',
    ...sentences(troubleIn(result)),
  ].join('\n');
}

function sentences(trouble: readonly string[]): string[] {
  if (trouble.length === 0) return ['No gap, no duplicate, no date backwards.', ''];
  const shown = trouble.slice(0, MOST_SENTENCES);
  const left = trouble.length - shown.length;
  return [...shown.map((sentence) => `- ${sentence}`), ...(left > 0 ? [`- and ${left} more`] : []), ''];
}

function table(head: readonly string[], rows: readonly (readonly (string | number)[])[]): string[] {
  const line = (cells: readonly (string | number)[]): string => `| ${cells.join(' | ')} |`;
  return [line(head), line(head.map(() => '---')), ...rows.map(line)];
}
