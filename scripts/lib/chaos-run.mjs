import path from 'node:path';

import { buildServer } from './build.mjs';
import { ensureDependencies } from './dependencies.mjs';
import { repoRoot } from './paths.mjs';

/**
 * What the programs of the chaos tests need before they start.
 * @param {(sentence: string) => void} say
 * @returns {Promise<Record<string, string>>} settings for them
 */
export async function prepareChaos(say) {
  await ensureDependencies(say);
  await buildServer(say);
  return { PURSER_TEST_BUNDLE: path.join(repoRoot, 'dist', 'workflow-bundle.js') };
}
