import { spawn } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';

import { repoRoot } from './paths.mjs';
import { track } from './short-lived.mjs';
import { StartError } from './start-error.mjs';

const INSTALL_TIMEOUT_MS = 15 * 60_000;

/**
 * Installs what package-lock.json names, unless exactly that is installed already.
 * @param {(sentence: string) => void} say
 */
export async function ensureDependencies(say) {
  requireSameNames();
  const reason = whyInstall();
  if (reason === undefined) return;
  say(`Installing packages (${reason}) …`);
  // Not `npm ci`: it refuses a lock file that was written where the registry has no packages for other platforms. With
  // --no-save the versions and hashes of the lock file hold all the same, and what came of it is compared below.
  const code = await runNpm(['install', '--no-save', '--include=dev', '--no-audit', '--no-fund', '--loglevel=error']);
  const left = code === 0 ? whyInstall() : `npm ended with code ${code}`;
  if (left === undefined) return;
  throw new StartError(
    `The packages could not be installed (${left}; what npm said is above). Without a network, connect once or copy ` +
      'node_modules from another checkout of the same commit.'
  );
}

/** @returns {string | undefined} undefined when nothing is to be done */
function whyInstall() {
  const wanted = lockedPackages();
  const installed = readJson(path.join('node_modules', '.package-lock.json'))?.packages;
  if (!installed) return 'node_modules is missing';
  const differing = Object.entries(wanted).filter(([name, entry]) => {
    const present = installed[name];
    // Packages for other platforms are optional and rightly absent.
    return name !== '' && (present ? present.version !== entry.version : !isOptional(entry));
  });
  return differing.length > 0 ? `${differing.length} differ from package-lock.json` : undefined;
}

const isOptional = (entry) => entry.optional === true || entry.devOptional === true;

/** A package that only package.json names would be installed in whatever version is the newest today. */
function requireSameNames() {
  const named = readJson('package.json');
  const locked = lockedPackages()[''] ?? {};
  for (const kind of ['dependencies', 'devDependencies']) {
    if (JSON.stringify(sorted(named[kind])) === JSON.stringify(sorted(locked[kind]))) continue;
    throw new StartError(
      `package.json and package-lock.json disagree in "${kind}". Run "npm install" and commit the lock file.`
    );
  }
}

const sorted = (record = {}) => Object.entries(record).sort(([a], [b]) => (a < b ? -1 : 1));

function lockedPackages() {
  const lock = readJson('package-lock.json');
  if (lock) return lock.packages;
  throw new StartError('package-lock.json is missing or damaged. Restore it: git checkout -- package-lock.json');
}

function readJson(file) {
  try {
    return JSON.parse(fs.readFileSync(path.join(repoRoot, file), 'utf8'));
  } catch {
    return undefined;
  }
}

/** The npm that runs us, where one does: it need not be on PATH. */
function runNpm(args) {
  const [command, first] = process.env.npm_execpath ? [process.execPath, [process.env.npm_execpath]] : ['npm', []];
  return new Promise((resolve, reject) => {
    const child = track(
      spawn(command, [...first, ...args], { cwd: repoRoot, stdio: 'inherit', timeout: INSTALL_TIMEOUT_MS })
    );
    child.once('error', (error) => reject(new StartError(`npm could not be started: ${error.message}.`)));
    child.once('exit', (code) => resolve(code ?? 1));
  });
}
