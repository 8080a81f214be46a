import type { ProviderName } from '../../domain/payment/provider-name';
import { providerOfMethod } from '../../domain/payment/provider-of-method';
import { beginAttempt, closeAttempt, markOpen, type PaymentAttempt } from '../../db/payment/attempts';
import { addOrderEvent } from '../../db/shared/order-events';
import { lockOrder, type OrderFactsRow } from '../../db/shared/order-facts';
import { inTransaction } from '../../db/shared/transaction';
import type { OpenCheckout, StartCheckoutInput } from '../../gateways/shared/payment-provider';
import type { OpenCheckoutInput, OpenCheckoutResult } from '../../workflows/contracts/order-steps';
import { FinalFailure } from '../shared/final-failure';
import { providerOf } from '../shared/provider-of';
import type { PaymentDeps } from './payment-deps';

/**
 * Opens the provider's page under a key of order and attempt. The intent stands in the database before the call, the page
 * after it. A repeat looks for the page of the first time before it sends the very same request once more.
 */
export const openCheckout =
  (deps: PaymentDeps) =>
  async (input: OpenCheckoutInput): Promise<OpenCheckoutResult> => {
    const { order, attempt, isFirst } = await begin(deps, input);
    if (attempt.state === 'open' && attempt.checkoutId !== null) return { checkoutId: attempt.checkoutId };
    if (attempt.state !== 'opening') throw new FinalFailure('attempt_closed', `attempt is ${attempt.state}`);
    const provider = providerOf(deps, attempt.provider);
    const known = isFirst ? null : await provider.findCheckout(attempt);
    const page = known ?? (await provider.startCheckout(toRequest(deps, order, attempt)));
    await recordPage(deps, attempt, page, input.at);
    return { checkoutId: page.objectId };
  };

function begin(
  deps: PaymentDeps,
  { orderId, attemptNo, expiresAt, at }: OpenCheckoutInput
): Promise<{ order: OrderFactsRow; attempt: PaymentAttempt; isFirst: boolean }> {
  return inTransaction(deps.db, async (trx) => {
    const order = await lockOrder(trx, orderId);
    if (order.state !== 'awaiting_payment') throw new FinalFailure('wrong_state', `order is ${order.state}`);
    const provider = providerFor(deps, order);
    return { order, ...(await beginAttempt(trx, { orderId, attemptNo, provider, expiresAt, at })) };
  });
}

/** Asked before the intent is written, so that no attempt waits for a provider that is not there. */
function providerFor(deps: PaymentDeps, { method }: OrderFactsRow): ProviderName {
  const name = providerOfMethod(method);
  if (name === null) throw new FinalFailure('method_without_page', `nobody opens a page for ${method}`);
  return providerOf(deps, name).name;
}

function toRequest({ publicUrl }: PaymentDeps, order: OrderFactsRow, attempt: PaymentAttempt): StartCheckoutInput {
  return {
    orderId: order.orderId,
    orderNo: order.orderNo,
    attemptNo: attempt.attemptNo,
    amount: order.total,
    description: `${order.orderNo}, Workplace SaaS for company ${order.companyId}`,
    returnUrl: `${publicUrl}/v1/payments/return/${order.orderId}`,
    cancelUrl: `${publicUrl}/v1/payments/cancel/${order.orderId}`,
    expiresAt: attempt.expiresAt,
    saveMethod: order.autoRenew === 'enable' && order.consent !== null,
    companyId: order.companyId,
    partnerId: order.partnerId,
    email: order.billing.email,
    idempotencyKey: `order:${order.orderId}:attempt:${attempt.attemptNo}:open`,
  };
}

async function recordPage({ db }: PaymentDeps, attempt: PaymentAttempt, page: OpenCheckout, at: string): Promise<void> {
  await inTransaction(db, async (trx) => {
    const opened = await markOpen(trx, attempt, { checkoutId: page.objectId, url: page.url, at });
    if (!opened) return;
    const { orderId, attemptNo } = attempt;
    await addOrderEvent(trx, { orderId, at, what: 'checkout_opened', data: { attemptNo, expiresAt: page.expiresAt } });
  });
}

/** The attempt's page never came to be, as far as the provider knows. */
export async function recordNoPage({ db }: PaymentDeps, attempt: PaymentAttempt, at: string): Promise<void> {
  await inTransaction(db, (trx) => closeAttempt(trx, attempt, 'failed', at));
}

/** The provider had opened the page although its answer never arrived. */
export async function recordFoundPage(
  { db }: PaymentDeps,
  attempt: PaymentAttempt,
  page: OpenCheckout,
  at: string
): Promise<void> {
  await inTransaction(db, (trx) => markOpen(trx, attempt, { checkoutId: page.objectId, url: page.url, at }));
}
