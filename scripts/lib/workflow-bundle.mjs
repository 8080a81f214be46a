import fs from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';

import { repoRoot } from './paths.mjs';

const require = createRequire(import.meta.url);

/**
 * Bundles everything that `workflows/index.ts` exports into one file for the worker; with the interceptors of
 * `workflows/interceptors.ts` where the project has them.
 * @param {string} target
 * @returns {Promise<boolean>} false where there are no workflows
 */
export async function bundleWorkflows(target) {
  const workflowsPath = path.join(repoRoot, 'workflows', 'index.ts');
  if (!fs.existsSync(workflowsPath)) return false;
  const interceptors = path.join(repoRoot, 'workflows', 'interceptors.ts');
  const { bundleWorkflowCode, DefaultLogger } = require('@temporalio/worker');
  const { code } = await bundleWorkflowCode({
    workflowsPath,
    workflowInterceptorModules: fs.existsSync(interceptors) ? [interceptors] : [],
    logger: new DefaultLogger('WARN'),
  });
  fs.mkdirSync(path.dirname(target), { recursive: true });
  fs.writeFileSync(target, code);
  return true;
}
