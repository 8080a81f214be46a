/**
 * Keeps orders flowing under random kills, then compares everything:
 *
 *   npm run soak -- --minutes 10 [--seed 7]
 */
import './lib/check-node.mjs';
import { parseArgs } from 'node:util';

import { prepareChaos } from './lib/chaos-run.mjs';
import { runTypeScript } from './lib/run-typescript.mjs';
import { endShortLived } from './lib/short-lived.mjs';
import { explain } from './lib/start-error.mjs';
import { stopRequest } from './lib/stop-request.mjs';

const say = (sentence) => process.stdout.write(`${sentence}\n`);
const stop = stopRequest();
const { values } = parseArgs({
  options: { minutes: { type: 'string', default: '10' }, seed: { type: 'string', default: '1' } },
});

async function main() {
  const env = await prepareChaos(say);
  return runTypeScript('test/chaos/run-soak.ts', ['--minutes', values.minutes, '--seed', values.seed], env);
}

try {
  const code = await Promise.race([main(), stop.then(() => 1)]);
  endShortLived();
  process.exit(code);
} catch (error) {
  process.stderr.write(`${explain(error)}\n`);
  process.exit(1);
}
