import fs from 'node:fs';
import path from 'node:path';

import { repoRoot } from './paths.mjs';
import { runNode } from './run-node.mjs';

const moduleFile = (...parts) => path.join('node_modules', ...parts);
const tsc = moduleFile('@typescript', 'native', 'bin', 'tsc');

const CHECKS = [
  { name: 'types', args: [tsc, '--noEmit', '-p', 'tsconfig.json'] },
  { name: 'types of the portal', args: [tsc, '--noEmit', '-p', 'portal/tsconfig.json'], needs: 'portal/tsconfig.json' },
  { name: 'format', args: [moduleFile('prettier', 'bin', 'prettier.cjs'), '--check', '--log-level', 'warn', '.'] },
  { name: 'lint', args: [moduleFile('eslint', 'bin', 'eslint.js'), '.', '--max-warnings', '0'] },
];

/**
 * Types, lint and format; each check counts as one test.
 * @param {(sentence: string) => void} say
 * @returns {Promise<{ passed: number, failed: number, skipped: number }>}
 */
export async function runStaticChecks(say) {
  const present = CHECKS.filter(({ needs }) => needs === undefined || fs.existsSync(path.join(repoRoot, needs)));
  const results = await Promise.all(present.map(runCheck));
  for (const { name, ok, output } of results) {
    say(ok ? `  ✓ ${name}` : `  ✗ ${name}\n${output.trim()}`);
  }
  const failed = results.filter(({ ok }) => !ok).length;
  return { passed: results.length - failed, failed, skipped: 0 };
}

async function runCheck({ name, args }) {
  const { ok, output } = await runNode(args);
  return { name, ok, output };
}
