import { z } from 'zod';

export const SERVICES = ['meeting_room', 'location', 'desk', 'visitor'] as const;

const capacity = z.number().int().min(0).max(1_000_000);
export const capacities = z.strictObject({
  meeting_room: capacity,
  location: capacity,
  desk: capacity,
  visitor: capacity,
});

export const plan = z.enum(['basic', 'standard', 'pro']).nullable();
export const cycle = z.enum(['monthly', 'annually']).nullable();
export const years = z.number().int().min(1).max(5).nullable();
export const isoDay = z.iso.date().nullable();

/** What a company is entitled to, as a whole; dates are days in the company's time zone, `expiresOn` not included. */
export const entitlement = z.strictObject({
  plan,
  cycle,
  years,
  termStart: isoDay,
  expiresOn: isoDay,
  trial: z.boolean(),
  capacities,
  version: z.number().int().min(1).max(Number.MAX_SAFE_INTEGER),
});
export type Entitlement = z.output<typeof entitlement>;

export interface CompanyRow extends Entitlement {
  readonly companyId: string;
  readonly name: string;
  readonly partnerId: string;
  readonly timeZone: string;
}

/** One applied change, and how often its version was sent again. */
export interface ChangeRow {
  readonly version: number;
  readonly at: string;
  readonly idempotencyKey: string;
  readonly before: Entitlement;
  readonly after: Entitlement;
  readonly repeats: number;
}

export interface HistoryRow {
  readonly companyId: string;
  readonly changes: readonly ChangeRow[];
  /** Requests for this company that were refused (older version, same version with another target, invalid target). */
  readonly refusals: number;
}

export const EMPTY = {
  plan: null,
  cycle: null,
  years: null,
  termStart: null,
  expiresOn: null,
  trial: false,
  capacities: { meeting_room: 0, location: 0, desk: 0, visitor: 0 },
  version: 0,
} satisfies Entitlement;

export function entitlementOf(row: Entitlement): Entitlement {
  const { plan, cycle, years, termStart, expiresOn, trial, capacities, version } = row;
  return { plan, cycle, years, termStart, expiresOn, trial, capacities, version };
}

export function companyBody(row: CompanyRow): object {
  const { companyId, name, partnerId, timeZone } = row;
  return { companyId, name, partnerId, timeZone, ...entitlementOf(row), active: row.plan !== null };
}
