import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import fs from 'node:fs';
import path from 'node:path';
import { promisify } from 'node:util';

import { cacheDir } from './paths.mjs';
import { StartError } from './start-error.mjs';
import { downloads } from './temporal-download.mjs';
import { expectedChecksum, platform, TEMPORAL_VERSION } from './temporal-release.mjs';

const run = promisify(execFile);
const VERSION_TIMEOUT_MS = 15_000;

/**
 * Path of a `temporal` program that can run the development server: the one named by TEMPORAL_CLI_PATH, one on PATH, the
 * cached one, or a download that is then cached.
 * @param {(sentence: string) => void} say
 */
export async function findTemporal(say) {
  const named = process.env.TEMPORAL_CLI_PATH;
  if (named) return checkedNamed(named);
  const tried = [];
  const onPath = await fromPath(tried);
  if (onPath) return onPath;
  const cached = path.join(cacheDir, `temporal-${TEMPORAL_VERSION}-${platform}`);
  if (isIntact(cached)) return cached;
  return download(cached, tried, say);
}

async function checkedNamed(file) {
  const version = await versionOf(file);
  if (version) return file;
  throw new StartError(
    `TEMPORAL_CLI_PATH names ${file}, which does not run as Temporal's command line program. Correct or unset it.`
  );
}

async function fromPath(tried) {
  const version = await versionOf('temporal');
  if (version && isAtLeast(version, TEMPORAL_VERSION)) return 'temporal';
  tried.push(
    version ? `on PATH: version ${version} is older than ${TEMPORAL_VERSION}` : 'on PATH: no program "temporal" there'
  );
  return undefined;
}

async function versionOf(program) {
  try {
    const { stdout } = await run(program, ['--version'], { timeout: VERSION_TIMEOUT_MS });
    return /version v?(\d+\.\d+\.\d+)/.exec(stdout)?.[1];
  } catch {
    return undefined;
  }
}

function isAtLeast(version, wanted) {
  const [a, b] = [version, wanted].map((text) => text.split('.').map(Number));
  const index = a.findIndex((part, position) => part !== b[position]);
  return index === -1 || a[index] > b[index];
}

/** The checksum was compared before the file got its name; its size tells whether the disk kept it whole. */
function isIntact(file) {
  try {
    const expected = Number(fs.readFileSync(`${file}.size`, 'utf8'));
    return fs.statSync(file).size === expected;
  } catch {
    return false;
  }
}

async function download(target, tried, say) {
  const expected = expectedChecksum();
  if (!expected) {
    throw new StartError(
      `There is no pinned Temporal program for ${platform}. Install Temporal's command line program ${TEMPORAL_VERSION} or ` +
        'newer and put it on PATH, or set TEMPORAL_CLI_PATH to it, or TEMPORAL_ADDRESS to a running server.'
    );
  }
  for (const { from, fetchProgram } of downloads) {
    say(`Temporal ${TEMPORAL_VERSION}: asking ${from} …`);
    try {
      const program = await fetchProgram();
      const checksum = createHash('sha256').update(program).digest('base64url');
      if (checksum !== expected) throw new Error(`the program has the wrong SHA-256 (${checksum})`);
      store(target, program);
      return target;
    } catch (error) {
      tried.push(`${from}: ${error.message}`);
    }
  }
  throw new StartError(
    `Temporal's development server was not found. Tried:\n${tried.map((line) => `  - ${line}`).join('\n')}\n` +
      `Ways out: install the program "temporal" ${TEMPORAL_VERSION} or newer on PATH; set TEMPORAL_CLI_PATH to it; set ` +
      `TEMPORAL_ADDRESS to a running server; or connect this machine to the internet for one start.`
  );
}

function store(target, program) {
  fs.mkdirSync(path.dirname(target), { recursive: true });
  const half = `${target}.${process.pid}`;
  fs.writeFileSync(half, program, { mode: 0o755 });
  fs.writeFileSync(`${target}.size`, String(program.length));
  fs.renameSync(half, target);
}
