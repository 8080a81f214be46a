import { randomUUID } from 'node:crypto';
import { Connection, type WorkflowClient } from '@temporalio/client';
import type { WorkflowDirectory } from '../../gateways/shared/workflow-directory';
import { createWorkflowDirectory } from '../../worker/workflow-directory';
import { eventually } from '../support/eventually';
import { createFakeWorkflowDirectory } from '../support/steps/fake-workflow-directory';
import { connectTestClient, testTemporalAddress, uniqueTaskQueue } from '../support/servers/test-temporal';
import { failureOf } from './support/failure-of';

jest.setTimeout(30_000);

interface Subject {
  readonly directory: WorkflowDirectory;
  begin(workflowId: string): Promise<void>;
  /** Ended by somebody, not by itself. */
  break(workflowId: string): Promise<void>;
  close(): Promise<void>;
}

const settings = { namespace: 'default', realNowMs: Date.now };

async function atTemporal(): Promise<Subject> {
  const { client, close } = await connectTestClient('default');
  const connection = await Connection.connect({ address: testTemporalAddress() });
  const workflows: WorkflowClient = client.workflow;
  const taskQueue = uniqueTaskQueue('directory');
  return {
    directory: createWorkflowDirectory(connection, settings),
    // Nobody works on the queue: it runs, and does nothing.
    begin: async (workflowId) => {
      await workflows.start('order', { workflowId, taskQueue, args: [] });
    },
    break: async (workflowId) => {
      await workflows.getHandle(workflowId).terminate();
    },
    close: async () => {
      await connection.close();
      await close();
    },
  };
}

function theFake(): Promise<Subject> {
  const directory = createFakeWorkflowDirectory();
  return Promise.resolve({
    directory,
    begin: (id) => Promise.resolve(void directory.running.add(id)),
    break: async (id) => {
      directory.running.delete(id);
      directory.broken.add(id);
      await Promise.resolve();
    },
    close: () => Promise.resolve(),
  });
}

describe.each([
  ['Temporal', atTemporal],
  ['the fake', theFake],
])('WorkflowDirectory by %s', (_name, create) => {
  let subject: Subject;
  beforeAll(async () => {
    subject = await create();
  });
  afterAll(() => subject.close());

  it('tells which of many run, by their list and exactly', async () => {
    const [running, ended, never] = [1, 2, 3].map(() => `order-${randomUUID()}`) as [string, string, string];
    const since = new Date(Date.now() - 60_000).toISOString();
    await subject.begin(running);
    await subject.begin(ended);
    await subject.break(ended);
    const { directory } = subject;
    const ids = [running, ended, never];
    await eventually(async () => [...(await directory.listRunning(ids))].join() === running);
    expect(await Promise.all(ids.map((id) => directory.isRunning(id)))).toEqual([true, false, false]);
    await eventually(async () => (await brokenSince(directory, since)).includes(ended));
    expect(await brokenSince(directory, since)).not.toContain(running);
    await subject.break(running);
  });

  it('is asked for nothing by nobody, and finds nothing under odd names', async () => {
    expect([...(await subject.directory.listRunning([]))]).toEqual([]);
    expect([...(await subject.directory.listRunning(["x') or (ExecutionStatus = 'Running"]))]).toEqual([]);
  });
});

async function brokenSince(directory: WorkflowDirectory, since: string): Promise<string[]> {
  const ids: string[] = [];
  let page: string | null = null;
  do {
    const found = await directory.listBroken(since, page);
    ids.push(...found.workflowIds);
    page = found.next;
  } while (page !== null);
  return ids;
}

describe('the directory', () => {
  it('says so when Temporal is away', async () => {
    const connection = Connection.lazy({ address: '127.0.0.1:1', connectTimeout: 500 });
    const directory = createWorkflowDirectory(connection, settings);
    const failure = await failureOf(directory.isRunning('order-1'));
    expect([failure.kind, failure.code]).toEqual(['unavailable', 'temporal_unavailable']);
    await connection.close();
  });
});
