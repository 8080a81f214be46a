/**
 * Runs the test suite with servers of its own:
 *
 *   npm test                                  all layers
 *   npm test -- --layers unit,db              some of them
 *   npm test -- --layers api -- -t "sign in"  with arguments for Jest
 *   npm test -- --record-histories            records the histories that the replay layer compares
 */
import './lib/check-node.mjs';
import { parseArgs } from 'node:util';

import { ensureDependencies } from './lib/dependencies.mjs';
import { endShortLived } from './lib/short-lived.mjs';
import { explain } from './lib/start-error.mjs';
import { stopRequest } from './lib/stop-request.mjs';
import { chooseLayers } from './lib/test-layers.mjs';
import { TestRun } from './lib/test-run.mjs';

const say = (sentence) => process.stdout.write(`${sentence}\n`);
const stop = stopRequest();

async function main() {
  const { values, positionals } = parseArgs({
    options: { layers: { type: 'string' }, 'record-histories': { type: 'boolean', default: false } },
    allowPositionals: true,
  });
  const record = values['record-histories'];
  const run = new TestRun({ layers: chooseLayers(record ? 'workflows' : values.layers), say });
  try {
    const finished = (async () => {
      await ensureDependencies(say);
      return run.run({ jestArgs: positionals, extraEnv: record ? { PURSER_RECORD_HISTORIES: '1' } : {} });
    })();
    const failed = await Promise.race([finished, stop.then(() => undefined)]);
    if (failed === undefined) say('\nStopped before the end.');
    return failed === 0 ? 0 : 1;
  } finally {
    endShortLived();
    await run.stop();
  }
}

try {
  process.exit(await main());
} catch (error) {
  process.stderr.write(`${explain(error)}\n`);
  process.exit(1);
}
