import type { NativeConnection } from '@temporalio/worker';

const TRIES = 100;
const BETWEEN_MS = 50;

/** A version is known only after its worker has polled. */
export async function makeCurrent(
  connection: NativeConnection,
  { namespace, deploymentName }: { readonly namespace: string; readonly deploymentName: string }
): Promise<void> {
  for (let tries = 1; ; tries += 1) {
    try {
      await connection.workflowService.setWorkerDeploymentCurrentVersion({
        namespace,
        deploymentName,
        buildId: 'dev',
        identity: 'test',
        ignoreMissingTaskQueues: true,
      });
      return;
    } catch (error) {
      if (tries >= TRIES) throw error;
      await new Promise((resolve) => setTimeout(resolve, BETWEEN_MS));
    }
  }
}
