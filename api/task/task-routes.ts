import type { Route } from '../http/route';
import { closeTaskRoute } from './close-task';
import { listTasksRoute } from './list-tasks';

export const TASK_ROUTES: readonly Route[] = [listTasksRoute, closeTaskRoute];
