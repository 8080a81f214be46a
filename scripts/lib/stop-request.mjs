import { commandLine, parentOf, startedAt } from './process-identity.mjs';

const CHECK_MS = 1000;

/**
 * Resolves to what asked this process to end: Ctrl-C, a signal, a closed terminal, or the death of the npm that runs it.
 * Repeated signals change nothing: npm passes Ctrl-C on, so one key press arrives twice.
 * @returns {Promise<string>}
 */
export function stopRequest() {
  // A closed terminal fails every later write, which must not keep us from stopping in order.
  for (const stream of [process.stdout, process.stderr]) stream.on('error', () => {});
  return new Promise((resolve) => {
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => resolve(signal));
    if (process.env.npm_lifecycle_event) watchNpm(() => resolve('the end of npm'));
  });
}

/** npm that is killed by `kill -9` passes nothing on; and between npm and us there may be the shell it uses. */
function watchNpm(onDeath) {
  const watched = [process.ppid, parentOf(process.ppid)]
    .filter((pid) => pid !== undefined && pid > 1 && isNpmOrItsShell(pid))
    .map((pid) => ({ pid, identity: startedAt(pid) }));
  const timer = setInterval(() => {
    if (watched.every(({ pid, identity }) => startedAt(pid) === identity)) return;
    clearInterval(timer);
    onDeath();
  }, CHECK_MS);
  timer.unref();
}

const isNpmOrItsShell = (pid) => /\bnpm\b|-c node scripts\//.test(commandLine(pid));
