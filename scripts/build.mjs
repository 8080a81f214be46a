import './lib/check-node.mjs';
import { buildPortal, buildServer } from './lib/build.mjs';
import { ensureDependencies } from './lib/dependencies.mjs';
import { explain } from './lib/start-error.mjs';

const say = (sentence) => process.stdout.write(`${sentence}\n`);

try {
  await ensureDependencies(say);
  await buildServer(say);
  await buildPortal(say);
} catch (error) {
  process.stderr.write(`${explain(error)}\n`);
  process.exitCode = 1;
}
