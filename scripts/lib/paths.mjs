import path from 'node:path';
import os from 'node:os';

/** The checkout that this script belongs to. */
export const repoRoot = path.resolve(import.meta.dirname, '..', '..');

/** Everything that `npm start` keeps between starts. */
export const stateDir = path.join(repoRoot, '.purser');

/** Downloads that outlive a checkout. */
export const cacheDir = process.env.PURSER_CACHE_DIR
  ? path.resolve(process.env.PURSER_CACHE_DIR)
  : path.join(os.homedir(), '.cache', 'purser');

/** @param {string} absolute */
export const fromRoot = (absolute) => path.relative(repoRoot, absolute) || '.';
