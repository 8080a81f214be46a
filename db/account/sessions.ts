import { PARTNER_RIGHTS, ROLES, type Actor } from '../../domain/access/role';
import { LOCALES, type BillingData, type Locale } from '../../domain/billing/billing-data';
import type { Instant } from '../../domain/time/iso-date';
import type { Db } from '../shared/connection';

export interface SignedInPerson {
  readonly actor: Actor;
  readonly email: string;
  readonly name: string;
  readonly locale: Locale;
  readonly billing: BillingData | null;
}

export interface FoundSession extends SignedInPerson {
  readonly sessionId: string;
  readonly expiresAt: Instant;
}

export interface PersonRow {
  readonly user_id: string;
  readonly email: string;
  readonly name: string;
  readonly role: string;
  readonly partner_id: string | null;
  readonly rights: readonly string[];
  readonly locale: string;
  readonly billing: BillingData | null;
}

export const PERSON_COLUMNS = [
  'users.user_id',
  'users.email',
  'users.name',
  'users.role',
  'users.partner_id',
  'users.rights',
  'users.locale',
  'users.billing',
] as const;

/** @throws Error when the row holds a role that this code does not know. */
export function toPerson(row: PersonRow): SignedInPerson {
  const role = ROLES.find((candidate) => candidate === row.role);
  if (role === undefined) throw new Error(`user ${row.user_id} has the unknown role ${row.role}`);
  return {
    actor: {
      userId: row.user_id,
      role,
      partnerId: row.partner_id,
      rights: PARTNER_RIGHTS.filter((right) => row.rights.includes(right)),
    },
    email: row.email,
    name: row.name,
    locale: LOCALES.find((candidate) => candidate === row.locale) ?? 'en',
    billing: row.billing,
  };
}

export interface NewSession {
  readonly sessionId: string;
  readonly tokenHash: string;
  readonly userId: string;
  readonly ip: string;
  readonly userAgent: string;
  readonly at: Instant;
  readonly expiresAt: Instant;
}

export async function insertSession(trx: Db, session: NewSession): Promise<void> {
  await trx('sessions').insert({
    session_id: session.sessionId,
    token_hash: session.tokenHash,
    user_id: session.userId,
    ip: session.ip,
    user_agent: session.userAgent,
    created_at: session.at,
    expires_at: session.expiresAt,
  });
}

/** Undefined for an unknown, expired or revoked session, and for a person who was disabled. */
export async function findSession(db: Db, tokenHash: string, at: Instant): Promise<FoundSession | undefined> {
  const row = await db('sessions')
    .join('users', 'users.user_id', 'sessions.user_id')
    .where('sessions.token_hash', tokenHash)
    .whereNull('sessions.revoked_at')
    .where('sessions.expires_at', '>', at)
    .whereNull('users.disabled_at')
    .first<(PersonRow & { session_id: string; expires_at: Instant }) | undefined>([
      'sessions.session_id',
      'sessions.expires_at',
      ...PERSON_COLUMNS,
    ]);
  return row && { sessionId: row.session_id, expiresAt: row.expires_at, ...toPerson(row) };
}

export interface OpenSession {
  readonly sessionId: string;
  readonly createdAt: Instant;
  readonly expiresAt: Instant;
  readonly ip: string | null;
  readonly userAgent: string | null;
}

/** Newest first, at most `limit`. */
export async function listOpenSessions(db: Db, userId: string, at: Instant, limit: number): Promise<OpenSession[]> {
  return db('sessions')
    .where({ user_id: userId, revoked_at: null })
    .where('expires_at', '>', at)
    .orderBy('session_id', 'desc')
    .limit(limit)
    .select<OpenSession[]>({
      sessionId: 'session_id',
      createdAt: 'created_at',
      expiresAt: 'expires_at',
      ip: 'ip',
      userAgent: 'user_agent',
    });
}

/** False when the person has no such open session. */
export async function revokeSession(trx: Db, userId: string, sessionId: string, at: Instant): Promise<boolean> {
  const changed = await trx('sessions')
    .where({ session_id: sessionId, user_id: userId, revoked_at: null })
    .where('expires_at', '>', at)
    .update({ revoked_at: at });
  return changed === 1;
}
