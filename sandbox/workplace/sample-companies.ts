import { z } from 'zod';
import samples from '../sample-companies.json';
import { addDays, addMonths, dayIn } from './calendar-day';
import { capacities, cycle, EMPTY, plan, years, type CompanyRow } from './company-row';

const sample = z.strictObject({
  companyId: z.string(),
  name: z.string(),
  partnerId: z.string(),
  timeZone: z.string(),
  plan,
  cycle: cycle.default(null),
  years: years.default(null),
  term: z
    .union([z.strictObject({ startedDaysAgo: z.number().int() }), z.strictObject({ expiresInDays: z.number().int() })])
    .optional(),
  trialDaysLeft: z.number().int().optional(),
  capacities: capacities.optional(),
});
type Sample = z.output<typeof sample>;

const TRIAL_DAYS = 30;

/** The companies of a fresh sandbox. Their terms are counted from `nowMs`, so that the samples never grow old. */
export function sampleCompanies(nowMs: number): CompanyRow[] {
  return z
    .array(sample)
    .parse(samples)
    .map((given) => toRow(given, nowMs));
}

function toRow(given: Sample, nowMs: number): CompanyRow {
  const { companyId, name, partnerId, timeZone, plan, cycle, years } = given;
  const today = dayIn(timeZone, nowMs);
  return {
    ...EMPTY,
    companyId,
    name,
    partnerId,
    timeZone,
    plan,
    cycle,
    years,
    ...term(given, today),
    trial: given.trialDaysLeft !== undefined,
    capacities: given.capacities ?? EMPTY.capacities,
  };
}

function term(given: Sample, today: string): { termStart: string | null; expiresOn: string | null } {
  if (given.trialDaysLeft !== undefined) {
    const expiresOn = addDays(today, given.trialDaysLeft);
    return { termStart: addDays(expiresOn, -TRIAL_DAYS), expiresOn };
  }
  if (given.term === undefined) return { termStart: null, expiresOn: null };
  const months = given.cycle === 'monthly' ? 1 : 12 * (given.years ?? 1);
  if ('startedDaysAgo' in given.term) {
    const termStart = addDays(today, -given.term.startedDaysAgo);
    return { termStart, expiresOn: addMonths(termStart, months) };
  }
  const expiresOn = addDays(today, given.term.expiresInDays);
  return { termStart: addMonths(expiresOn, -months), expiresOn };
}
