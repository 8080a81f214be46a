import type { Capacities, Cycle, Plan } from '../catalogue/plan';
import type { IsoDate } from '../time/iso-date';

/** The whole target that Workplace is given for a company: never an increment. */
export interface Entitlement {
  readonly plan: Plan | null;
  readonly cycle: Cycle | null;
  readonly years: number | null;
  readonly termStart: IsoDate | null;
  /** First day on which the company is no longer covered. */
  readonly expiresOn: IsoDate | null;
  readonly trial: boolean;
  readonly capacities: Capacities;
}

/** What Workplace says of a company; `version` is the last entitlement version that was set, 0 for none. */
export interface WorkplaceCompany extends Entitlement {
  readonly companyId: string;
  readonly name: string;
  /** Code of the partner that the company belongs to. */
  readonly partnerCode: string;
  readonly timeZone: string;
  readonly version: number;
}
