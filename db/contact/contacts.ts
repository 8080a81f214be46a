import type { BillingData } from '../../domain/billing/billing-data';
import type { Instant } from '../../domain/time/iso-date';
import type { Db } from '../shared/connection';
import { containsPattern } from '../shared/like-pattern';
import { withinScope, type PartnerScope } from '../shared/partner-scope';

/** One entry of a partner's Billing Receiver list. */
export interface Contact {
  readonly contactId: string;
  readonly partnerId: string;
  readonly data: BillingData;
  readonly remark: string;
  /** Rises by one with every change. */
  readonly version: number;
  readonly createdAt: Instant;
  readonly updatedAt: Instant;
}

const COLUMNS = {
  contactId: 'contact_id',
  partnerId: 'partner_id',
  data: 'data',
  remark: 'remark',
  version: 'version',
  createdAt: 'created_at',
  updatedAt: 'updated_at',
} as const;

/** Undefined for an archived contact as well. */
export async function findContact(db: Db, scope: PartnerScope, contactId: string): Promise<Contact | undefined> {
  const query = db('billing_contacts').where({ contact_id: contactId }).whereNull('archived_at');
  return withinScope(query, 'partner_id', scope).first<Contact | undefined>(COLUMNS);
}

export interface ContactListQuery {
  readonly scope: PartnerScope;
  /** Part of a name, company or e-mail. */
  readonly text: string | null;
  /** Begins behind this contact. */
  readonly after: string | null;
  readonly limit: number;
}

/** In the order of their making. */
export async function listContacts(db: Db, { scope, text, after, limit }: ContactListQuery): Promise<Contact[]> {
  const list = db('billing_contacts').whereNull('archived_at').orderBy('contact_id').limit(limit);
  withinScope(list, 'partner_id', scope);
  if (after !== null) void list.where('contact_id', '>', after);
  if (text !== null) {
    void list.whereRaw(
      `concat_ws(' ', data->>'firstName', data->>'lastName', data->>'company', data->>'email') ilike ?`,
      [containsPattern(text)]
    );
  }
  return list.select<Contact[]>(COLUMNS);
}

export async function insertContact(trx: Db, contact: Contact): Promise<void> {
  await trx('billing_contacts').insert({
    contact_id: contact.contactId,
    partner_id: contact.partnerId,
    data: JSON.stringify(contact.data),
    remark: contact.remark,
    version: contact.version,
    created_at: contact.createdAt,
    updated_at: contact.updatedAt,
  });
}

export interface ContactKey {
  readonly contactId: string;
  /** The version that the change was made from. */
  readonly version: number;
}

/** False when somebody else has changed or archived it since. */
export async function changeContact(
  trx: Db,
  key: ContactKey,
  change: { readonly data: BillingData; readonly remark: string; readonly at: Instant }
): Promise<boolean> {
  const changed = await trx('billing_contacts')
    .where({ contact_id: key.contactId, version: key.version, archived_at: null })
    .update({
      data: JSON.stringify(change.data),
      remark: change.remark,
      version: key.version + 1,
      updated_at: change.at,
    });
  return changed === 1;
}

/** Leaves every list; orders keep their copy of the data. False when somebody else was faster. */
export async function archiveContact(trx: Db, key: ContactKey, at: Instant): Promise<boolean> {
  const changed = await trx('billing_contacts')
    .where({ contact_id: key.contactId, version: key.version, archived_at: null })
    .update({ archived_at: at, updated_at: at, version: key.version + 1 });
  return changed === 1;
}
