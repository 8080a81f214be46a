import type { NativeConnection } from '@temporalio/worker';
import { DEPLOYMENT_NAME } from '../workflows/contracts/ids';

const TRIES = 50;
const BETWEEN_MS = 100;

/**
 * Makes this build the one that new workflows run on. A version is known to the server only after its worker has polled, so
 * the first tries may find none. Releases do this by their runbook instead; `dev` does it by itself.
 */
export async function setCurrentVersion(
  connection: NativeConnection,
  namespace: string,
  buildId: string
): Promise<void> {
  for (let tries = 1; ; tries += 1) {
    try {
      await connection.workflowService.setWorkerDeploymentCurrentVersion({
        namespace,
        deploymentName: DEPLOYMENT_NAME,
        buildId,
        identity: 'purser-worker',
        ignoreMissingTaskQueues: true,
      });
      return;
    } catch (error) {
      if (tries >= TRIES)
        throw new Error(`The build ${buildId} could not be made current at Temporal.`, { cause: error });
      await new Promise((resolve) => setTimeout(resolve, BETWEEN_MS));
    }
  }
}
