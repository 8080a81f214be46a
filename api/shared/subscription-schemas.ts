import { z } from 'zod';
import type { SubscriptionRow } from '../../db/subscription/subscription-row';
import { CYCLES, PLANS } from '../../domain/catalogue/plan';
import { CURRENCIES } from '../../domain/money/money';
import { phaseOn } from '../../domain/subscription/status-on';
import { todayIn } from '../../domain/time/time-zone';
import type { Instant } from '../../domain/time/iso-date';
import { periodField } from '../http/fields';

export const capacitiesSchema = z
  .strictObject({ meeting_room: z.int(), location: z.int(), desk: z.int(), visitor: z.int() })
  .meta({ id: 'Capacities', description: 'Units per service; 0 where none is subscribed' });

export const subscriptionSchema = z
  .strictObject({
    companyId: z.string(),
    companyName: z.string(),
    timeZone: z.string().describe('Terms are whole days of this zone'),
    status: z.enum(['none', 'trial', 'active', 'grace', 'lapsed']),
    plan: z.enum(PLANS).nullable(),
    cycle: z.enum(CYCLES).nullable(),
    years: z.int().nullable(),
    term: periodField.nullable().describe('The term that runs, or ran last'),
    nextTerm: periodField.nullable().describe('The term after it, once it has been paid'),
    capacities: capacitiesSchema,
    currency: z.enum(CURRENCIES).nullable(),
    autoRenew: z.boolean(),
    version: z.int().describe('Rises with every change of the entitlement'),
  })
  .meta({ id: 'Subscription' });

export function toSubscriptionAnswer(
  row: SubscriptionRow,
  at: Instant,
  graceDays: number
): z.input<typeof subscriptionSchema> {
  const { companyId, companyName, timeZone, plan, cycle, years, capacities, currency, autoRenew, version } = row;
  return {
    companyId,
    companyName,
    timeZone,
    // By the dates: the row follows when its workflow wakes, which may be an hour later.
    status: phaseOn(row, todayIn(timeZone, at), graceDays),
    plan,
    cycle,
    years,
    term: row.term === null ? null : { ...row.term },
    nextTerm: row.nextTermPaid === null ? null : { ...row.nextTermPaid.term },
    capacities: { ...capacities },
    currency,
    autoRenew,
    version,
  };
}
