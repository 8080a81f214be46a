import { z } from 'zod';
import { writeAudit } from '../../db/audit/write-audit';
import { inTransaction } from '../../db/shared/transaction';
import { closeTask } from '../../db/task/close-task';
import { readTask } from '../../db/task/task-read-model';
import { AppError } from '../http/app-error';
import { idField, linesField } from '../http/fields';
import { defineRoute } from '../http/route';
import { taskSchema, toTaskAnswer } from './task-schemas';

const closing = z
  .strictObject({ state: z.enum(['done', 'dismissed']), reason: linesField(1_000).trim().default('') })
  .refine(({ state, reason }) => state === 'done' || reason !== '', {
    path: ['reason'],
    error: 'is needed to dismiss a task: say why nothing has to be done',
    params: { code: 'required' },
  });

export const closeTaskRoute = defineRoute({
  method: 'POST',
  path: '/v1/tasks/:taskId/close',
  access: 'task.close',
  tag: 'Tasks',
  summary: 'Close a task as done, or dismiss it with a reason',
  notFound: 'task_not_found',
  errors: ['wrong_state'],
  request: { params: z.strictObject({ taskId: idField }), body: closing },
  responses: { 200: { description: 'Closed', body: taskSchema } },
  async handler({ params: { taskId }, body: { state, reason }, caller, meta }, deps) {
    const { userId, role } = caller.actor;
    const reader = { userId, role };
    if ((await readTask(deps.db, reader, taskId)) === null) throw new AppError('task_not_found');
    const closed = await inTransaction(deps.db, async (trx) => {
      const isClosed = await closeTask(trx, {
        task: { taskId },
        state,
        reason: reason === '' ? null : reason,
        by: userId,
        at: meta.at,
      });
      const subject = { type: 'task', id: taskId };
      if (isClosed) await writeAudit(trx, { at: meta.at, source: meta.source, what: `task.${state}`, subject });
      return isClosed;
    });
    const task = await readTask(deps.db, reader, taskId);
    if (task === null) throw new AppError('task_not_found');
    if (!closed) throw new AppError('wrong_state', { extra: { currentState: task.state } });
    return { status: 200, body: toTaskAnswer(task) };
  },
});
