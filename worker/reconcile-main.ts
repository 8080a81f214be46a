import { randomUUID } from 'node:crypto';
import { Connection, WorkflowClient } from '@temporalio/client';
import { z } from 'zod';
import { DEFAULT_TASK_QUEUE, PRIORITY, reconcileWorkflowId } from '../workflows/contracts/ids';
import type { ReconcileOutcome } from '../workflows/contracts/reconcile-contract';
import type { reconcile } from '../workflows/reconcile/reconcile-workflow';
import { reconcileStart } from '../workflows/contracts/reconcile-start';

const environment = z.object({
  TEMPORAL_ADDRESS: z.string({ error: 'is missing: set it to the address of the Temporal server, such as host:7233' }),
  TEMPORAL_NAMESPACE: z.string().min(1).default('default'),
  TEMPORAL_TASK_QUEUE: z.string().min(1).default(DEFAULT_TASK_QUEUE),
});

/** `npm run reconcile`: runs one reconciliation and prints its numbers. Ends with code 1 when not everything was compared. */
async function main(): Promise<void> {
  const read = environment.safeParse(process.env);
  if (!read.success)
    throw new Error(read.error.issues.map((issue) => `${issue.path.join('.')} ${issue.message}`).join('\n'));
  const { TEMPORAL_ADDRESS: address, TEMPORAL_NAMESPACE: namespace, TEMPORAL_TASK_QUEUE: taskQueue } = read.data;
  const connection = await Connection.connect({ address });
  try {
    const workflowId = reconcileWorkflowId(randomUUID());
    const client = new WorkflowClient({ connection, namespace });
    process.stdout.write(`Started ${workflowId}; the Temporal Web UI shows how far it is.\n`);
    const outcome = await client.execute<typeof reconcile>('reconcile', {
      ...reconcileStart(workflowId, 'terminal'),
      taskQueue,
      priority: { priorityKey: PRIORITY.bulk },
    });
    process.stdout.write(`${sentencesOf(outcome).join('\n')}\n`);
    if (outcome.outcome !== 'finished') process.exitCode = 1;
  } finally {
    await connection.close();
  }
}

function sentencesOf({ runId, outcome, totals, skipped }: ReconcileOutcome): string[] {
  if (outcome === 'busy') return [`Nothing was compared: run ${runId} is under way. Wait for it, or look at it.`];
  const { compared, pages, found, tasksOpened, providerCalls, workplaceCalls } = totals;
  return [
    `Run ${runId} has ${outcome}.`,
    `${compared} compared on ${pages} pages, ${providerCalls} calls to providers, ${workplaceCalls} to Workplace.`,
    `${found} found, ${tasksOpened} tasks opened.`,
    ...(skipped.length === 0 ? [] : [`Not compared: ${skipped.join(', ')}. The next run begins where this one did.`]),
  ];
}

main().catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
});
