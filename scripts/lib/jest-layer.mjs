import { spawn } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';

import { repoRoot } from './paths.mjs';
import { track } from './short-lived.mjs';
import { LAYERS } from './test-layers.mjs';

const MAX_WORKERS = 6;
const LAYER_TIMEOUT_MS = 20 * 60_000;

/**
 * Runs the tests of one layer.
 * @param {string} layer
 * @param {{ env: Record<string, string>, directory: string, jestArgs: string[] }} run
 * @returns {Promise<{ passed: number, failed: number, skipped: number }>} a file that could not run counts as one failure
 */
export async function runJestLayer(layer, { env, directory, jestArgs }) {
  const resultFile = path.join(directory, `${layer}.json`);
  const { alone, zone } = LAYERS[layer];
  const workers = alone ? 1 : Math.min(os.availableParallelism(), MAX_WORKERS);
  const jest = path.join('node_modules', 'jest', 'bin', 'jest.js');
  const how = [`--maxWorkers=${workers}`, '--json', `--outputFile=${resultFile}`];
  const zoned = zone && !process.env.TZ ? { ...env, TZ: zone } : env;
  const code = await run([jest, '--selectProjects', layer, ...how, ...jestArgs], zoned);
  return countsOf(resultFile, code);
}

function countsOf(resultFile, code) {
  if (!fs.existsSync(resultFile)) return { passed: 0, failed: code === 0 ? 0 : 1, skipped: 0 };
  const result = JSON.parse(fs.readFileSync(resultFile, 'utf8'));
  const failed = result.numFailedTests + result.numRuntimeErrorTestSuites;
  return {
    passed: result.numPassedTests,
    // Jest can fail for another reason than a test, for instance a handle that an after-hook could not close.
    failed: failed === 0 && code !== 0 ? 1 : failed,
    skipped: result.numPendingTests + result.numTodoTests,
  };
}

/** Jest prints its report on the error stream and its JSON, which is in the file too, on the other one. */
function run(args, env) {
  return new Promise((resolve, reject) => {
    const child = track(
      spawn(process.execPath, args, {
        cwd: repoRoot,
        env,
        stdio: ['ignore', 'ignore', 'inherit'],
        timeout: LAYER_TIMEOUT_MS,
      })
    );
    child.once('error', reject);
    child.once('exit', (code) => resolve(code ?? 1));
  });
}
