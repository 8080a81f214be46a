import type { WorkplaceCompany } from '../../domain/company/entitlement';
import type { Currency } from '../../domain/money/money';
import { phaseOn } from '../../domain/subscription/status-on';
import { takeOver } from '../../domain/subscription/subscription-snapshot';
import type { Instant } from '../../domain/time/iso-date';
import { todayIn } from '../../domain/time/time-zone';
import { addOutbox } from '../outbox/add-outbox';
import type { Db } from '../shared/connection';

export interface TakeOver {
  readonly company: WorkplaceCompany;
  readonly partnerId: string;
  /** The partner's: Purser does not know what the running term was sold in. */
  readonly currency: Currency;
  readonly graceDays: number;
  readonly at: Instant;
}

/**
 * Company and subscription as Workplace has them, and a message to its workflow, which arms the reminders. From then on
 * Purser is the master. False when somebody was faster, or it was taken over long ago.
 */
export async function takeOverCompany(
  trx: Db,
  { company, partnerId, currency, graceDays, at }: TakeOver
): Promise<boolean> {
  const { companyId } = company;
  const inserted = await trx('companies')
    .insert({
      company_id: companyId,
      partner_id: partnerId,
      name: company.name,
      time_zone: company.timeZone,
      taken_over_at: at,
    })
    .onConflict('company_id')
    .ignore()
    .returning('company_id');
  if (inserted.length === 0) return false;
  const snapshot = takeOver(company);
  const status = phaseOn(snapshot, todayIn(company.timeZone, at), graceDays);
  await trx('subscriptions').insert({
    company_id: companyId,
    partner_id: partnerId,
    status,
    plan: snapshot.plan,
    cycle: snapshot.cycle,
    years: snapshot.years,
    term_start: snapshot.term?.from ?? null,
    expires_on: snapshot.term?.until ?? null,
    anchor_day: snapshot.anchorDay,
    capacities: JSON.stringify(snapshot.capacities),
    currency,
    version: snapshot.version,
    trial_used_at: status === 'trial' ? at : null,
    updated_at: at,
  });
  await addOutbox(trx, {
    topic: 'subscription_changed',
    dedupeKey: `take_over:${companyId}`,
    payload: { companyId },
    at,
  });
  return true;
}
