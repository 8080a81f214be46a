import { uuidv7 } from 'uuidv7';
import { hashToken } from '../../../api/http/authenticate';
import type { PartnerRight, Role } from '../../../domain/access/role';
import type { Database } from '../../../db/shared/connection';

export interface PartnerOptions {
  readonly code?: string;
  readonly currency?: string;
  readonly sellerId?: string;
  readonly tier?: string;
  readonly accountManagerId?: string;
  readonly distributorId?: string;
}

let count = 0;

/** Returns the partner's id. */
export async function insertPartner(db: Database, at: string, options: PartnerOptions = {}): Promise<string> {
  count += 1;
  const partnerId = `partner-${count}`;
  await db('partners').insert({
    partner_id: partnerId,
    partner_code: options.code ?? `P-${count}`,
    name: `Partner ${count}`,
    currency: options.currency ?? 'USD',
    seller_id: options.sellerId ?? 'seller-eu',
    tier: options.tier ?? 'gold',
    account_manager_id: options.accountManagerId ?? null,
    distributor_id: options.distributorId ?? null,
    created_at: at,
  });
  return partnerId;
}

export interface UserOptions {
  readonly role: Role;
  readonly partnerId?: string;
  readonly rights?: readonly PartnerRight[];
  readonly email?: string;
  readonly passwordHash?: string;
}

export interface TestUser {
  readonly userId: string;
  readonly email: string;
  /** Of a session that is open already. */
  readonly token: string;
}

export async function insertUser(db: Database, at: string, options: UserOptions): Promise<TestUser> {
  count += 1;
  const userId = uuidv7();
  const email = options.email ?? `person-${count}@example.com`;
  await db('users').insert({
    user_id: userId,
    email,
    name: `Person ${count}`,
    password_hash: options.passwordHash ?? 'none',
    role: options.role,
    partner_id: options.partnerId ?? null,
    rights: [...(options.rights ?? [])],
    created_at: at,
  });
  return { userId, email, token: await insertSession(db, at, userId) };
}

/** Returns the token of a new session that lives 30 days. */
export async function insertSession(db: Database, at: string, userId: string): Promise<string> {
  const token = Buffer.from(`${uuidv7()}${uuidv7()}`.replaceAll('-', '').slice(0, 64), 'hex').toString('base64url');
  await db('sessions').insert({
    session_id: uuidv7(),
    token_hash: hashToken(token),
    user_id: userId,
    created_at: at,
    expires_at: new Date(Date.parse(at) + 30 * 86_400_000).toISOString(),
  });
  return token;
}
