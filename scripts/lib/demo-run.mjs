import { spawn } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';

import { repoRoot } from './paths.mjs';
import { track } from './short-lived.mjs';
import { StartError } from './start-error.mjs';

const DEMO_TIMEOUT_MS = 5 * 60_000;

/** Plays the demo against the running installation; resolves to its exit code. */
export function runDemo(env) {
  const program = path.join(repoRoot, 'scripts', 'demo.mjs');
  if (!fs.existsSync(program)) throw new StartError('There is no demo in this checkout (scripts/demo.mjs).');
  return new Promise((resolve, reject) => {
    const child = track(
      spawn(process.execPath, [program], {
        cwd: repoRoot,
        env,
        stdio: 'inherit',
        timeout: DEMO_TIMEOUT_MS,
      })
    );
    child.once('error', reject);
    child.once('exit', (code, signal) => {
      if (signal === 'SIGTERM') process.stderr.write(`The demo was stopped: it did not end in time or was told to.\n`);
      resolve(code ?? 1);
    });
  });
}
