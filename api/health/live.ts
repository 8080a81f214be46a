import { z } from 'zod';
import { defineRoute } from '../http/route';

export const live = defineRoute({
  method: 'GET',
  path: '/health/live',
  access: 'public',
  tag: 'Health',
  summary: 'Whether the process runs',
  responses: { 200: { description: 'It runs', body: z.strictObject({ status: z.literal('live') }) } },
  handler: () => ({ status: 200, body: { status: 'live' } }),
});
