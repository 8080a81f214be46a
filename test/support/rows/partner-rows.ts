import { uuidv7 } from 'uuidv7';
import type { PartnerRight, Role } from '../../../domain/access/role';
import type { Db } from '../../../db/shared/connection';

export const AT = '2026-11-23T08:00:00.000Z';

export interface PartnerRows {
  readonly partnerId: string;
  readonly userId: string;
  readonly companyId: string;
}

export async function insertUser(
  db: Db,
  user: { readonly role: Role; readonly partnerId: string | null; readonly rights?: readonly PartnerRight[] }
): Promise<string> {
  const userId = uuidv7();
  await db('users').insert({
    user_id: userId,
    email: `${userId}@people.example`,
    name: `Person ${userId.slice(-4)}`,
    password_hash: 'none',
    role: user.role,
    partner_id: user.partnerId,
    rights: [...(user.rights ?? [])],
    created_at: AT,
  });
  return userId;
}

/** A partner with its main user and one company. */
export async function insertPartner(
  db: Db,
  options: { readonly accountManagerId?: string; readonly distributorId?: string; readonly currency?: string } = {}
): Promise<PartnerRows> {
  const partnerId = uuidv7();
  await db('partners').insert({
    partner_id: partnerId,
    partner_code: `code-${partnerId}`,
    name: `Partner ${partnerId.slice(-4)}`,
    currency: options.currency ?? 'USD',
    seller_id: 'seller-eu',
    tier: 'gold',
    account_manager_id: options.accountManagerId ?? null,
    distributor_id: options.distributorId ?? null,
    created_at: AT,
  });
  const userId = await insertUser(db, { role: 'partner', partnerId });
  const companyId = `WP-${partnerId.slice(-12)}`;
  await insertCompany(db, partnerId, companyId);
  return { partnerId, userId, companyId };
}

export async function insertCompany(db: Db, partnerId: string, companyId: string): Promise<void> {
  await db('companies').insert({
    company_id: companyId,
    partner_id: partnerId,
    name: `Company ${companyId}`,
    time_zone: 'UTC',
    taken_over_at: AT,
  });
}
