import type { PartnerRight, Role } from '../../domain/access/role';
import type { BillingData } from '../../domain/billing/billing-data';

/** Samples for sandbox mode alone; everybody's password is this one. */
export const SAMPLE_PASSWORD = 'purser-sandbox';

export interface SamplePerson {
  readonly userId: string;
  readonly email: string;
  readonly name: string;
  readonly role: Role;
  readonly partnerId: string | null;
  readonly rights: readonly PartnerRight[];
  readonly locale: 'en' | 'zh';
  readonly billing: BillingData | null;
}

export const AURORA_BILLING: BillingData = {
  firstName: 'Ada',
  lastName: 'Winter',
  company: 'Aurora Workspaces GmbH',
  email: 'ada@aurora.example',
  phone: '+49 30 5550100',
  country: 'DE',
  stateProvince: 'Berlin',
  city: 'Berlin',
  street: 'Torstraße 49',
  zipCode: '10119',
  taxNumberType: 'vat_number',
  taxNumber: 'DE129273398',
  locale: 'en',
};

export const BIRCH_BILLING: BillingData = {
  firstName: '敏',
  lastName: '白',
  company: '白桦办公科技有限公司',
  email: 'bai@birch.example',
  phone: '+86 21 5550 0100',
  country: 'CN',
  stateProvince: '上海市',
  city: '上海',
  street: '南京西路 1266 号',
  zipCode: '200040',
  taxNumberType: null,
  taxNumber: null,
  locale: 'zh',
};

const id = (last: number): string => `01980000-0000-7000-8000-0000000000${String(last).padStart(2, '0')}`;

export const ACCOUNT_MANAGER_ID = id(3);
export const DISTRIBUTOR_ID = id(4);

const staff = (last: number, role: Role, name: string): SamplePerson => ({
  userId: id(last),
  email: `${name.toLowerCase()}@vendor.example`,
  name: `${name} (${role.replace('_', ' ')})`,
  role,
  partnerId: null,
  rights: [],
  locale: 'en',
  billing: null,
});

export const SAMPLE_PEOPLE: readonly SamplePerson[] = [
  person(1, { email: 'ada@aurora.example', name: 'Ada Winter', partnerId: 'partner-aurora', billing: AURORA_BILLING }),
  {
    ...person(2, { email: 'ben@aurora.example', name: 'Ben Vogel', partnerId: 'partner-aurora', billing: null }),
    role: 'colleague',
    rights: ['view'],
  },
  staff(3, 'account_manager', 'Anna'),
  { ...staff(4, 'distributor', 'Dora'), email: 'dora@distributor.example' },
  staff(5, 'finance', 'Fred'),
  staff(6, 'ops', 'Olga'),
  staff(7, 'admin', 'Adam'),
  {
    ...person(8, { email: 'bai@birch.example', name: '白敏', partnerId: 'partner-birch', billing: BIRCH_BILLING }),
    locale: 'zh',
  },
];

export const SAMPLE_CONTACTS = [
  { contactId: id(21), partnerId: 'partner-aurora', data: AURORA_BILLING, remark: 'Head office' },
  {
    contactId: id(22),
    partnerId: 'partner-aurora',
    data: {
      ...AURORA_BILLING,
      firstName: 'Paolo',
      lastName: 'Conti',
      company: 'Aurora Italia Srl',
      email: 'billing@aurora-italia.example',
      country: 'IT',
      stateProvince: 'MI',
      city: 'Milano',
      street: 'Via Torino 40',
      zipCode: '20123',
      taxNumber: 'IT00743110157',
    },
    remark: 'Italian branch: reverse charge',
  },
  { contactId: id(23), partnerId: 'partner-birch', data: BIRCH_BILLING, remark: '总部' },
] as const;

export const SAMPLE_PARTNERS = [
  { partnerId: 'partner-aurora', name: 'Aurora Workspaces', currency: 'USD', sellerId: 'seller-eu', tier: 'gold' },
  { partnerId: 'partner-birch', name: 'Birch Office', currency: 'CNY', sellerId: 'seller-cn', tier: 'silver' },
] as const;

/** Companies of the Workplace stand-in, the best one to try first. */
export const SAMPLE_COMPANIES = [
  { id: 'WP-1001', note: 'of Ada: a running Standard plan, ready for more capacity' },
  { id: 'WP-1002', note: 'of Ada: no plan yet' },
  { id: 'WP-1003', note: 'of Ada: on trial' },
  { id: 'WP-1004', note: 'of Ada: a monthly Basic plan' },
  { id: 'WP-2001', note: 'of 白敏: another partner’s' },
] as const;

function person(last: number, facts: Pick<SamplePerson, 'email' | 'name' | 'partnerId' | 'billing'>): SamplePerson {
  return { ...facts, userId: id(last), role: 'partner', rights: [], locale: 'en' };
}
