import {
  isGrpcServiceError,
  ServiceError,
  WorkflowNotFoundError,
  type Connection,
  WorkflowClient,
} from '@temporalio/client';
import { GatewayFailure } from '../gateways/shared/provider-failure';
import type { BrokenPage, WorkflowDirectory } from '../gateways/shared/workflow-directory';

export interface DirectorySettings {
  readonly namespace: string;
  readonly realNowMs: () => number;
}

const CALL_MS = 5_000;
const PAGE_SIZE = 100;
const ID_FORM = /^[A-Za-z0-9:._-]{1,255}$/;
const BROKEN = `ExecutionStatus in ('Failed', 'Terminated', 'TimedOut', 'Canceled')`;

export function createWorkflowDirectory(connection: Connection, settings: DirectorySettings): WorkflowDirectory {
  const client = new WorkflowClient({ connection, namespace: settings.namespace });
  const within = <T>(call: () => Promise<T>): Promise<T> =>
    connection.withDeadline(settings.realNowMs() + CALL_MS, call).catch((error: unknown) => {
      if (!isGrpcServiceError(error) && !(error instanceof ServiceError)) throw error;
      throw new GatewayFailure('unavailable', 'temporal_unavailable', 'Temporal gave no answer', { cause: error });
    });
  const list = (query: string, nextPageToken = new Uint8Array()) =>
    within(() =>
      connection.workflowService.listWorkflowExecutions({
        namespace: settings.namespace,
        pageSize: PAGE_SIZE,
        query,
        nextPageToken,
      })
    );
  return {
    listRunning: async (workflowIds) => {
      // An id of another form names no workflow of ours, and would be part of a query.
      const ids = workflowIds.filter((id) => ID_FORM.test(id));
      if (ids.length === 0) return new Set();
      const named = ids.map((id) => `'${id}'`).join(', ');
      const { executions } = await list(`WorkflowId in (${named}) and ExecutionStatus = 'Running'`);
      return new Set(executions.map(({ execution }) => execution?.workflowId ?? ''));
    },
    isRunning: (workflowId) =>
      within(() => client.getHandle(workflowId).describe()).then(
        ({ status }) => status.name === 'RUNNING',
        (error: unknown) => {
          if (error instanceof WorkflowNotFoundError) return false;
          throw error;
        }
      ),
    listBroken: async (since, page) => {
      const token = page === null ? new Uint8Array() : Buffer.from(page, 'base64');
      const { executions, nextPageToken } = await list(`CloseTime >= '${since}' and ${BROKEN}`, token);
      return {
        workflowIds: [...new Set(executions.map(({ execution }) => execution?.workflowId ?? ''))],
        next: nextPageToken.length === 0 ? null : Buffer.from(nextPageToken).toString('base64'),
      } satisfies BrokenPage;
    },
  };
}
