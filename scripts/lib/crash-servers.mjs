import fs from 'node:fs';
import path from 'node:path';

import { guardDirectory } from './guardian.mjs';
import { randomFreePort } from './ports.mjs';
import { startPostgres } from './postgres.mjs';
import { signalGroup, stopProcess } from './processes.mjs';
import { findTemporal } from './temporal-binary.mjs';
import { startTemporal } from './temporal-server.mjs';
import { temporaryDirectory } from './test-servers.mjs';

const OWNER = 'purser_owner';

/**
 * A Postgres and a Temporal that keep everything in files, as an installation does, and that can be made to crash: each
 * starts again on the same data and the same ports.
 */
export class CrashServers {
  #directory = temporaryDirectory();
  #say;
  #ports = {};
  #binary;
  #running = {};

  constructor(say) {
    this.#say = say;
    guardDirectory(this.#directory);
  }

  /** @returns {Promise<Record<string, string>>} what tests read */
  async open() {
    const taken = new Set();
    this.#binary = await findTemporal(this.#say);
    for (const name of ['postgres', 'grpc', 'http', 'metrics']) this.#ports[name] = await randomFreePort(taken);
    await Promise.all([this.start('postgres'), this.start('temporal')]);
    const { postgres, grpc, http, metrics } = this.#ports;
    return {
      PURSER_TEST_DATABASE_URL: `postgres://${OWNER}@127.0.0.1:${postgres}/postgres`,
      PURSER_TEST_TEMPORAL_ADDRESS: `127.0.0.1:${grpc}`,
      PURSER_TEST_TEMPORAL_HTTP: `http://127.0.0.1:${http}`,
      PURSER_TEST_TEMPORAL_METRICS: `http://127.0.0.1:${metrics}/metrics`,
    };
  }

  async start(what) {
    const onStarted = (running) => (this.#running[what] = running);
    if (what === 'postgres') return this.#startPostgres(onStarted);
    return this.#startTemporal(onStarted);
  }

  /** Postgres by its immediate shutdown (SIGQUIT: no checkpoint, recovery at the next start), Temporal by SIGKILL. */
  async crash(what) {
    const running = this.#running[what];
    if (what === 'postgres') process.kill(running.pid, 'SIGQUIT');
    else signalGroup(running.pid, 'SIGKILL');
    await running.ended;
  }

  async close() {
    await Promise.all(Object.values(this.#running).map((running) => stopProcess(running)));
    fs.rmSync(this.#directory, { recursive: true, force: true });
  }

  #startPostgres(onStarted) {
    return startPostgres({
      dataDir: path.join(this.#directory, 'pgdata'),
      port: this.#ports.postgres,
      owner: OWNER,
      logFile: path.join(this.#directory, 'postgres.log'),
      onStarted,
    });
  }

  #startTemporal(onStarted) {
    const { grpc, http, metrics } = this.#ports;
    return startTemporal({
      binary: this.#binary,
      ports: { grpc, http, metrics },
      dbFile: path.join(this.#directory, 'temporal.db'),
      logFile: path.join(this.#directory, 'temporal.log'),
      onStarted,
    });
  }
}
