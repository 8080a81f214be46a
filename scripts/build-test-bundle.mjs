/** Bundles the workflows for tests that are run by hand: prints the line that points `npx jest` at the bundle. */
import './lib/check-node.mjs';
import os from 'node:os';
import path from 'node:path';

import { explain } from './lib/start-error.mjs';
import { bundleWorkflows } from './lib/workflow-bundle.mjs';

const target = path.resolve(process.argv[2] ?? path.join(os.tmpdir(), 'purser-test-bundle.js'));

try {
  if (!(await bundleWorkflows(target))) throw new Error('There is no workflows/index.ts to bundle.');
  process.stdout.write(`export PURSER_TEST_BUNDLE='${target}'\n`);
} catch (error) {
  process.stderr.write(`${explain(error)}\n`);
  process.exitCode = 1;
}
