import { existsSync } from 'node:fs';
import { join } from 'node:path';

/** Where a schema file of a provider lies; null when PURSER_CONTRACTS_DIR names no folder that has it. */
export function contractFile(provider: 'paypal' | 'stripe', name: string): string | null {
  const folder = process.env['PURSER_CONTRACTS_DIR'];
  const file = folder === undefined ? null : join(folder, provider, name);
  return file !== null && existsSync(file) ? file : null;
}

/**
 * The providers' schema files are theirs and some are megabytes, so they are not in the repository. Where PURSER_CONTRACTS_DIR
 * names a folder with them the tests run; elsewhere the report counts what was left out, which nothing registered would hide.
 */
export function describeWithContracts(what: string, have: boolean, tests: () => void): void {
  if (have) describe(what, tests);
  else test.skip(`${what} (skipped: PURSER_CONTRACTS_DIR names no folder with the schemas)`, () => undefined);
}
