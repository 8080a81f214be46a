import fs from 'node:fs';
import path from 'node:path';

import { repoRoot } from './paths.mjs';
import { runNode } from './run-node.mjs';
import { StartError } from './start-error.mjs';

const MIGRATE = 'dist/db/migrate-main.js';
const SEED = 'dist/db/seed-main.js';

/** Brings the schema up to date and adds the sample data that are missing. */
export async function prepareDatabase(env, say) {
  await runStep('The migrations', [MIGRATE], env, say);
  await runStep('The sample data', [SEED], env, say);
}

/**
 * What a newcomer can sign in with and try.
 * @returns {Promise<{ logins: { who: string, email: string, password: string }[], companies: { id: string, note?: string }[] }>}
 */
export async function sampleData(env) {
  const nothing = { logins: [], companies: [] };
  if (!fs.existsSync(path.join(repoRoot, SEED))) return nothing;
  const { ok, stdout } = await runNode(['--enable-source-maps', SEED, '--print'], { env });
  if (!ok) return nothing;
  try {
    const { logins, companies } = JSON.parse(stdout);
    return {
      logins: logins.map(({ name, email, password }) => ({ who: name, email, password })),
      companies: companies.slice(0, 2),
    };
  } catch {
    return nothing;
  }
}

async function runStep(what, program, env, say) {
  if (!fs.existsSync(path.join(repoRoot, program[0]))) {
    say(`${what} are not in this checkout (${program[0]}): going on without them.`);
    return;
  }
  const { ok, output } = await runNode(['--enable-source-maps', ...program], { env });
  if (!ok) throw new StartError(`${what} failed (node ${program.join(' ')}):\n${output.trim()}`);
}
