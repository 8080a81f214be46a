/** Builds what changed, then runs a compiled program: node scripts/with-build.mjs dist/db/dump-main.js [arguments] */
import './lib/check-node.mjs';
import { spawn } from 'node:child_process';

import { buildServer } from './lib/build.mjs';
import { ensureDependencies } from './lib/dependencies.mjs';
import { repoRoot } from './lib/paths.mjs';
import { explain } from './lib/start-error.mjs';

const say = (sentence) => process.stderr.write(`${sentence}\n`);

try {
  await ensureDependencies(say);
  await buildServer(say);
  const program = spawn(process.execPath, ['--enable-source-maps', ...process.argv.slice(2)], {
    cwd: repoRoot,
    stdio: 'inherit',
  });
  program.once('exit', (code) => (process.exitCode = code ?? 1));
} catch (error) {
  say(explain(error));
  process.exitCode = 1;
}
