import type { Database } from '../../../db/shared/connection';
import { insertPartner, insertUser, type TestUser } from './api-rows';
import { workplaceCompany } from './fake-workplace';
import { START, type TestApi } from './start-test-api';

export interface TwoPartners {
  readonly aurora: { readonly partnerId: string; readonly ada: TestUser; readonly viewer: TestUser };
  readonly birch: { readonly partnerId: string; readonly bai: TestUser };
  readonly manager: TestUser;
  readonly otherManager: TestUser;
  readonly distributor: TestUser;
  readonly ops: TestUser;
  readonly finance: TestUser;
  readonly admin: TestUser;
}

export const BILLING = {
  firstName: 'Ada',
  lastName: 'Winter',
  company: 'Aurora Workspaces GmbH',
  email: 'billing@aurora.example',
  phone: '+49 30 5550100',
  country: 'DE',
  stateProvince: 'Berlin',
  city: 'Berlin',
  street: 'Torstraße 49',
  zipCode: '10119',
  taxNumberType: null,
  taxNumber: null,
  locale: 'en',
} as const;

/** Two partners, one person of every role, and companies at Workplace: A-1… of Aurora, B-1 of Birch. */
export async function insertTwoPartners(api: TestApi): Promise<TwoPartners> {
  const { db } = api.deps;
  const staff = async (role: 'account_manager' | 'distributor' | 'ops' | 'finance' | 'admin') =>
    insertUser(db, START, { role });
  const [manager, otherManager, distributor] = [
    await staff('account_manager'),
    await staff('account_manager'),
    await staff('distributor'),
  ];
  const facts = { accountManagerId: manager.userId, distributorId: distributor.userId };
  const auroraId = await insertPartner(db, START, { code: 'P-AURORA', ...facts });
  const birchId = await insertPartner(db, START, { code: 'P-BIRCH', currency: 'CNY', sellerId: 'seller-cn' });
  putCompanies(api);
  return {
    aurora: {
      partnerId: auroraId,
      ada: await insertUser(db, START, { role: 'partner', partnerId: auroraId }),
      viewer: await insertUser(db, START, { role: 'colleague', partnerId: auroraId, rights: ['view'] }),
    },
    birch: { partnerId: birchId, bai: await insertUser(db, START, { role: 'partner', partnerId: birchId }) },
    manager,
    otherManager,
    distributor,
    ops: await staff('ops'),
    finance: await staff('finance'),
    admin: await staff('admin'),
  };
}

function putCompanies({ workplace }: TestApi): void {
  const none = { plan: null, cycle: null, years: null, termStart: null, expiresOn: null } as const;
  const nothing = { meeting_room: 0, location: 0, desk: 0, visitor: 0 };
  for (const id of ['A-1', 'A-2', 'A-3']) workplace.put(workplaceCompany(id));
  workplace.put(workplaceCompany('A-none', { ...none, capacities: nothing }));
  workplace.put(workplaceCompany('A-trial', { trial: true, termStart: '2026-11-10', expiresOn: '2026-12-10' }));
  workplace.put(workplaceCompany('A-grace', { termStart: '2025-11-20', expiresOn: '2026-11-20' }));
  workplace.put(workplaceCompany('A-lapsed', { termStart: '2025-10-01', expiresOn: '2026-10-01' }));
  workplace.put(workplaceCompany('A-basic', { plan: 'basic' }));
  workplace.put(workplaceCompany('B-1', { partnerCode: 'P-BIRCH', timeZone: 'Asia/Shanghai' }));
}

export async function auditOf(db: Database, subjectId: string): Promise<string[]> {
  return db('audit_log').where({ subject_id: subjectId }).orderBy('audit_id').pluck<string[]>('what');
}
