import type { Instant } from '../../domain/time/iso-date';
import { writeAudit } from '../../db/audit/write-audit';
import { inTransaction } from '../../db/shared/transaction';
import { markForgotten, readMethod } from '../../db/subscription/method-of-company';
import { findSubscription } from '../../db/subscription/subscription-row';
import { openTask } from '../../db/task/open-task';
import { providerOf, type ProviderDeps } from '../shared/provider-of';
import type { StepDeps } from '../shared/step-deps';

export interface ForgetInput {
  readonly companyId: string;
  readonly savedMethodId: string;
  readonly at: Instant;
}

export interface ForgetDeps extends StepDeps, ProviderDeps {}

/** Has the provider forget a method that nobody may charge any more. Forgetting twice is harmless. */
export const forgetMethod =
  (deps: ForgetDeps) =>
  async ({ companyId, savedMethodId, at }: ForgetInput): Promise<void> => {
    const method = await readMethod(deps.db, savedMethodId);
    if (method === null) return;
    const provider = providerOf(deps, method.provider);
    await provider.forgetMethod(method.providerMethodId, `method:${savedMethodId}:forget`);
    await inTransaction(deps.db, async (trx) => {
      await markForgotten(trx, savedMethodId, at);
      await writeAudit(trx, {
        at,
        source: { actorKind: 'system', actorId: null, ip: null, requestId: null },
        what: 'saved_method.forgotten',
        subject: { type: 'company', id: companyId },
        data: { savedMethodId, provider: method.provider },
      });
    });
  };

/** The provider did not forget it for hours: it is never charged, and a person sees to it. */
export const reportUnforgotten =
  (deps: ForgetDeps) =>
  ({ companyId, savedMethodId, at }: ForgetInput): Promise<void> =>
    inTransaction(deps.db, async (trx) => {
      const subscription = await findSubscription(trx, companyId);
      await markForgotten(trx, savedMethodId, at);
      await openTask(trx, {
        dedupeKey: `unforgotten:${savedMethodId}`,
        kind: 'provider_difference',
        subject: `${companyId}: the provider could not be made to forget a saved payment method; remove it there`,
        evidence: { savedMethodId },
        partnerId: subscription?.partnerId ?? null,
        companyId,
        at,
      });
    });
