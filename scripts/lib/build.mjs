import fs from 'node:fs';
import path from 'node:path';

import { buildMails } from './build-mails.mjs';
import { filesBelow, onceFor } from './fingerprint.mjs';
import { repoRoot } from './paths.mjs';
import { runNode } from './run-node.mjs';
import { StartError } from './start-error.mjs';
import { bundleWorkflows } from './workflow-bundle.mjs';

const dist = path.join(repoRoot, 'dist');
const isTypeScript = (file) => /\.tsx?$/.test(file);

const SETTINGS = [
  'package-lock.json',
  'tsconfig.json',
  'tsconfig.build.json',
  'scripts/lib/build.mjs',
  'scripts/lib/build-mails.mjs',
  'scripts/lib/workflow-bundle.mjs',
];

/**
 * Compiles the server into `dist/`, with the mail templates and the bundle of the workflows; nothing happens when no source changed.
 * @param {(sentence: string) => void} say
 */
export async function buildServer(say) {
  const rooms = serverRooms();
  const sources = rooms.flatMap((room) => filesBelow(path.join(repoRoot, room)));
  const settings = SETTINGS.map((file) => path.join(repoRoot, file));
  await onceFor([...sources, ...settings], path.join(dist, '.server-stamp'), async () => {
    say('Building the server …');
    await compile();
    copyAssets(sources.filter((file) => !isTypeScript(file) && !file.endsWith('.mjml')));
    removeLeftovers(rooms, new Set(sources));
    await buildMails(repoRoot, path.join(dist, 'mail'));
    await bundleWorkflows(path.join(dist, 'workflow-bundle.js'));
  });
}

/**
 * Builds the portal into `dist/portal` where the project has one.
 * @param {(sentence: string) => void} say
 */
export async function buildPortal(say) {
  const portal = path.join(repoRoot, 'portal');
  if (!fs.existsSync(path.join(portal, 'index.html'))) return;
  const files = [...filesBelow(portal), path.join(repoRoot, 'package-lock.json')];
  await onceFor(files, path.join(dist, '.portal-stamp'), async () => {
    say('Building the portal …');
    const vite = path.join(repoRoot, 'node_modules', 'vite', 'bin', 'vite.js');
    const out = ['--outDir', path.join(dist, 'portal'), '--emptyOutDir', '--logLevel', 'warn'];
    const { ok, output } = await runNode([vite, 'build', 'portal', ...out]);
    if (!ok) throw new StartError(`The portal did not build:\n${firstLines(output)}`);
  });
}

/** The directories that tsconfig.build.json names. */
function serverRooms() {
  return JSON.parse(fs.readFileSync(path.join(repoRoot, 'tsconfig.build.json'), 'utf8')).include;
}

/** The native compiler: the package called `typescript` is the older one, which the linter needs. */
async function compile() {
  const tsc = path.join(repoRoot, 'node_modules', '@typescript', 'native', 'bin', 'tsc');
  const { ok, output } = await runNode([tsc, '-p', 'tsconfig.build.json']);
  if (!ok) throw new StartError(`The server did not compile:\n${firstLines(output)}`);
}

const firstLines = (text, count = 30) => text.trim().split('\n').slice(0, count).join('\n');

function copyAssets(files) {
  for (const file of files) {
    const target = path.join(dist, path.relative(repoRoot, file));
    fs.mkdirSync(path.dirname(target), { recursive: true });
    fs.copyFileSync(file, target);
  }
}

/** What a deleted source once compiled to would still be found by `require`. */
function removeLeftovers(rooms, sources) {
  for (const file of rooms.flatMap((room) => filesBelow(path.join(dist, room)))) {
    const origin = path.join(repoRoot, path.relative(dist, file));
    const base = origin.replace(/\.js(\.map)?$/, '');
    if (![origin, `${base}.ts`, `${base}.tsx`].some((candidate) => sources.has(candidate))) fs.rmSync(file);
  }
}
