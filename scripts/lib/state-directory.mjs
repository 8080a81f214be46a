import { createHash } from 'node:crypto';
import fs from 'node:fs';
import path from 'node:path';

import { repoRoot, stateDir } from './paths.mjs';
import { StartError } from './start-error.mjs';
import { isReachableByOthers, sharedTempDir, unprivilegedUser } from './unprivileged-user.mjs';

/** Makes `.purser/` where it is missing, and says what is wrong where it cannot be used. */
export function openStateDirectory() {
  try {
    fs.mkdirSync(path.join(stateDir, 'logs'), { recursive: true });
    fs.accessSync(stateDir, fs.constants.W_OK);
  } catch (error) {
    throw new StartError(
      `${stateDir} cannot be written (${error.code}). It was probably made by another user: start as that user, or remove it.`
    );
  }
  // The account that runs Postgres for root passes through it; what is secret in it is closed by itself.
  if (unprivilegedUser()) fs.chmodSync(stateDir, 0o711);
  return stateDir;
}

/**
 * Where Postgres keeps its data.
 * @param {(sentence: string) => void} say
 */
export function postgresDataDir(say) {
  const usual = path.join(stateDir, 'pgdata');
  if (unprivilegedUser() === undefined) return checkedOwner(usual);
  if (isReachableByOthers(stateDir)) return usual;
  const hash = createHash('sha256').update(fs.realpathSync(repoRoot)).digest('hex').slice(0, 12);
  const moved = path.join(sharedTempDir(`purser-${hash}`), 'pgdata');
  say(`Postgres does not run as root and no other account can enter ${repoRoot}: its data are in ${moved}.`);
  return moved;
}

function checkedOwner(dataDir) {
  const stat = fs.statSync(dataDir, { throwIfNoEntry: false });
  if (!stat || stat.uid === process.getuid?.() || process.getuid === undefined) return dataDir;
  throw new StartError(
    `${dataDir} belongs to another user, since it was made by a start as root. Start as root again, or remove it ` +
      '(as root) to begin with new sample data.'
  );
}
