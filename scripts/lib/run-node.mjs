import { spawn } from 'node:child_process';

import { repoRoot } from './paths.mjs';
import { track } from './short-lived.mjs';

const MAX_OUTPUT = 1_000_000;

/**
 * Runs a Node program to its end and keeps what it says (the last megabyte).
 * @param {string[]} args
 * @returns {Promise<{ ok: boolean, stdout: string, output: string }>} `output` is both streams as they came
 */
export function runNode(args, { env = process.env, timeoutMs = 5 * 60_000 } = {}) {
  return new Promise((resolve, reject) => {
    const child = track(
      spawn(process.execPath, args, {
        cwd: repoRoot,
        env,
        timeout: timeoutMs,
        stdio: ['ignore', 'pipe', 'pipe'],
      })
    );
    let stdout = '';
    let output = '';
    child.stdout.on('data', (chunk) => {
      stdout = (stdout + chunk).slice(-MAX_OUTPUT);
      output = (output + chunk).slice(-MAX_OUTPUT);
    });
    child.stderr.on('data', (chunk) => (output = (output + chunk).slice(-MAX_OUTPUT)));
    child.once('error', reject);
    child.once('close', (code) => resolve({ ok: code === 0, stdout, output }));
  });
}
