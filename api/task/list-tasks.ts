import { z } from 'zod';
import { listTasks } from '../../db/task/task-read-model';
import { TASK_KINDS, TASK_STATES } from '../../domain/task/task-kind';
import { companyIdField, idField } from '../http/fields';
import { pageOf, pageQuery, timeCursor, toPage } from '../http/paging';
import { defineRoute } from '../http/route';
import { taskSchema, toTaskAnswer } from './task-schemas';

const query = pageQuery.extend({
  state: z.enum(TASK_STATES).optional(),
  kind: z.enum(TASK_KINDS).optional(),
  orderId: idField.optional(),
  companyId: companyIdField.optional(),
});
const place = timeCursor('openedAt', 'taskId');

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
      after: place.read(cursor),
      limit: limit + 1,
    });
    const page = toPage(tasks, limit, place.of);
    return { status: 200, body: { items: page.items.map(toTaskAnswer), nextCursor: page.nextCursor } };
  },
});
