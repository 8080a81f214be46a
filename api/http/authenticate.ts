import { createHash } from 'node:crypto';
import type { Request } from 'express';
import { findSession } from '../../db/account/sessions';
import type { Instant } from '../../domain/time/iso-date';
import type { ApiDeps } from './api-deps';
import type { Caller } from './caller';
import { requireSameOrigin } from './same-origin';

export const SESSION_COOKIE = 'purser_session';
/** 32 random bytes in base64url; anything else cannot be a token of ours and is not looked up. */
const TOKEN_FORM = /^[A-Za-z0-9_-]{43}$/;

/** Only the hash is stored: who reads the database cannot sign in with what is there. */
export function hashToken(token: string): string {
  return createHash('sha256').update(token).digest('hex');
}

/**
 * Who the request's bearer token or cookie belongs to; null when there is none that holds.
 * @throws AppError `cross_site_request` when the cookie comes along with a write from another site
 */
export async function authenticate(req: Request, deps: ApiDeps, at: Instant): Promise<Caller | null> {
  const bearer = bearerToken(req);
  const token = bearer ?? cookieToken(req);
  if (token === undefined || !TOKEN_FORM.test(token)) return null;
  const found = await findSession(deps.db, hashToken(token), at);
  if (found === undefined) return null;
  const via = bearer === undefined ? 'cookie' : 'bearer';
  if (via === 'cookie' && req.method !== 'GET' && req.method !== 'HEAD') {
    requireSameOrigin(req.headers, deps.settings.publicUrl);
  }
  const { sessionId, expiresAt, ...person } = found;
  return { ...person, session: { sessionId, via, expiresAt } };
}

function bearerToken(req: Request): string | undefined {
  const header = req.get('authorization');
  return header === undefined ? undefined : (/^Bearer +(\S+)$/i.exec(header)?.[1] ?? '');
}

function cookieToken(req: Request): string | undefined {
  for (const pair of (req.get('cookie') ?? '').split(';')) {
    const [name, value] = pair.split('=', 2);
    if (name?.trim() === SESSION_COOKIE) return value?.trim();
  }
  return undefined;
}
