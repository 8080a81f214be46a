import path from 'node:path';

import { prepareDatabase } from './database-setup.mjs';
import { endLeftovers, freeDataDirectory } from './leftovers.mjs';
import { startPostgres } from './postgres.mjs';
import { logTail, stopProcess } from './processes.mjs';
import { RunningRecord } from './running-record.mjs';
import { loadSecrets } from './secrets.mjs';
import { serviceEnvironment } from './service-environment.mjs';
import { choosePorts } from './service-ports.mjs';
import { startServices } from './services.mjs';
import { StartError } from './start-error.mjs';
import { openStateDirectory, postgresDataDir } from './state-directory.mjs';
import { provideTemporal } from './temporal-place.mjs';

/** The whole of Purser on this machine: what runs, where, and how it is ended. */
export class Installation {
  #say;
  #directory = openStateDirectory();
  #record = new RunningRecord(this.#directory);
  #running = [];
  #stopping;

  constructor(say) {
    this.#say = say;
  }

  /** Takes the state directory, after ending what a killed start left in it. */
  async take() {
    const noted = this.#record.take();
    await endLeftovers(noted, this.#say);
  }

  /**
   * Starts everything in order.
   * @returns {Promise<{ env: Record<string, string>, ports: Record<string, number>, moved: string[], temporalUi?: string }>}
   */
  async start() {
    const say = this.#say;
    const directory = this.#directory;
    const onStarted = (running) => this.#add(running);
    const dataDir = postgresDataDir(say);
    await freeDataDirectory(dataDir, say);
    const secrets = loadSecrets(directory);
    const { ports, moved } = await choosePorts(directory);
    say('Starting Postgres …');
    await startPostgres({
      dataDir,
      port: ports.postgres,
      owner: 'purser_owner',
      password: secrets.databasePassword,
      databases: ['purser'],
      logFile: path.join(directory, 'logs', 'postgres.log'),
      onStarted,
    });
    const temporal = await provideTemporal({ ports, directory, onStarted, say });
    const env = serviceEnvironment({ ports, secrets, directory, temporalAddress: temporal.address });
    await prepareDatabase(env, say);
    await startServices({ env, ports, directory, onStarted, say });
    this.#record.notePortal(env.PUBLIC_URL);
    return { env, ports, moved, temporalUi: temporal.webUi };
  }

  /** Resolves to a sentence when one of the processes has ended although nobody asked it to. */
  async crash() {
    const running = await Promise.race(this.#running.map((entry) => entry.ended.then(() => entry)));
    return `${running.death()}\n${logTail(running)}`;
  }

  /** Newest first, so that nothing loses what it stands on. Further calls wait for the first one. */
  stop() {
    this.#stopping ??= this.#stopAll();
    return this.#stopping;
  }

  async #stopAll() {
    if (this.#running.length > 0) this.#say('Stopping …');
    for (let next = this.#running.pop(); next; next = this.#running.pop()) await stopProcess(next);
    this.#record.release();
  }

  /** What comes up while everything is being stopped is stopped too, and nothing is started after it. */
  #add(running) {
    this.#running.push(running);
    this.#record.add(running);
    if (this.#stopping) throw new StartError('Stopped before the start was complete.');
  }
}
