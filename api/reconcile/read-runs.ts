import { z } from 'zod';
import { listRuns, readRun } from '../../db/reconcile/run-read-model';
import { AppError } from '../http/app-error';
import { idField } from '../http/fields';
import { pageOf, pageQuery, timeCursor, toPage } from '../http/paging';
import { defineRoute } from '../http/route';
import { runSchema, toRunAnswer } from './run-schemas';

const place = timeCursor('wantedAt', 'runId');

export const listRunsRoute = defineRoute({
  method: 'GET',
  path: '/v1/reconciliations',
  access: 'reconcile.run',
  tag: 'Reconciliations',
  summary: 'Comparisons of provider, database, Temporal and Workplace, newest first',
  request: { query: pageQuery },
  responses: { 200: { description: 'One page', body: pageOf(runSchema) } },
  async handler({ query: { limit, cursor } }, deps) {
    const runs = await listRuns(deps.db, { after: place.read(cursor), limit: limit + 1 });
    const { items, nextCursor } = toPage(runs, limit, place.of);
    return { status: 200, body: { items: items.map(toRunAnswer), nextCursor } };
  },
});

export const readRunRoute = defineRoute({
  method: 'GET',
  path: '/v1/reconciliations/:runId',
  access: 'reconcile.run',
  tag: 'Reconciliations',
  summary: 'One comparison, with what it found',
  notFound: 'reconciliation_not_found',
  request: { params: z.strictObject({ runId: idField }) },
  responses: { 200: { description: 'The run as it stands', body: runSchema } },
  async handler({ params: { runId } }, deps) {
    const run = await readRun(deps.db, runId);
    if (run === null) throw new AppError('reconciliation_not_found');
    return { status: 200, body: toRunAnswer(run) };
  },
});
