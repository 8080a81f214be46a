import type { WorkflowDirectory } from '../../../gateways/shared/workflow-directory';

/** Says of workflows what the test says; its sister before a real server is test/conformance/workflow-directory.test.ts. */
export interface FakeWorkflowDirectory extends WorkflowDirectory {
  readonly running: Set<string>;
  /** What broke in the window. */
  readonly broken: Set<string>;
  /** Running, and not in the list yet. */
  readonly unlisted: Set<string>;
}

export function createFakeWorkflowDirectory(): FakeWorkflowDirectory {
  const running = new Set<string>();
  const broken = new Set<string>();
  const unlisted = new Set<string>();
  return {
    running,
    broken,
    unlisted,
    listRunning: (ids) => Promise.resolve(new Set(ids.filter((id) => running.has(id) && !unlisted.has(id)))),
    isRunning: (id) => Promise.resolve(running.has(id)),
    listBroken: () => Promise.resolve({ workflowIds: [...broken], next: null }),
  };
}
