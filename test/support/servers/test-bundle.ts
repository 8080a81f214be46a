import { existsSync } from 'node:fs';
import { testEnvironment } from './test-environment';

/** Path of the workflow code that was bundled once for this test run; give it to `Worker.create` as `workflowBundle.codePath`. */
export function testBundlePath(): string {
  const file = testEnvironment('PURSER_TEST_BUNDLE');
  if (existsSync(file)) return file;
  throw new Error(
    `PURSER_TEST_BUNDLE names ${file}, which does not exist. Build it: node scripts/build-test-bundle.mjs`
  );
}
