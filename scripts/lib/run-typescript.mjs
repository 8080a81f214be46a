import { spawn } from 'node:child_process';
import path from 'node:path';

import { repoRoot } from './paths.mjs';
import { track } from './short-lived.mjs';

const LOADER = path.join(repoRoot, 'test', 'support', 'register-typescript.cjs');

/**
 * Runs a TypeScript program of the tests to its end, on our own output.
 * @param {string} program from the root of the repository
 * @param {string[]} args
 * @returns {Promise<number>} its exit code
 */
export function runTypeScript(program, args, env = {}) {
  return new Promise((resolve, reject) => {
    const child = track(
      spawn(process.execPath, ['--enable-source-maps', '--require', LOADER, path.join(repoRoot, program), ...args], {
        cwd: repoRoot,
        env: { ...process.env, ...env },
        stdio: ['ignore', 'inherit', 'inherit'],
      })
    );
    child.once('error', reject);
    child.once('exit', (code) => resolve(code ?? 1));
  });
}
