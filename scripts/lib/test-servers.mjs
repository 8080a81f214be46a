import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';

import { guardDirectory } from './guardian.mjs';
import { randomFreePort } from './ports.mjs';
import { startPostgres } from './postgres.mjs';
import { stopProcess } from './processes.mjs';
import { findTemporal } from './temporal-binary.mjs';
import { startTemporal } from './temporal-server.mjs';
import { isReachableByOthers, sharedTempDir, unprivilegedUser } from './unprivileged-user.mjs';

const OWNER = 'purser_owner';

/**
 * One Postgres and one Temporal that forget everything, on free ports in a temporary directory.
 * @param {object} options
 * @param {boolean} options.postgres
 * @param {boolean} options.temporal
 * @param {boolean} [options.webUi]
 * @param {(sentence: string) => void} options.say
 * @returns {Promise<{ directory: string, env: Record<string, string>, processes: object[], stop(): Promise<void> }>} `env` is what tests read, `directory` is removed by `stop`
 */
export async function startTestServers({ postgres, temporal, webUi = false, say }) {
  const directory = temporaryDirectory();
  guardDirectory(directory);
  const taken = new Set();
  const started = [];
  const env = {};
  const onStarted = (running) => started.push(running);
  const stop = async () => {
    await Promise.all(started.map((running) => stopProcess(running)));
    fs.rmSync(directory, { recursive: true, force: true });
  };
  try {
    if (postgres) await throwAwayPostgres(directory, { taken, env, onStarted });
    if (temporal) await throwAwayTemporal(directory, { taken, env, webUi, say, onStarted });
  } catch (error) {
    await stop();
    throw error;
  }
  return { directory, env, processes: started, stop };
}

async function throwAwayPostgres(directory, { taken, env, onStarted }) {
  const port = await randomFreePort(taken);
  await startPostgres({
    dataDir: path.join(directory, 'pgdata'),
    port,
    owner: OWNER,
    throwAway: true,
    logFile: path.join(directory, 'postgres.log'),
    onStarted,
  });
  env.PURSER_TEST_DATABASE_URL = `postgres://${OWNER}@127.0.0.1:${port}/postgres`;
}

async function throwAwayTemporal(directory, { taken, env, webUi, say, onStarted }) {
  const binary = await findTemporal(say);
  const [grpc, http, metrics] = [await randomFreePort(taken), await randomFreePort(taken), await randomFreePort(taken)];
  const ui = webUi ? await randomFreePort(taken) : undefined;
  await startTemporal({
    binary,
    ports: { grpc, http, metrics, ui },
    dbFile: path.join(directory, 'temporal.db'),
    forTests: true,
    logFile: path.join(directory, 'temporal.log'),
    onStarted,
  });
  env.PURSER_TEST_TEMPORAL_ADDRESS = `127.0.0.1:${grpc}`;
  env.PURSER_TEST_TEMPORAL_HTTP = `http://127.0.0.1:${http}`;
  env.PURSER_TEST_TEMPORAL_METRICS = `http://127.0.0.1:${metrics}/metrics`;
  env.PURSER_TEST_TEMPORAL_CLI = binary;
  if (ui) env.PURSER_TEST_TEMPORAL_UI = `http://127.0.0.1:${ui}`;
}

/** The account that runs Postgres for root must be able to enter it. */
export function temporaryDirectory() {
  const parent = unprivilegedUser() && !isReachableByOthers(os.tmpdir()) ? sharedTempDir('purser-tests') : os.tmpdir();
  const directory = fs.mkdtempSync(path.join(parent, 'purser-test-'));
  fs.chmodSync(directory, 0o711);
  return directory;
}
