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
  const reason = whyInstall();
  if (reason === undefined) return;
  say(`Installing packages (${reason}) …`);
  const code = await runNpm(['ci', '--include=dev', '--no-audit', '--no-fund', '--loglevel=error']);
  if (code !== 0) {
    throw new StartError(
      'The packages could not be installed (npm’s own message is above). Without a network, connect once or copy ' +
        'node_modules from another checkout of the same commit; otherwise correct package-lock.json with "npm install".'
    );
  }
}

/** @returns {string | undefined} undefined when nothing is to be done */
function whyInstall() {
  const wanted = packagesIn('package-lock.json');
  const installed = packagesIn(path.join('node_modules', '.package-lock.json'));
  if (!installed) return 'node_modules is missing';
  // Packages for other platforms are optional and rightly absent.
  const differing = Object.entries(wanted ?? {}).filter(([name, entry]) => {
    const present = installed[name];
    return name !== '' && (present ? present.version !== entry.version : !isOptional(entry));
  });
  return differing.length > 0 ? `${differing.length} differ from package-lock.json` : undefined;
}

const isOptional = (entry) => entry.optional === true || entry.devOptional === true;

function packagesIn(file) {
  try {
    return JSON.parse(fs.readFileSync(path.join(repoRoot, file), 'utf8')).packages;
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
