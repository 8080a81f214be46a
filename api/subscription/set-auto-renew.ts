import { uuidv7 } from 'uuidv7';
import { z } from 'zod';
import { writeAudit } from '../../db/audit/write-audit';
import { storePersonRequest } from '../../db/shared/person-requests';
import { inTransaction } from '../../db/shared/transaction';
import { readSubscription } from '../../db/subscription/subscription-list';
import type { SubscriptionRow } from '../../db/subscription/subscription-row';
import type { AutoRenewResult } from '../../workflows/contracts/subscription-contract';
import type { ApiDeps } from '../http/api-deps';
import { AppError } from '../http/app-error';
import type { Caller } from '../http/caller';
import { companyIdField } from '../http/fields';
import { defineRoute, type RequestMeta } from '../http/route';
import { subscriptionSchema, toSubscriptionAnswer } from '../shared/subscription-schemas';

type Refusal = Extract<AutoRenewResult, { outcome: 'refused' }>['code'];

const REFUSALS: Readonly<Record<Refusal, string>> = {
  no_saved_method:
    'There is no saved payment method. Tick Auto Renew when you next pay by card; that saves one with your consent.',
  not_active: 'Auto Renew needs a running, paid plan. Buy or renew the plan first.',
  charge_started: 'The renewal is being charged already. Cancel the renewal order instead, or wait for its end.',
};
const RETRY_SECONDS = 5;

export const setAutoRenew = defineRoute({
  method: 'PUT',
  path: '/v1/subscriptions/:companyId/auto-renew',
  access: 'subscription.autoRenew',
  tag: 'Subscriptions',
  summary: 'Switch Auto Renew on or off; off also forgets the saved method at the provider',
  notFound: 'subscription_not_found',
  errors: ['wrong_state', 'order_busy', 'workflows_unavailable'],
  request: { params: z.strictObject({ companyId: companyIdField }), body: z.strictObject({ on: z.boolean() }) },
  responses: { 200: { description: 'As it is now', body: subscriptionSchema } },
  async handler({ params, body, scope, caller, meta }, deps) {
    const { companyId } = params;
    const { graceDays } = deps.catalogue.policies;
    const before = await readSubscription(deps.db, scope, companyId);
    if (before === null) throw new AppError('subscription_not_found');
    const requestId = await storeWish(deps, { companyId, on: body.on, caller, meta });
    const result = await deps.workflows.setAutoRenew(companyId, { requestId });
    const now = (await readSubscription(deps.db, scope, companyId)) ?? before;
    if (result.outcome === 'no_workflow') throw noSleeper(now, meta, graceDays);
    if (result.outcome === 'refused') throw refusal(result.code, now, { meta, graceDays });
    return { status: 200, body: toSubscriptionAnswer(now, meta.at, graceDays) };
  },
});

interface Wish {
  readonly companyId: string;
  readonly on: boolean;
  readonly caller: Caller;
  readonly meta: RequestMeta;
}

/** Written before any message: the message carries only its id. */
async function storeWish(deps: ApiDeps, { companyId, on, caller, meta }: Wish): Promise<string> {
  const requestId = uuidv7();
  await inTransaction(deps.db, async (trx) => {
    const { userId: actorId } = caller.actor;
    const wish = {
      requestId,
      kind: 'set_auto_renew',
      actorId,
      subjectId: companyId,
      body: { on },
      at: meta.at,
    } as const;
    await storePersonRequest(trx, wish);
    await writeAudit(trx, {
      at: meta.at,
      source: meta.source,
      what: on ? 'subscription.auto_renew_on_asked' : 'subscription.auto_renew_off_asked',
      subject: { type: 'company', id: companyId },
      data: { personRequestId: requestId },
    });
  });
  return requestId;
}

function refusal(
  code: Refusal,
  now: SubscriptionRow,
  { meta, graceDays }: { meta: RequestMeta; graceDays: number }
): AppError {
  const currentState = toSubscriptionAnswer(now, meta.at, graceDays);
  return new AppError('wrong_state', { detail: REFUSALS[code], extra: { reason: code, currentState } });
}

/** A running plan always has its workflow, unless it was taken over a moment ago; without a plan there is none. */
function noSleeper(now: SubscriptionRow, meta: RequestMeta, graceDays: number): AppError {
  const { status } = toSubscriptionAnswer(now, meta.at, graceDays);
  return status === 'active'
    ? new AppError('workflows_unavailable', { retryAfterSeconds: RETRY_SECONDS })
    : refusal('not_active', now, { meta, graceDays });
}
