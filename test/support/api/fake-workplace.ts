import type { WorkplaceCompany } from '../../../domain/company/entitlement';
import { GatewayFailure } from '../../../gateways/shared/provider-failure';
import type { Workplace } from '../../../gateways/shared/workplace';

export interface FakeWorkplace extends Workplace {
  put(company: WorkplaceCompany): void;
  away(): void;
  back(): void;
}

/** A company as Workplace holds it: Standard for one year, 10 meeting rooms, of partner P-AURORA. */
export function workplaceCompany(companyId: string, changes: Partial<WorkplaceCompany> = {}): WorkplaceCompany {
  return {
    companyId,
    name: `Company ${companyId}`,
    partnerCode: 'P-AURORA',
    timeZone: 'UTC',
    plan: 'standard',
    cycle: 'annually',
    years: 1,
    termStart: '2026-06-01',
    expiresOn: '2027-06-01',
    trial: false,
    capacities: { meeting_room: 10, location: 1, desk: 0, visitor: 0 },
    version: 0,
    ...changes,
  };
}

/** The port's promises without HTTP; the adapter and the stand-in meet the same suite in test/conformance/workplace.test.ts. */
export function createFakeWorkplace(): FakeWorkplace {
  const companies = new Map<string, WorkplaceCompany>();
  let isAway = false;
  const check = (): void => {
    if (isAway) throw new GatewayFailure('unavailable', 'workplace_unavailable', 'the test took it away');
  };
  return {
    put: (company) => void companies.set(company.companyId, company),
    away: () => {
      isAway = true;
    },
    back: () => {
      isAway = false;
    },
    findCompany: async (companyId) => {
      check();
      return companies.get(companyId) ?? null;
    },
    setEntitlement: async ({ companyId, version, target }) => {
      check();
      const company = companies.get(companyId);
      if (company === undefined) return { outcome: 'refused', code: 'workplace_company_unknown' };
      if (company.version > version) return { outcome: 'superseded', currentVersion: company.version };
      const changed = { ...company, ...target, version };
      companies.set(companyId, changed);
      return { outcome: 'set', company: changed };
    },
  };
}
