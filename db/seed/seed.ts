import type { Instant } from '../../domain/time/iso-date';
import type { Database, Db } from '../shared/connection';
import { inTransaction } from '../shared/transaction';
import {
  ACCOUNT_MANAGER_ID,
  DISTRIBUTOR_ID,
  SAMPLE_CONTACTS,
  SAMPLE_PARTNERS,
  SAMPLE_PEOPLE,
  type SamplePerson,
} from './sample-people';

/** Sample partners, people and billing contacts. What is there stays as it is, so that it can run at every start. */
export function seed(db: Database, passwordHash: string, at: Instant): Promise<void> {
  return inTransaction(db, async (trx) => {
    const staff = SAMPLE_PEOPLE.filter((person) => person.partnerId === null);
    const members = SAMPLE_PEOPLE.filter((person) => person.partnerId !== null);
    await insertPeople(trx, staff, { passwordHash, at });
    await insertPartners(trx, at);
    await insertPeople(trx, members, { passwordHash, at });
    await insertContacts(trx, at);
  });
}

async function insertPeople(
  trx: Db,
  people: readonly SamplePerson[],
  { passwordHash, at }: { readonly passwordHash: string; readonly at: Instant }
): Promise<void> {
  const rows = people.map((person) => ({
    user_id: person.userId,
    email: person.email,
    name: person.name,
    password_hash: passwordHash,
    role: person.role,
    partner_id: person.partnerId,
    rights: [...person.rights],
    locale: person.locale,
    billing: person.billing === null ? null : JSON.stringify(person.billing),
    created_at: at,
  }));
  await trx('users').insert(rows).onConflict().ignore();
}

async function insertPartners(trx: Db, at: Instant): Promise<void> {
  const rows = SAMPLE_PARTNERS.map(({ partnerId, name, currency, sellerId, tier }) => ({
    partner_id: partnerId,
    partner_code: partnerId,
    name,
    currency,
    seller_id: sellerId,
    tier,
    account_manager_id: ACCOUNT_MANAGER_ID,
    distributor_id: DISTRIBUTOR_ID,
    created_at: at,
  }));
  await trx('partners').insert(rows).onConflict().ignore();
}

async function insertContacts(trx: Db, at: Instant): Promise<void> {
  const rows = SAMPLE_CONTACTS.map(({ contactId, partnerId, data, remark }) => ({
    contact_id: contactId,
    partner_id: partnerId,
    data: JSON.stringify(data),
    remark,
    created_at: at,
    updated_at: at,
  }));
  await trx('billing_contacts').insert(rows).onConflict().ignore();
}
