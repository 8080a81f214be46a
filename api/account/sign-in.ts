import { createHash, randomBytes } from 'node:crypto';
import { uuidv7 } from 'uuidv7';
import { z } from 'zod';
import { writeAudit } from '../../db/audit/write-audit';
import { findCredentials } from '../../db/account/find-credentials';
import { countFailures, forgetFailures, recordFailure, type SignInOrigin } from '../../db/account/sign-in-failures';
import { insertSession, type SignedInPerson } from '../../db/account/sessions';
import { inTransaction } from '../../db/shared/transaction';
import { MS_PER_DAY, MS_PER_MINUTE } from '../../domain/time/calendar';
import type { ApiDeps } from '../http/api-deps';
import { AppError } from '../http/app-error';
import { hashToken } from '../http/authenticate';
import { instantField } from '../http/fields';
import { defineRoute, type RequestMeta } from '../http/route';
import { refuseCrossSite } from '../http/same-origin';
import { userSchema } from './account-schemas';
import { isRightPassword } from './passwords';
import { sessionCookie } from './session-cookie';
import { toUser } from './to-user';

const SESSION_MS = 30 * MS_PER_DAY;
const FAILURE_WINDOW_MS = 15 * MS_PER_MINUTE;
/** For one e-mail from one address. */
const MAX_FAILURES = 5;
/** From one address: trying many e-mails is no way around. */
const MAX_FAILURES_OF_ADDRESS = 50;

export const signIn = defineRoute({
  method: 'POST',
  path: '/v1/sessions',
  access: 'public',
  tag: 'Account',
  summary: 'Sign in with e-mail and password',
  rateLimit: 'signIn',
  errors: ['wrong_credentials', 'cross_site_request', 'too_many_attempts'],
  request: {
    headers: z.object({ 'sec-fetch-site': z.string().optional(), origin: z.string().optional() }),
    body: z.strictObject({ email: z.string().min(1).max(254), password: z.string().min(1).max(200) }),
  },
  responses: {
    201: {
      description: 'Signed in. The token goes into "Authorization: Bearer …"; browsers get the same as a cookie',
      body: z.strictObject({ token: z.string(), expiresAt: instantField, user: userSchema }),
    },
  },
  async handler({ body, headers, meta }, deps) {
    refuseCrossSite(headers, deps.settings.publicUrl);
    const email = body.email.trim().toLowerCase();
    const origin = { emailHash: createHash('sha256').update(email).digest('hex'), ip: meta.ip };
    await refuseWhenLocked(deps, origin, meta);
    const credentials = await findCredentials(deps.db, email);
    const isRight = await isRightPassword(credentials?.passwordHash, body.password);
    if (!isRight || credentials === undefined) throw new AppError('wrong_credentials');
    const session = await openSession(deps, { person: credentials.person, origin, meta });
    const cookie = sessionCookie(session.token, SESSION_MS / 1_000, deps.settings.publicUrl);
    return { status: 201, body: { ...session, user: toUser(credentials.person) }, headers: { 'Set-Cookie': cookie } };
  },
});

async function refuseWhenLocked(deps: ApiDeps, origin: SignInOrigin, meta: RequestMeta): Promise<void> {
  const nowMs = Date.parse(meta.at);
  const since = new Date(nowMs - FAILURE_WINDOW_MS).toISOString();
  const before = await countFailures(deps.db, origin, since);
  const isLocked = before.ofPair >= MAX_FAILURES || before.ofAddress >= MAX_FAILURES_OF_ADDRESS;
  if (!isLocked) {
    await recordFailure(deps.db, origin, meta.at);
    const after = await countFailures(deps.db, origin, since);
    if (after.ofPair <= MAX_FAILURES && after.ofAddress <= MAX_FAILURES_OF_ADDRESS) return;
  }
  const freeAtMs = Date.parse(before.oldest ?? meta.at) + FAILURE_WINDOW_MS;
  throw new AppError('too_many_attempts', { retryAfterSeconds: Math.max(1, Math.ceil((freeAtMs - nowMs) / 1_000)) });
}

interface Opening {
  readonly person: SignedInPerson;
  readonly origin: SignInOrigin;
  readonly meta: RequestMeta;
}

async function openSession(
  deps: ApiDeps,
  { person, origin, meta }: Opening
): Promise<{ token: string; expiresAt: string }> {
  const token = randomBytes(32).toString('base64url');
  const expiresAt = new Date(Date.parse(meta.at) + SESSION_MS).toISOString();
  const { userId } = person.actor;
  const sessionId = uuidv7();
  await inTransaction(deps.db, async (trx) => {
    const { ip, userAgent, at } = meta;
    await insertSession(trx, { sessionId, tokenHash: hashToken(token), userId, ip, userAgent, at, expiresAt });
    await forgetFailures(trx, origin);
    const source = { ...meta.source, actorKind: 'user', actorId: userId } as const;
    await writeAudit(trx, { at, source, what: 'session.opened', subject: { type: 'session', id: sessionId } });
  });
  return { token, expiresAt };
}
