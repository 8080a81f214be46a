import { z } from 'zod';
import { CYCLES, PLANS } from '../../domain/catalogue/plan';
import type { WorkplaceCompany } from '../../domain/company/entitlement';
import { isIsoDate } from '../../domain/time/calendar';
import { isTimeZone } from '../../domain/time/time-zone';

const day = z.string().refine(isIsoDate);
const capacity = z.int().min(0);

/** The company of `docs/contracts/workplace.openapi.json`; what a later version adds is ignored. */
const companyAnswer = z.object({
  companyId: z.string(),
  name: z.string().max(500),
  partnerId: z.string().min(1).max(100),
  timeZone: z.string().max(64).refine(isTimeZone),
  plan: z.enum(PLANS).nullable(),
  cycle: z.enum(CYCLES).nullable(),
  years: z.int().min(1).max(100).nullable(),
  termStart: day.nullable(),
  expiresOn: day.nullable(),
  trial: z.boolean(),
  capacities: z.object({ meeting_room: capacity, location: capacity, desk: capacity, visitor: capacity }),
  version: z.int().min(0),
});

const conflictAnswer = z.object({ currentVersion: z.int().min(0) });

/** `null` when the answer is not the company that was asked for, in the form of the contract. */
export function readCompany(answer: unknown, companyId: string): WorkplaceCompany | null {
  const parsed = companyAnswer.safeParse(answer);
  if (!parsed.success || parsed.data.companyId !== companyId) return null;
  const { partnerId, ...company } = parsed.data;
  return { ...company, partnerCode: partnerId };
}

/** The version that Workplace holds, from the problem document of a 409. */
export function readCurrentVersion(answer: unknown): number | null {
  const parsed = conflictAnswer.safeParse(answer);
  return parsed.success ? parsed.data.currentVersion : null;
}

/** Anything else is no company id of any company, and never becomes part of a URL. */
export function isCompanyId(value: string): boolean {
  return /^[A-Za-z0-9-]{1,64}$/.test(value);
}
