import { uuidv7 } from 'uuidv7';
import type { BillingData } from '../domain/billing/billing-data';
import type { PartnerRight, Role } from '../domain/access/role';
import type { Instant } from '../domain/time/iso-date';
import type { Db } from './shared/connection';

/** Everybody of the sample has this password; it exists in sandbox mode only. */
export const SAMPLE_PASSWORD = 'purser-sample-2026';

interface SampleUser {
  readonly key: string;
  readonly email: string;
  readonly name: string;
  readonly role: Role;
  readonly partner?: 'partner-aurora' | 'partner-birch';
  readonly rights?: readonly PartnerRight[];
  readonly billing?: BillingData;
}

const AURORA_BILLING: BillingData = {
  firstName: 'Ada',
  lastName: 'Sommer',
  company: 'Aurora Networks GmbH',
  email: 'ada@aurora.example',
  phone: '+49 30 5550100',
  country: 'DE',
  stateProvince: 'Berlin',
  city: 'Berlin',
  street: 'Lindenufer 4',
  zipCode: '10179',
  taxNumberType: 'vat_number',
  taxNumber: 'DE136695976',
  locale: 'en',
};

const BIRCH_BILLING: BillingData = {
  firstName: 'Mei',
  lastName: 'Lin',
  company: '白桦科技有限公司',
  email: 'mei@birch.example',
  phone: '+86 592 5550200',
  country: 'CN',
  stateProvince: '福建',
  city: '厦门',
  street: '湖滨南路 88 号',
  zipCode: '361004',
  taxNumberType: null,
  taxNumber: null,
  locale: 'zh',
};

const USERS: readonly SampleUser[] = [
  { key: 'manager', email: 'max@vendor.example', name: 'Max Albers', role: 'account_manager' },
  { key: 'distributor', email: 'dora@distribution.example', name: 'Dora Quist', role: 'distributor' },
  { key: 'finance', email: 'fin@vendor.example', name: 'Finja Holm', role: 'finance' },
  { key: 'ops', email: 'ops@vendor.example', name: 'Otto Pohl', role: 'ops' },
  { key: 'admin', email: 'admin@vendor.example', name: 'Ana Duarte', role: 'admin' },
  {
    key: 'ada',
    email: 'ada@aurora.example',
    name: 'Ada Sommer',
    role: 'partner',
    partner: 'partner-aurora',
    billing: AURORA_BILLING,
  },
  {
    key: 'col',
    email: 'col@aurora.example',
    name: 'Colin Berg',
    role: 'colleague',
    partner: 'partner-aurora',
    rights: ['view', 'buy'],
    billing: { ...AURORA_BILLING, firstName: 'Colin', lastName: 'Berg', email: 'col@aurora.example' },
  },
  {
    key: 'mei',
    email: 'mei@birch.example',
    name: 'Mei Lin',
    role: 'partner',
    partner: 'partner-birch',
    billing: BIRCH_BILLING,
  },
];

const PARTNERS = [
  { code: 'partner-aurora', name: 'Aurora Networks', currency: 'USD', sellerId: 'seller-eu', tier: 'gold' },
  { code: 'partner-birch', name: 'Birch Technology', currency: 'CNY', sellerId: 'seller-cn', tier: 'silver' },
] as const;

const CONTACTS: readonly { readonly partner: string; readonly data: BillingData }[] = [
  {
    partner: 'partner-aurora',
    data: { ...AURORA_BILLING, firstName: 'Bo', lastName: 'Keller', email: 'invoices@aurora.example' },
  },
  { partner: 'partner-birch', data: BIRCH_BILLING },
];

/** Partners, people and billing contacts to try the product with. Adds what is missing and changes nothing that is there. */
export async function seedSampleData(
  trx: Db,
  { at, hashPassword }: { readonly at: Instant; readonly hashPassword: (password: string) => Promise<string> }
): Promise<void> {
  const partnerIds = await seedPartners(trx, at);
  const userIds = await seedUsers(trx, { at, partnerIds, hashPassword });
  await trx('partners')
    .whereIn(
      'partner_code',
      PARTNERS.map(({ code }) => code)
    )
    .whereNull('account_manager_id')
    .update({ account_manager_id: userIds.get('manager'), distributor_id: userIds.get('distributor') });
  await seedContacts(trx, at, partnerIds);
}

async function seedPartners(trx: Db, at: Instant): Promise<ReadonlyMap<string, string>> {
  for (const { code, name, currency, sellerId, tier } of PARTNERS) {
    await trx('partners')
      .insert({ partner_id: uuidv7(), partner_code: code, name, currency, seller_id: sellerId, tier, created_at: at })
      .onConflict('partner_code')
      .ignore();
  }
  const rows = await trx<{ partner_id: string; partner_code: string }>('partners').select('partner_id', 'partner_code');
  return new Map(rows.map((row) => [row.partner_code, row.partner_id]));
}

interface UserSeed {
  readonly at: Instant;
  readonly partnerIds: ReadonlyMap<string, string>;
  readonly hashPassword: (password: string) => Promise<string>;
}

async function seedUsers(trx: Db, { at, partnerIds, hashPassword }: UserSeed): Promise<ReadonlyMap<string, string>> {
  const known = await trx<{ user_id: string; email: string }>('users').select('user_id', 'email');
  const byEmail = new Map(known.map((row) => [row.email, row.user_id]));
  const missing = USERS.filter(({ email }) => !byEmail.has(email));
  const passwordHash = missing.length === 0 ? '' : await hashPassword(SAMPLE_PASSWORD);
  for (const user of missing) {
    const userId = uuidv7();
    byEmail.set(user.email, userId);
    await trx('users').insert({
      user_id: userId,
      email: user.email,
      name: user.name,
      password_hash: passwordHash,
      role: user.role,
      partner_id: user.partner === undefined ? null : partnerIds.get(user.partner),
      rights: [...(user.rights ?? [])],
      locale: user.billing?.locale ?? 'en',
      billing: user.billing === undefined ? null : JSON.stringify(user.billing),
      created_at: at,
    });
  }
  return new Map(USERS.map(({ key, email }) => [key, byEmail.get(email) ?? '']));
}

async function seedContacts(trx: Db, at: Instant, partnerIds: ReadonlyMap<string, string>): Promise<void> {
  for (const { partner, data } of CONTACTS) {
    const partnerId = partnerIds.get(partner);
    const has = await trx<{ partner_id: string; contact_id: string }>('billing_contacts')
      .where({ partner_id: partnerId ?? '' })
      .first('contact_id');
    if (partnerId === undefined || has !== undefined) continue;
    await trx('billing_contacts').insert({
      contact_id: uuidv7(),
      partner_id: partnerId,
      data: JSON.stringify(data),
      created_at: at,
      updated_at: at,
    });
  }
}

/** What the start-up prints and tests sign in with. */
export const SAMPLE_SUMMARY = {
  logins: USERS.map(({ email, name, role }) => ({
    who: `${name}, ${role.replace('_', ' ')}`,
    email,
    password: SAMPLE_PASSWORD,
    role,
    name,
  })),
  companies: [
    { id: 'WP-1001', note: 'Aurora: running plan, add capacity' },
    { id: 'WP-1002', note: 'Aurora: no plan, first purchase' },
    { id: 'WP-2001', note: 'Birch: running plan in CNY' },
  ],
};
