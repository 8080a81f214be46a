import { LOCALES, type Locale } from '../../domain/billing/billing-data';
import type { Role } from '../../domain/access/role';
import type { Db } from '../shared/connection';
import type { Recipient } from './mail-row';

export interface UserRecipient {
  readonly userId: string;
  readonly recipient: Recipient;
  readonly locale: Locale;
}

interface Row {
  user_id: string;
  email: string;
  name: string;
  locale: string;
  role: string;
  disabled_at: string | null;
}

const COLUMNS = ['user_id', 'email', 'name', 'locale'] as const;
const MOST_OF_A_ROLE = 100;

/** Null when there is no such user, or access has ended. */
export async function readUserRecipient(db: Db, userId: string): Promise<UserRecipient | null> {
  const row = await db<Row>('users')
    .where({ user_id: userId })
    .whereNull('disabled_at')
    .first(...COLUMNS);
  return row === undefined ? null : toRecipient(row);
}

/** Everybody who has the role and still has access, 100 at most. */
export async function readRecipientsOfRole(db: Db, role: Role): Promise<UserRecipient[]> {
  const rows = await db<Row>('users')
    .where({ role })
    .whereNull('disabled_at')
    .orderBy('user_id')
    .limit(MOST_OF_A_ROLE)
    .select(...COLUMNS);
  return rows.map(toRecipient);
}

export interface OrderContacts {
  readonly partnerName: string;
  readonly companyName: string;
  readonly accountManager: UserRecipient | null;
  readonly distributor: UserRecipient | null;
}

/** Names of partner and company, and who looks after the partner. @throws Error when one of them is not there. */
export async function readOrderContacts(
  db: Db,
  { partnerId, companyId }: { readonly partnerId: string; readonly companyId: string }
): Promise<OrderContacts> {
  const found = await db.raw<{ rows: ContactsRow[] }>(
    `select p.name as partner_name, c.name as company_name, p.account_manager_id, p.distributor_id
       from partners p, companies c where p.partner_id = ? and c.company_id = ?`,
    [partnerId, companyId]
  );
  const row = found.rows[0];
  if (row === undefined) throw new Error(`there is no partner ${partnerId} or no company ${companyId}`);
  const userOf = (userId: string | null) => (userId === null ? null : readUserRecipient(db, userId));
  return {
    partnerName: row.partner_name,
    companyName: row.company_name,
    accountManager: await userOf(row.account_manager_id),
    distributor: await userOf(row.distributor_id),
  };
}

interface ContactsRow {
  partner_name: string;
  company_name: string;
  account_manager_id: string | null;
  distributor_id: string | null;
}

function toRecipient(row: Pick<Row, (typeof COLUMNS)[number]>): UserRecipient {
  return {
    userId: row.user_id,
    recipient: { name: row.name, address: row.email },
    locale: LOCALES.find((known) => known === row.locale) ?? 'en',
  };
}
