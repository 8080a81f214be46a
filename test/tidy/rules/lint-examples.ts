import { spawnSync } from 'node:child_process';
import path from 'node:path';
import { ROOT } from './repository';

export interface Example {
  /** Where the text would stand; decides which rules hold for it. Need not exist. */
  readonly filePath: string;
  readonly text: string;
}

const LIMIT_MS = 60_000;

/** Names of the rules that each example breaks, in the order of the examples. One process, since ESLint starts slowly. */
export function lintExamples(examples: readonly Example[]): string[][] {
  const program = path.join(ROOT, 'test', 'tidy', 'lint-examples.mjs');
  const run = spawnSync(process.execPath, [program], {
    input: JSON.stringify(examples),
    encoding: 'utf8',
    timeout: LIMIT_MS,
    maxBuffer: 16 * 1024 * 1024,
  });
  if (run.status !== 0) throw new Error(`ESLint did not run: ${run.stderr}`);
  const answers: unknown = JSON.parse(run.stdout);
  if (!Array.isArray(answers)) throw new Error('ESLint answered in another form');
  return answers.map((rules: unknown) => (Array.isArray(rules) ? rules.map(String) : []));
}
