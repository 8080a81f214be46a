import { spawn } from 'node:child_process';
import path from 'node:path';

import { startedAt } from './process-identity.mjs';

let input;

/**
 * Tells the guardian, a small process beside this one, to end `pid` when this process dies without having done so itself:
 * after `kill -9` nobody else could. Processes are ended in the reverse order of these calls.
 */
export function guardProcess(pid, { signal, graceMs }) {
  tell({ pid, startedAt: startedAt(pid), signal, graceMs });
}

/** A directory that is removed with everything in it once the guarded processes are gone. */
export function guardDirectory(directory) {
  tell({ directory });
}

function tell(message) {
  input ??= startGuardian();
  input.write(`${JSON.stringify(message)}\n`);
}

/** Its standard input ends with this process, however this process ends. */
function startGuardian() {
  const program = path.join(import.meta.dirname, 'guardian-main.mjs');
  const child = spawn(process.execPath, [program], { detached: true, cwd: '/', stdio: ['pipe', 'ignore', 'ignore'] });
  child.unref();
  child.stdin.unref();
  child.stdin.on('error', () => {});
  return child.stdin;
}
