import { z } from 'zod';
import { readDatabaseHealth } from '../../db/shared/database-health';
import { defineRoute } from '../http/route';

const readiness = z.strictObject({
  status: z.enum(['ready', 'not_ready']),
  checks: z.strictObject({
    process: z.enum(['ok', 'stopping']),
    database: z.enum(['ok', 'unreachable', 'schema_too_old']),
    workflows: z.enum(['ok', 'unreachable']),
  }),
});

export const ready = defineRoute({
  method: 'GET',
  path: '/health/ready',
  access: 'public',
  tag: 'Health',
  summary: 'Whether requests should be sent here',
  responses: {
    200: { description: 'Database, schema and workflow engine answer', body: readiness },
    503: { description: 'Something is away; `checks` says what', body: readiness },
  },
  async handler(_input, deps) {
    const [database, reachable] = await Promise.all([readDatabaseHealth(deps.db), deps.workflows.isReachable()]);
    const checks = {
      process: deps.stopping.aborted ? ('stopping' as const) : ('ok' as const),
      database,
      workflows: reachable ? ('ok' as const) : ('unreachable' as const),
    };
    const isReady = Object.values(checks).every((check) => check === 'ok');
    return isReady
      ? { status: 200, body: { status: 'ready', checks } }
      : { status: 503, body: { status: 'not_ready', checks }, headers: { 'Retry-After': '2' } };
  },
});
