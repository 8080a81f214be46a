import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync } from 'node:fs';
import path from 'node:path';

const repoRoot = path.resolve(__dirname, '..', '..');
const script = path.join(repoRoot, 'scripts', 'lib', 'build-mails.mjs');
const sources = path.join(repoRoot, 'gateways', 'smtp', 'templates');

/** A directory with the compiled mail templates, made once per version of their sources, whoever asks first. */
export function testMailTemplateDir(): string {
  const dir = path.join(repoRoot, '.cache', 'mail', fingerprint());
  if (existsSync(dir)) return dir;
  const unfinished = `${dir}.${process.pid}`;
  mkdirSync(unfinished, { recursive: true });
  execFileSync(process.execPath, [script, unfinished], { stdio: 'pipe', timeout: 60_000 });
  try {
    renameSync(unfinished, dir);
  } catch (error) {
    // Another worker was first; its files are the same.
    rmSync(unfinished, { recursive: true, force: true });
    if (!existsSync(dir)) throw error;
  }
  return dir;
}

function fingerprint(): string {
  const hash = createHash('sha256').update(readFileSync(script));
  for (const name of readdirSync(sources).sort()) hash.update(name).update(readFileSync(path.join(sources, name)));
  return hash.digest('hex').slice(0, 16);
}
