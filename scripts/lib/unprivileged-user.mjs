import fs from 'node:fs';
import path from 'node:path';

import { StartError } from './start-error.mjs';

/**
 * Postgres refuses to run as root. Root lends it the account of the system's Postgres where there is one, else `nobody`:
 * an account of our own would change the machine.
 * @returns {{ uid: number, gid: number, name: string } | undefined} undefined for an ordinary user
 */
export function unprivilegedUser() {
  if (process.getuid?.() !== 0) return undefined;
  const accounts = fs.readFileSync('/etc/passwd', 'utf8').split('\n').map(toAccount);
  for (const wanted of ['postgres', 'nobody']) {
    const account = accounts.find((candidate) => candidate.name === wanted && candidate.uid > 0);
    if (account) return account;
  }
  throw new StartError(
    'Postgres does not run as root, and this machine has neither an account "postgres" nor "nobody". Start as an ordinary user.'
  );
}

function toAccount(line) {
  const [name, , uid, gid] = line.split(':');
  return { name, uid: Number(uid), gid: Number(gid) };
}

/** True when an account that is neither owner nor in the group may enter `directory` and every directory above it. */
export function isReachableByOthers(directory) {
  const real = fs.realpathSync(directory);
  const { root } = path.parse(real);
  for (let current = real; ; current = path.dirname(current)) {
    if (!othersMay(current, 0o001)) return false;
    if (current === root) return true;
  }
}

/** @param {number} bits of the last octal digit: 4 read, 2 write, 1 enter or run */
export const othersMay = (file, bits) => (fs.statSync(file).mode & bits) === bits;

/**
 * A directory below /var/tmp for root's runs of one checkout. It belongs to root, so that nobody else can have prepared it.
 * @param {string} name
 */
export function sharedTempDir(name) {
  const directory = path.join('/var/tmp', name);
  fs.mkdirSync(directory, { recursive: true });
  const { uid } = fs.lstatSync(directory);
  if (uid !== 0) throw new StartError(`${directory} belongs to user ${uid}, not to root. Remove it and start again.`);
  fs.chmodSync(directory, 0o711);
  return directory;
}
