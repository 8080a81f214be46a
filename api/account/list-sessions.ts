import { z } from 'zod';
import { listOpenSessions } from '../../db/account/sessions';
import { defineRoute } from '../http/route';
import { sessionSchema } from './account-schemas';

/** More open sessions than anybody keeps; the oldest are beyond the list and expire by themselves. */
const MAX_LISTED = 100;

export const listSessions = defineRoute({
  method: 'GET',
  path: '/v1/sessions',
  access: 'session',
  tag: 'Account',
  summary: 'Your open sessions, newest first',
  responses: { 200: { description: 'At most 100', body: z.strictObject({ items: z.array(sessionSchema) }) } },
  async handler({ caller, meta }, deps) {
    const sessions = await listOpenSessions(deps.db, caller.actor.userId, meta.at, MAX_LISTED);
    const items = sessions.map((session) => ({
      ...session,
      current: session.sessionId === caller.session.sessionId,
    }));
    return { status: 200, body: { items } };
  },
});
