/**
 * Issues documents from many processes under misfortune and audits their numbers, on a Postgres of its own:
 *
 *   npm run numbers -- --minutes 2 --seed 7 --processes 8    prints the report, exits 1 on a finding
 *   npm run numbers -- --write                               writes it to docs/numbers-without-gaps.md as well
 */
import './lib/check-node.mjs';
import { spawn } from 'node:child_process';
import path from 'node:path';

import { ensureDependencies } from './lib/dependencies.mjs';
import { repoRoot } from './lib/paths.mjs';
import { endShortLived, track } from './lib/short-lived.mjs';
import { explain } from './lib/start-error.mjs';
import { stopRequest } from './lib/stop-request.mjs';
import { startTestServers } from './lib/test-servers.mjs';

const say = (sentence) => process.stderr.write(`${sentence}\n`);
const stop = stopRequest();

function run(env) {
  const program = path.join('test', 'support', 'numbers', 'numbers-main.cjs');
  return new Promise((resolve, reject) => {
    const child = track(
      spawn(process.execPath, [program, ...process.argv.slice(2)], { cwd: repoRoot, env, stdio: 'inherit' })
    );
    child.once('error', reject);
    child.once('exit', (code) => resolve(code ?? 1));
  });
}

async function main() {
  await ensureDependencies(say);
  const servers = await startTestServers({ postgres: true, temporal: false, say });
  try {
    return await Promise.race([run({ ...process.env, ...servers.env }), stop.then(() => 1)]);
  } finally {
    endShortLived();
    await servers.stop();
  }
}

try {
  process.exit(await main());
} catch (error) {
  say(explain(error));
  process.exit(1);
}
