import fs from 'node:fs';
import path from 'node:path';

import { repoRoot } from './paths.mjs';
import { awaitHealthy, logSince, startProcess } from './processes.mjs';
import { answersOk } from './wait-for.mjs';

const HEALTH_TIMEOUT_MS = 60_000;

/** In the order of starting; stopping goes the other way. The grace is a little longer than the process allows itself. */
const SERVICES = [
  {
    name: 'sandbox',
    program: 'dist/sandbox/main.js',
    graceMs: 8_000,
    isHealthy: (ports) => () => answersOk(`http://127.0.0.1:${ports.sandboxControl}/health`),
  },
  {
    name: 'worker',
    program: 'dist/worker/main.js',
    graceMs: 45_000,
    isHealthy: (_ports, running) => () => /^ready$/m.test(logSince(running)),
  },
  {
    name: 'API',
    program: 'dist/api/server.js',
    graceMs: 15_000,
    isHealthy: (ports) => () => answersOk(`http://127.0.0.1:${ports.api}/health/ready`),
  },
];

/**
 * Starts the processes of the product one after the other, each when the one before it is healthy.
 * @param {object} options
 * @param {Record<string, string>} options.env
 * @param {Record<string, number>} options.ports
 * @param {string} options.directory its `logs/` takes what they write
 * @param {(running: object) => void} options.onStarted called before the health of the process is awaited
 * @param {(sentence: string) => void} options.say
 */
export async function startServices({ env, ports, directory, onStarted, say }) {
  for (const { name, program, graceMs, isHealthy } of SERVICES) {
    if (!fs.existsSync(path.join(repoRoot, program))) {
      say(`There is no ${name} in this checkout (${program}): going on without it.`);
      continue;
    }
    say(`Starting the ${name} …`);
    const running = await startProcess({
      name: `the ${name}`,
      command: process.execPath,
      args: ['--enable-source-maps', program],
      env,
      cwd: repoRoot,
      logFile: path.join(directory, 'logs', `${name.toLowerCase()}.log`),
      stopBy: { signal: 'SIGTERM', graceMs },
    });
    onStarted(running);
    await awaitHealthy(running, isHealthy(ports, running), HEALTH_TIMEOUT_MS);
  }
}
