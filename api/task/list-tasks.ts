import { z } from 'zod';
import { listTasks, type Task } from '../../db/task/task-read-model';
import { TASK_KINDS, TASK_STATES } from '../../domain/task/task-kind';
import { companyIdField, idField, instantField } from '../http/fields';
import { decodeCursor, encodeCursor, pageOf, pageQuery, toPage } from '../http/paging';
import { defineRoute } from '../http/route';
import { taskSchema, toTaskAnswer } from './task-schemas';

const query = pageQuery.extend({
  state: z.enum(TASK_STATES).optional(),
  kind: z.enum(TASK_KINDS).optional(),
  orderId: idField.optional(),
  companyId: companyIdField.optional(),
});
const cursorSchema = z.tuple([instantField, idField]);

export const listTasksRoute = defineRoute({
  method: 'GET',
  path: '/v1/tasks',
  access: 'task.list',
  tag: 'Tasks',
  summary: 'What waits for your role or for you, oldest first',
  request: { query },
  responses: { 200: { description: 'One page', body: pageOf(taskSchema) } },
  async handler({ query: { limit, cursor, state, kind, orderId, companyId }, caller }, deps) {
    const { userId, role } = caller.actor;
    const tasks = await listTasks(deps.db, {
      reader: { userId, role },
      filter: {
        ...(state === undefined ? {} : { state }),
        ...(kind === undefined ? {} : { kind }),
        ...(orderId === undefined ? {} : { orderId }),
        ...(companyId === undefined ? {} : { companyId }),
      },
      after: cursor === undefined ? null : readCursor(cursor),
      limit: limit + 1,
    });
    const page = toPage(tasks, limit, cursorOf);
    return { status: 200, body: { items: page.items.map(toTaskAnswer), nextCursor: page.nextCursor } };
  },
});

const cursorOf = (last: Task): string => encodeCursor([last.openedAt, last.taskId]);

function readCursor(cursor: string): { openedAt: string; taskId: string } {
  const [openedAt, taskId] = decodeCursor(cursor, cursorSchema);
  return { openedAt, taskId };
}
