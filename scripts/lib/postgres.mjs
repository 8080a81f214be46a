import { spawn } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';

import { awaitHealthy, startProcess } from './processes.mjs';
import { postgresHome } from './postgres-binaries.mjs';
import { track } from './short-lived.mjs';
import { StartError } from './start-error.mjs';
import { unprivilegedUser } from './unprivileged-user.mjs';

const INITDB_TIMEOUT_MS = 60_000;
const START_TIMEOUT_MS = 60_000;
/** SIGINT cuts the sessions and loses nothing that was committed. */
const STOP_BY = { signal: 'SIGINT', graceMs: 15_000 };
/** `postmaster.pid`, line 8. */
const STATUS_LINE = 7;

/** A throw-away server may lose everything in a crash, so it never waits for the disk. */
const THROW_AWAY = { fsync: 'off', synchronous_commit: 'off', full_page_writes: 'off', max_wal_size: '4GB' };

/**
 * Starts Postgres on 127.0.0.1, making its data directory first where there is none.
 * @param {object} options
 * @param {string} options.dataDir its parent must be reachable for the account that runs Postgres
 * @param {string} options.owner name of the superuser
 * @param {string} [options.password] the superuser's, set with a new data directory; without it every local connection is trusted
 * @param {string[]} [options.databases] made with a new data directory
 * @param {boolean} [options.throwAway]
 * @param {(running: object) => void} [options.onStarted] called before its health is awaited
 */
export async function startPostgres({
  dataDir,
  port,
  owner,
  password,
  databases = [],
  throwAway = false,
  logFile,
  onStarted = () => {},
}) {
  const home = postgresHome();
  const account = accountFor(dataDir);
  const run = { home, account, dataDir, logFile };
  if (!fs.existsSync(path.join(dataDir, 'PG_VERSION')))
    await createDataDir(run, { owner, password, databases, throwAway });
  const running = await startProcess({
    name: 'Postgres',
    command: path.join(home, 'bin', 'postgres'),
    args: ['-D', dataDir, ...settings({ port, throwAway })],
    env: bareEnvironment(),
    cwd: dataDir,
    uid: account?.uid,
    gid: account?.gid,
    logFile,
    stopBy: STOP_BY,
  });
  onStarted(running);
  await awaitHealthy(running, () => statusOf(dataDir, running.pid) === 'ready', START_TIMEOUT_MS);
  return running;
}

/** Root runs the server as whoever made the data, who may be an ordinary user. */
function accountFor(dataDir) {
  const account = unprivilegedUser();
  const owner = account && fs.statSync(dataDir, { throwIfNoEntry: false });
  return owner && owner.uid !== 0 ? { uid: owner.uid, gid: owner.gid } : account;
}

/** What the server in `dataDir` says of itself: `ready`, `starting`, `stopping`, or undefined. */
function statusOf(dataDir, pid) {
  const lines = readPostmasterFile(dataDir);
  return lines && Number(lines[0]) === pid ? lines[STATUS_LINE]?.trim() : undefined;
}

/** The process that holds `dataDir` by its own account, alive or not. */
export function postmasterPid(dataDir) {
  const pid = Number(readPostmasterFile(dataDir)?.[0]);
  return Number.isInteger(pid) && pid > 0 ? pid : undefined;
}

function readPostmasterFile(dataDir) {
  try {
    return fs.readFileSync(path.join(dataDir, 'postmaster.pid'), 'utf8').split('\n');
  } catch {
    return undefined;
  }
}

function settings({ port, throwAway }) {
  const values = {
    port,
    listen_addresses: '127.0.0.1',
    unix_socket_directories: '',
    max_connections: 200,
    timezone: 'UTC',
    log_timezone: 'UTC',
    log_min_messages: 'warning',
    ...(throwAway ? THROW_AWAY : {}),
  };
  return Object.entries(values).flatMap(([name, value]) => ['-c', `${name}=${value}`]);
}

/** No PG* variable of the person who starts may leak in; messages and sorting are the same on every machine. */
function bareEnvironment() {
  return { PATH: process.env.PATH ?? '', LC_ALL: 'C', TZ: 'UTC' };
}

async function createDataDir(run, { owner, password, databases, throwAway }) {
  const { dataDir, account } = run;
  const half = `${dataDir}.new`;
  fs.rmSync(half, { recursive: true, force: true });
  fs.mkdirSync(half, { recursive: true, mode: 0o700 });
  if (account) fs.chownSync(half, account.uid, account.gid);
  const access = password
    ? ['--auth=scram-sha-256', `--pwfile=${passwordFile(password, half, account)}`]
    : ['--auth=trust'];
  const locale = ['--locale-provider=builtin', '--builtin-locale=C.UTF-8', '--locale=C', '--encoding=UTF8'];
  const speed = throwAway ? ['--no-sync'] : [];
  const target = path.join(half, 'data');
  await runToEnd(run, 'initdb', ['-D', target, `--username=${owner}`, ...access, ...locale, ...speed]);
  for (const database of databases) {
    await runToEnd(run, 'postgres', ['--single', '-D', target, 'postgres'], `CREATE DATABASE "${database}"\n`);
  }
  // Renamed when complete: an interrupted first start leaves nothing that looks like a data directory.
  fs.renameSync(target, dataDir);
  fs.rmSync(half, { recursive: true, force: true });
}

function passwordFile(password, directory, account) {
  const file = path.join(directory, 'password');
  fs.writeFileSync(file, password, { mode: 0o600 });
  if (account) fs.chownSync(file, account.uid, account.gid);
  return file;
}

function runToEnd({ home, account, logFile }, program, args, input = '') {
  return new Promise((resolve, reject) => {
    const child = track(
      spawn(path.join(home, 'bin', program), args, {
        env: bareEnvironment(),
        cwd: '/',
        uid: account?.uid,
        gid: account?.gid,
        timeout: INITDB_TIMEOUT_MS,
        stdio: ['pipe', 'pipe', 'pipe'],
      })
    );
    let output = '';
    child.stdout.on('data', (chunk) => (output += chunk));
    child.stderr.on('data', (chunk) => (output += chunk));
    child.once('error', (error) => reject(new StartError(`${program} could not be started: ${error.message}.`)));
    child.once('close', (code, signal) => {
      fs.appendFileSync(logFile, output);
      if (code === 0) resolve();
      else reject(new StartError(`Postgres: ${program} ended with ${signal ?? `code ${code}`}.\n${output.trim()}`));
    });
    child.stdin.end(input);
  });
}
