import { findAttempt, type PaymentAttempt } from '../../db/payment/attempts';
import type { CheckoutView, PaymentProvider } from '../../gateways/shared/payment-provider';
import { GatewayFailure } from '../../gateways/shared/provider-failure';
import type { AttemptInput, SettleResult } from '../../workflows/contracts/order-steps';
import { providerOf } from '../shared/provider-of';
import { recordFoundPage, recordNoPage } from './open-checkout';
import type { PaymentDeps } from './payment-deps';
import { recordView } from './record-view';

/** Looks at the provider and records what it says: webhook, return page and clock all end here. */
export const settlePayment =
  (deps: PaymentDeps) =>
  (input: AttemptInput): Promise<SettleResult> =>
    withPage(deps, input, (provider, checkoutId) => provider.lookUp(checkoutId));

/** Closes the page at the provider; when it was paid meanwhile, the payment counts. */
export const voidAttempt =
  (deps: PaymentDeps) =>
  async (input: AttemptInput): Promise<SettleResult> => {
    const key = `order:${input.orderId}:attempt:${input.attemptNo}:void`;
    const result = await withPage(deps, input, (provider, checkoutId) => provider.voidCheckout(checkoutId, key));
    if (result.outcome !== 'open') return result;
    throw new GatewayFailure('unavailable', 'checkout_still_open', 'the provider says that the page is still open');
  };

/** An attempt whose opening had no answer is looked for before anything else. */
async function withPage(
  deps: PaymentDeps,
  { orderId, attemptNo, at }: AttemptInput,
  ask: (provider: PaymentProvider, checkoutId: string) => Promise<CheckoutView>
): Promise<SettleResult> {
  const attempt = await findAttempt(deps.db, orderId, attemptNo);
  // The intent is written before the provider is called, so without it there is no page.
  if (attempt === null) return { outcome: 'closed' };
  const provider = providerOf(deps, attempt.provider);
  const checkoutId = attempt.checkoutId ?? (await findPage(deps, attempt, at));
  if (checkoutId === null) {
    await recordNoPage(deps, attempt, at);
    return { outcome: 'closed' };
  }
  return recordView(deps, attempt, await ask(provider, checkoutId), at);
}

async function findPage(deps: PaymentDeps, attempt: PaymentAttempt, at: string): Promise<string | null> {
  const { orderId, attemptNo, createdAt } = attempt;
  const page = await providerOf(deps, attempt.provider).findCheckout({ orderId, attemptNo, createdAt });
  if (page === null) return null;
  await recordFoundPage(deps, attempt, page, at);
  return page.objectId;
}
