import type { Instant } from '../../domain/time/iso-date';
import { writeAudit } from '../../db/audit/write-audit';
import type { Db } from '../../db/shared/connection';
import { inTransaction } from '../../db/shared/transaction';
import { decideWish, lockWish } from '../../db/subscription/auto-renew-wish';
import { liveMethod } from '../../db/subscription/method-of-company';
import { lockSubscription, updateSubscription, type SubscriptionRow } from '../../db/subscription/subscription-row';
import type { AutoRenewResult } from '../../workflows/contracts/subscription-contract';
import { FinalFailure } from '../shared/final-failure';
import type { StepDeps } from '../shared/step-deps';
import { switchOffAutoRenew } from '../shared/switch-off-auto-renew';

export interface ChangeAutoRenewInput {
  readonly companyId: string;
  readonly requestId: string;
  readonly at: Instant;
}

/** Grants the stored wish of a person once; a repeat gives the first answer. */
export const changeAutoRenew =
  (deps: StepDeps) =>
  ({ companyId, requestId, at }: ChangeAutoRenewInput): Promise<AutoRenewResult> =>
    inTransaction(deps.db, async (trx) => {
      const wish = await lockWish(trx, requestId, companyId);
      if (wish === null) throw new FinalFailure('request_unknown', 'no person asked for this');
      if (wish.decided !== null) return wish.decided;
      const subscription = await lockSubscription(trx, companyId);
      if (subscription === null) throw new FinalFailure('company_unknown', 'the company was never taken over');
      const result = wish.on ? await switchOn(trx, subscription, at) : await switchOff(trx, subscription, at);
      await decideWish(trx, requestId, result, at);
      await writeAudit(trx, {
        at,
        source: { actorKind: 'user', actorId: wish.actorId, ip: null, requestId },
        what: 'subscription.auto_renew',
        subject: { type: 'company', id: companyId },
        data: { asked: wish.on ? 'on' : 'off', ...result },
      });
      return result;
    });

async function switchOn(trx: Db, subscription: SubscriptionRow, at: Instant): Promise<AutoRenewResult> {
  if (subscription.autoRenew) return { outcome: 'on' };
  if (subscription.status !== 'active') return { outcome: 'refused', code: 'not_active' };
  const method = await liveMethod(trx, subscription.companyId);
  if (method === null) return { outcome: 'refused', code: 'no_saved_method' };
  await updateSubscription(trx, subscription, { auto_renew: true, saved_method_id: method.savedMethodId }, at);
  return { outcome: 'on' };
}

async function switchOff(trx: Db, subscription: SubscriptionRow, at: Instant): Promise<AutoRenewResult> {
  await switchOffAutoRenew(trx, subscription, at);
  return { outcome: 'off' };
}
