import { guardProcess } from './guardian.mjs';

const alive = new Set();

/** Remembers a child that is expected to end by itself (a build, an installation, a test run). Returns it. */
export function track(child) {
  if (child.pid === undefined) return child;
  alive.add(child);
  guardProcess(child.pid, { signal: 'SIGTERM', graceMs: 5000 });
  child.once('exit', () => alive.delete(child));
  return child;
}

/** Ends those that are still at work, when the whole is stopped in the middle of them. */
export function endShortLived() {
  for (const child of alive) child.kill('SIGTERM');
}
