import { findAttempt, markVoided, type PaymentAttempt } from '../../db/payment/attempts';
import { lockOrder } from '../../db/shared/order-facts';
import { inTransaction } from '../../db/shared/transaction';
import type { CheckoutView, PaymentProvider } from '../../gateways/shared/payment-provider';
import { GatewayFailure } from '../../gateways/shared/provider-failure';
import type { AttemptInput, SettleResult } from '../../workflows/contracts/order-steps';
import { FinalFailure } from '../shared/final-failure';
import { providerOf } from '../shared/provider-of';
import { capturePayment } from './capture-payment';
import { recordFoundPage, recordNoPage } from './open-checkout';
import type { PaymentDeps } from './payment-deps';
import { recordView } from './record-view';

type OpenedAttempt = PaymentAttempt & { readonly checkoutId: string };

/**
 * Looks at the provider, takes what was approved, and records what it says: webhook, return page and clock all end here. It
 * looks before it acts, every time, so that a repeat after any age of idempotency keys takes nothing twice.
 */
export const settlePayment =
  (deps: PaymentDeps) =>
  (input: AttemptInput): Promise<SettleResult> =>
    withPage(deps, input, (provider, page) => settle(deps, provider, page));

/** Closes the page; when it was paid meanwhile, the payment counts. */
export const voidAttempt =
  (deps: PaymentDeps) =>
  async (input: AttemptInput): Promise<SettleResult> => {
    const result = await withPage(deps, input, (provider, page) => close(deps, provider, page));
    if (result.outcome !== 'open') return result;
    throw new GatewayFailure('unavailable', 'checkout_still_open', 'the provider says that the page is still open');
  };

interface Page {
  readonly attempt: OpenedAttempt;
  readonly at: string;
  readonly isLate: boolean;
}

async function settle(deps: PaymentDeps, provider: PaymentProvider, page: Page): Promise<SettleResult> {
  const { attempt, at } = page;
  const seen = await provider.lookUp(attempt.checkoutId);
  if (page.isLate && isLost(provider, attempt, seen)) {
    throw new FinalFailure(
      'capture_not_found',
      `attempt ${attempt.attemptNo} is being captured; the page is ${seen.state}`
    );
  }
  if (seen.state !== 'approved') return recordView(deps, attempt, seen, at);
  const taken = await capturePayment(deps, provider, attempt);
  if (taken !== null) return recordView(deps, attempt, taken, at);
  // A page of ours that may still bring money belongs to an order that waits for a person: it is asked again after that.
  const now = await findAttempt(deps.db, attempt.orderId, attempt.attemptNo);
  return { outcome: now?.state === 'open' || now?.state === 'capturing' ? 'open' : 'closed' };
}

/**
 * A capture of ours was begun and its end was never heard of. The provider shows no money for it, and its keys may be forgotten
 * by now: whether the money is taken once more is a person's decision.
 */
function isLost({ closesPages }: PaymentProvider, attempt: OpenedAttempt, seen: CheckoutView): boolean {
  if (closesPages || attempt.state !== 'capturing') return false;
  return seen.state === 'approved' || (seen.state === 'expired' && seen.lastProblem === null);
}

async function close(deps: PaymentDeps, provider: PaymentProvider, page: Page): Promise<SettleResult> {
  const { attempt, at } = page;
  if (provider.closesPages) {
    const key = `order:${attempt.orderId}:attempt:${attempt.attemptNo}:void`;
    return recordView(deps, attempt, await provider.voidCheckout(attempt.checkoutId, key), at);
  }
  const settled = attempt.state === 'capturing' ? await settleUnlessRefused(deps, provider, page) : null;
  if (settled !== null && settled.outcome !== 'open') return settled;
  const voided = await inTransaction(deps.db, async (trx) => {
    await lockOrder(trx, attempt.orderId);
    return markVoided(trx, attempt, at);
  });
  const view = await provider.lookUp(attempt.checkoutId);
  if (holdsMoney(view)) return recordView(deps, attempt, view, at);
  if (voided) return { outcome: 'closed' };
  const now = await findAttempt(deps.db, attempt.orderId, attempt.attemptNo);
  // Somebody began to take the money since the attempt was read: how that ends comes first.
  return { outcome: now?.state === 'capturing' ? 'open' : 'closed' };
}

/** Null: the capture was refused for good, so nothing was taken and the page can be closed. */
async function settleUnlessRefused(
  deps: PaymentDeps,
  provider: PaymentProvider,
  page: Page
): Promise<SettleResult | null> {
  try {
    return await settle(deps, provider, page);
  } catch (error) {
    if (error instanceof GatewayFailure && error.kind === 'refused') return null;
    throw error;
  }
}

/** Taken by whatever way, by hand at the provider too. */
function holdsMoney({ state }: CheckoutView): boolean {
  return state === 'paid' || state === 'processing';
}

/** An attempt whose opening had no answer is looked for before anything else. */
async function withPage(
  deps: PaymentDeps,
  { orderId, attemptNo, at, isLate = false }: AttemptInput,
  ask: (provider: PaymentProvider, page: Page) => Promise<SettleResult>
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
  return ask(provider, { attempt: { ...attempt, checkoutId }, at, isLate });
}

async function findPage(deps: PaymentDeps, attempt: PaymentAttempt, at: string): Promise<string | null> {
  const page = await providerOf(deps, attempt.provider).findCheckout(attempt);
  if (page === null) return null;
  await recordFoundPage(deps, attempt, page, at);
  return page.objectId;
}
