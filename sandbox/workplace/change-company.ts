import { z } from 'zod';
import { capacities, cycle, EMPTY, isoDay, plan, years, type CompanyRow } from './company-row';
import type { WorkplaceTables } from './workplace-tables';

export const companyRequest = z.strictObject({
  companyId: z.string().regex(/^[A-Za-z0-9-]{1,50}$/),
  name: z.string().min(1).max(200).optional(),
  partnerId: z.string().min(1).max(100).optional(),
  timeZone: z.string().max(100).refine(isTimeZone, 'Unknown time zone').optional(),
  plan: plan.optional(),
  cycle: cycle.optional(),
  years: years.optional(),
  termStart: isoDay.optional(),
  expiresOn: isoDay.optional(),
  trial: z.boolean().optional(),
  capacities: capacities.partial().optional(),
  version: z.number().int().min(0).optional(),
});
type CompanyRequest = z.output<typeof companyRequest>;

/** Creates a company or changes the named fields of one, as the vendor's staff would: no history, no version check. */
export function changeCompany(tables: WorkplaceTables, given: CompanyRequest): CompanyRow {
  const blank = {
    ...EMPTY,
    companyId: given.companyId,
    name: given.companyId,
    partnerId: 'partner-aurora',
    timeZone: 'UTC',
  };
  const before: CompanyRow = tables.companies.get(given.companyId) ?? blank;
  const keep = <T>(value: T | undefined, old: T): T => (value === undefined ? old : value);
  const row: CompanyRow = {
    companyId: given.companyId,
    name: keep(given.name, before.name),
    partnerId: keep(given.partnerId, before.partnerId),
    timeZone: keep(given.timeZone, before.timeZone),
    plan: keep(given.plan, before.plan),
    cycle: keep(given.cycle, before.cycle),
    years: keep(given.years, before.years),
    termStart: keep(given.termStart, before.termStart),
    expiresOn: keep(given.expiresOn, before.expiresOn),
    trial: keep(given.trial, before.trial),
    capacities: {
      meeting_room: keep(given.capacities?.meeting_room, before.capacities.meeting_room),
      location: keep(given.capacities?.location, before.capacities.location),
      desk: keep(given.capacities?.desk, before.capacities.desk),
      visitor: keep(given.capacities?.visitor, before.capacities.visitor),
    },
    version: keep(given.version, before.version),
  };
  tables.companies.put(row.companyId, row);
  return row;
}

function isTimeZone(name: string): boolean {
  try {
    new Intl.DateTimeFormat('en', { timeZone: name });
    return true;
  } catch {
    return false;
  }
}
