import './lib/check-node.mjs';
import { parseArgs } from 'node:util';

import { buildPortal, buildServer } from './lib/build.mjs';
import { sampleData } from './lib/database-setup.mjs';
import { ensureDependencies } from './lib/dependencies.mjs';
import { Installation } from './lib/installation.mjs';
import { runDemo } from './lib/demo-run.mjs';
import { endShortLived } from './lib/short-lived.mjs';
import { explain, StartError } from './lib/start-error.mjs';
import { stopRequest } from './lib/stop-request.mjs';
import { summary } from './lib/summary.mjs';

const { values } = parseArgs({ options: { demo: { type: 'boolean', default: false } } });
const began = performance.now();
const say = (sentence) => process.stdout.write(`${sentence}\n`);
const stop = stopRequest();

async function main() {
  const installation = new Installation(say);
  try {
    await installation.take();
    const started = await Promise.race([startUp(installation), stop.then(() => undefined)]);
    return started ? await serve(installation, started) : 0;
  } finally {
    endShortLived();
    await installation.stop();
  }
}

async function startUp(installation) {
  await ensureDependencies(say);
  await buildServer(say);
  await buildPortal(say);
  return installation.start();
}

async function serve(installation, result) {
  const sample = await sampleData(result.env);
  say(
    `\nPurser runs (up in ${((performance.now() - began) / 1000).toFixed(1)} s).\n\n${summary({ ...result, sample })}\n`
  );
  const crash = installation.crash().then((sentence) => {
    throw new StartError(sentence);
  });
  if (values.demo) return Promise.race([runDemo(result.env), crash, stop.then(() => 1)]);
  say('Ctrl-C stops everything; the data stay in .purser/.');
  await Promise.race([stop, crash]);
  return 0;
}

try {
  process.exit(await main());
} catch (error) {
  process.stderr.write(`\n${explain(error)}\n`);
  process.exit(1);
}
