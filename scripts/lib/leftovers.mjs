import fs from 'node:fs';
import path from 'node:path';

import { postmasterPid } from './postgres.mjs';
import { commandLine, startedAt } from './process-identity.mjs';
import { signalGroup } from './processes.mjs';
import { StartError } from './start-error.mjs';
import { waitFor } from './wait-for.mjs';

const KILL_TIMEOUT_MS = 5000;

/**
 * Ends what a killed start left running, newest first: the data stay whole and the ports become free.
 * @param {object[]} noted from `RunningRecord.take`
 * @param {(sentence: string) => void} say
 */
export async function endLeftovers(noted, say) {
  for (const { name, pid, startedAt: identity, signal, graceMs } of [...noted].reverse()) {
    if (startedAt(pid) !== identity) continue;
    say(`Ending ${name} (process ${pid}) that an earlier start left running …`);
    await end(name, { pid, identity, signal, graceMs });
  }
}

/**
 * Ends a Postgres that still holds the data directory; and removes a lock file whose process id meanwhile belongs to
 * something else, which Postgres itself would take for a running server.
 */
export async function freeDataDirectory(dataDir, say) {
  const pid = postmasterPid(dataDir);
  if (pid === undefined) return;
  const line = commandLine(pid);
  if (line.includes('postgres') && line.includes(dataDir)) {
    say(`Ending Postgres (process ${pid}) that an earlier start left running …`);
    await end('Postgres', { pid, identity: startedAt(pid), signal: 'SIGINT', graceMs: 15_000 });
    return;
  }
  fs.rmSync(path.join(dataDir, 'postmaster.pid'), { force: true });
}

async function end(name, { pid, identity, signal, graceMs }) {
  const isGone = () => startedAt(pid) !== identity;
  try {
    process.kill(pid, signal);
  } catch (error) {
    if (error.code === 'EPERM')
      throw new StartError(`${name} (process ${pid}) belongs to another user. End it as that user.`);
  }
  await waitFor(name, isGone, { timeoutMs: graceMs }).catch(() => signalGroup(pid, 'SIGKILL'));
  await waitFor(`Ending ${name} (process ${pid})`, isGone, { timeoutMs: KILL_TIMEOUT_MS });
}
