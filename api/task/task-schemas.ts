import { z } from 'zod';
import type { Task } from '../../db/task/task-read-model';
import { TASK_STATES } from '../../domain/task/task-kind';
import { idField, instantField } from '../http/fields';

export const taskSchema = z
  .strictObject({
    taskId: idField,
    kind: z.string(),
    subject: z.string(),
    evidence: z.record(z.string(), z.unknown()).describe('What is needed to decide: ids, amounts, codes, dates'),
    role: z.string(),
    personId: z.string().nullable(),
    partnerId: z.string().nullable(),
    orderId: z.string().nullable(),
    companyId: z.string().nullable(),
    dueAt: instantField.nullable(),
    state: z.enum(TASK_STATES),
    openedAt: instantField,
    openedBy: z.string(),
    closedAt: instantField.nullable(),
    closedBy: z.string().nullable(),
    closingReason: z.string().nullable(),
  })
  .meta({ id: 'Task' });

export type TaskAnswer = z.input<typeof taskSchema>;

export function toTaskAnswer(task: Task): TaskAnswer {
  return { ...task, evidence: { ...task.evidence } };
}
