import { z } from 'zod';
import { writeAudit } from '../../db/audit/write-audit';
import { revokeSession } from '../../db/account/sessions';
import { inTransaction } from '../../db/shared/transaction';
import type { ApiDeps } from '../http/api-deps';
import { AppError } from '../http/app-error';
import { idField } from '../http/fields';
import type { Caller } from '../http/caller';
import { defineRoute, type RequestMeta } from '../http/route';
import { clearedSessionCookie } from './session-cookie';

export const endCurrentSession = defineRoute({
  method: 'DELETE',
  path: '/v1/sessions/current',
  access: 'session',
  tag: 'Account',
  summary: 'Sign out',
  responses: { 204: { description: 'Signed out' } },
  async handler({ caller, meta }, deps) {
    await endSession(deps, { caller, meta, sessionId: caller.session.sessionId });
    return { status: 204, headers: { 'Set-Cookie': clearedSessionCookie(deps.settings.publicUrl) } };
  },
});

export const endOneSession = defineRoute({
  method: 'DELETE',
  path: '/v1/sessions/:sessionId',
  access: 'session',
  tag: 'Account',
  summary: 'End one of your sessions, here or elsewhere',
  notFound: 'session_not_found',
  request: { params: z.strictObject({ sessionId: idField }) },
  responses: { 204: { description: 'Ended' } },
  async handler({ caller, meta, params }, deps) {
    await endSession(deps, { caller, meta, sessionId: params.sessionId });
    return { status: 204 };
  },
});

interface Ending {
  readonly caller: Caller;
  readonly meta: RequestMeta;
  readonly sessionId: string;
}

async function endSession(deps: ApiDeps, { caller, meta, sessionId }: Ending): Promise<void> {
  await inTransaction(deps.db, async (trx) => {
    const ended = await revokeSession(trx, caller.actor.userId, sessionId, meta.at);
    if (!ended) throw new AppError('session_not_found');
    const subject = { type: 'session', id: sessionId };
    await writeAudit(trx, { at: meta.at, source: meta.source, what: 'session.ended', subject });
  });
}
