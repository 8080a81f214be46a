import type { BillingData } from '../../../domain/billing/billing-data';
import { DEFAULT_POLICIES } from '../../../domain/policies/policies';
import type { QuoteContext, QuoteDraft, QuoteResult } from '../../../domain/quote/quote-input';
import type { SubscriptionSnapshot } from '../../../domain/subscription/subscription-snapshot';
import { sampleCatalogue, sampleSeller } from './sample-catalogue';

export const germanBilling: BillingData = {
  firstName: 'Anna',
  lastName: 'Beispiel',
  company: 'Beispiel GmbH',
  email: 'anna@example.com',
  phone: '+49 40 1234',
  country: 'DE',
  stateProvince: 'Hamburg',
  city: 'Hamburg',
  street: 'Beispielweg 1',
  zipCode: '20095',
  taxNumberType: null,
  taxNumber: null,
  locale: 'en',
};

/** Standard plan, one year from 2026-06-01 to 2027-06-01, 365 days. */
export const standardYear: SubscriptionSnapshot = {
  plan: 'standard',
  cycle: 'annually',
  years: 1,
  term: { from: '2026-06-01', until: '2027-06-01' },
  anchorDay: 1,
  trial: false,
  capacities: { meeting_room: 4, location: 1, desk: 20, visitor: 0 },
  version: 7,
  timeZone: 'Europe/Berlin',
  currency: 'USD',
  nextTermPaid: null,
  scheduledPlan: null,
};

export const noPlan: SubscriptionSnapshot = {
  plan: null,
  cycle: null,
  years: null,
  term: null,
  anchorDay: null,
  trial: false,
  capacities: { meeting_room: 0, location: 0, desk: 0, visitor: 0 },
  version: 0,
  timeZone: 'Europe/Berlin',
  currency: null,
  nextTermPaid: null,
  scheduledPlan: null,
};

/** 2026-11-23 in Berlin: 190 of the 365 days of `standardYear` are left, today included. */
export const quoteContext: QuoteContext = {
  catalogue: sampleCatalogue,
  partner: { partnerCode: 'partner-aurora', tier: 'silver' },
  currency: 'USD',
  seller: sampleSeller('seller-eu'),
  billing: germanBilling,
  subscription: standardYear,
  at: '2026-11-23T10:00:00.000Z',
  policies: DEFAULT_POLICIES,
};

/** @throws Error with the problems when the quote was refused. */
export function quoteOf(result: QuoteResult): QuoteDraft {
  if (!result.ok) throw new Error(`refused: ${JSON.stringify(result.problems)}`);
  return result.quote;
}

export function problemCodes(result: QuoteResult): string[] {
  return result.ok ? [] : result.problems.map(({ field, code }) => `${field} ${code}`);
}
