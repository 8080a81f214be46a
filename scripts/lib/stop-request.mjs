import { startedAt } from './process-identity.mjs';

const PARENT_CHECK_MS = 1000;

/**
 * Resolves to what asked this process to end: Ctrl-C, a signal, a closed terminal, or the death of the npm that runs it.
 * Repeated signals change nothing: npm passes Ctrl-C on, so one key press arrives twice.
 * @returns {Promise<string>}
 */
export function stopRequest() {
  return new Promise((resolve) => {
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => resolve(signal));
    if (process.env.npm_lifecycle_event) watchParent(() => resolve('the end of npm'));
  });
}

/** npm that is killed by `kill -9` passes nothing on. Its shell, if any, stands between npm and us. */
function watchParent(onDeath) {
  const parent = process.ppid;
  const identity = startedAt(parent);
  const timer = setInterval(() => {
    if (process.ppid === parent && startedAt(parent) === identity) return;
    clearInterval(timer);
    onDeath();
  }, PARENT_CHECK_MS);
  timer.unref();
}
