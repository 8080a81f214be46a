import type { SourceFile } from './repository';

const HEADINGS = ['Context', 'Decision', 'Consequences', 'Alternatives', 'Enforced by'] as const;
const FACTS = ['Status', 'Area', 'Date'] as const;
const NAME = /^docs\/decisions\/(\d{4})-[a-z0-9-]+\.md$/;
const STATUS = /^- Status: (accepted|superseded by \d{4})$/m;

/** What a decision record lacks. */
export function decisionProblems({ path, text }: SourceFile): string[] {
  const number = NAME.exec(path)?.[1];
  if (number === undefined) return [`${path}: name it NNNN-title.md`];
  const missing = [
    ...FACTS.filter((fact) => !new RegExp(`^- ${fact}: \\S`, 'm').test(text)),
    ...HEADINGS.filter((heading) => !new RegExp(`^## ${heading}\\n+(?!#)\\S`, 'm').test(text)),
  ];
  return [
    ...missing.map((what) => `${path}: lacks "${what}"`),
    ...(text.startsWith(`# ${number} `) ? [] : [`${path}: begin with "# ${number} "`]),
    ...(STATUS.test(text) ? [] : [`${path}: its status is neither "accepted" nor "superseded by NNNN"`]),
  ];
}

/** Records that the index does not name, numbers that are used twice or left out. */
export function indexProblems(records: readonly string[], index: string): string[] {
  const names = records.map((record) => record.slice(record.lastIndexOf('/') + 1));
  const numbers = names.map((name) => Number(name.slice(0, 4))).sort((a, b) => a - b);
  return [
    ...names.filter((name) => !index.includes(`](${name})`)).map((name) => `the index does not name ${name}`),
    ...numbers.flatMap((number, at) =>
      number === at + 1 ? [] : [`number ${at + 1} is not there, or ${number} twice`]
    ),
  ];
}
