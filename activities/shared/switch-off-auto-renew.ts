import type { Instant } from '../../domain/time/iso-date';
import type { Db } from '../../db/shared/connection';
import { liveMethod, releaseMethods } from '../../db/subscription/method-of-company';
import { lockSubscription, updateSubscription, type SubscriptionRow } from '../../db/subscription/subscription-row';

/** Off forgets the method at the provider too (product §5); the subscription's workflow does that next. */
export async function switchOffAutoRenew(trx: Db, subscription: SubscriptionRow, at: Instant): Promise<void> {
  if (subscription.autoRenew)
    await updateSubscription(trx, subscription, { auto_renew: false, saved_method_id: null }, at);
  await releaseMethods(trx, subscription.companyId, at);
}

/** False: nobody could have charged the company anyway. */
export async function switchOffAutoRenewOf(trx: Db, companyId: string, at: Instant): Promise<boolean> {
  const subscription = await lockSubscription(trx, companyId);
  if (subscription === null) return false;
  if (!subscription.autoRenew && (await liveMethod(trx, companyId)) === null) return false;
  await switchOffAutoRenew(trx, subscription, at);
  return true;
}
