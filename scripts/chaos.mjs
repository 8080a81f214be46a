/**
 * Runs the crash matrix on servers of its own and writes docs/crash-matrix.md:
 *
 *   npm run chaos                                  everything that this build has not run yet, in two lanes
 *   npm run chaos -- --seed 7                      other batches
 *   npm run chaos -- --shard 1/3                   a third of it; the parts share their results in .cache/chaos/
 *   npm run chaos -- --seed 7 --only worker-03     one batch again, as the report names it
 *   npm run chaos -- --fresh                       forgets what was run before
 */
import './lib/check-node.mjs';
import { createHash } from 'node:crypto';
import fs from 'node:fs';
import path from 'node:path';
import { parseArgs } from 'node:util';

import { prepareChaos } from './lib/chaos-run.mjs';
import { filesBelow } from './lib/fingerprint.mjs';
import { repoRoot } from './lib/paths.mjs';
import { runTypeScript } from './lib/run-typescript.mjs';
import { endShortLived } from './lib/short-lived.mjs';
import { explain } from './lib/start-error.mjs';
import { stopRequest } from './lib/stop-request.mjs';

const REPORT = 'docs/crash-matrix.md';
const say = (sentence) => process.stdout.write(`${sentence}\n`);
const stop = stopRequest();

const { values } = parseArgs({
  options: {
    seed: { type: 'string', default: '1' },
    shard: { type: 'string', default: '1/1' },
    lanes: { type: 'string', default: '2' },
    only: { type: 'string' },
    fresh: { type: 'boolean', default: false },
  },
});

async function main() {
  const env = await prepareChaos(say);
  const { seed, only } = values;
  const state = path.join(repoRoot, '.cache', 'chaos', `${seed}-${contentsOf('dist', 'test/support/chaos')}`);
  if (values.fresh) fs.rmSync(state, { recursive: true, force: true });
  for (const name of only?.split(',') ?? []) fs.rmSync(path.join(state, `${name}.json`), { force: true });
  const lane = (shard) => runTypeScript('test/chaos/run-matrix.ts', args({ state, seed, shard, only }), env);
  const codes = await Promise.all(shards().map(lane));
  const report = await runTypeScript('test/chaos/write-report.ts', args({ state, seed, to: REPORT }));
  return Math.max(report, ...codes);
}

/** Our part of the work, in lanes: while one waits for a time-out the other works. */
function shards() {
  const [part, parts] = values.shard.split('/').map(Number);
  const lanes = Number(values.lanes);
  return Array.from({ length: lanes }, (_, index) => `${(part - 1) * lanes + index + 1}/${parts * lanes}`);
}

const args = (options) =>
  Object.entries(options).flatMap(([name, value]) => (value === undefined ? [] : [`--${name}`, value]));

/** Results of another build, or of other points, are results of something else. */
function contentsOf(...folders) {
  const hash = createHash('sha256');
  for (const folder of folders) {
    const files = filesBelow(path.join(repoRoot, folder)).filter((file) => /\.(js|c?ts|cjs)$/.test(file));
    for (const file of files.sort()) hash.update(file.slice(repoRoot.length)).update(fs.readFileSync(file));
  }
  return hash.digest('hex').slice(0, 10);
}

try {
  const code = await Promise.race([main(), stop.then(() => undefined)]);
  if (code === undefined) say('\nStopped before the end; the next run goes on from here.');
  endShortLived();
  process.exit(code ?? 1);
} catch (error) {
  process.stderr.write(`${explain(error)}\n`);
  process.exit(1);
}
