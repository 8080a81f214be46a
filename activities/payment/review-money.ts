import type { Instant } from '../../domain/time/iso-date';
import { listCaptures, type Capture } from '../../db/payment/captures';
import { lockOrder } from '../../db/shared/order-facts';
import { inTransaction } from '../../db/shared/transaction';
import type { PaymentProvider } from '../../gateways/shared/payment-provider';
import type { MoneyReview } from '../../workflows/contracts/aftercare-steps';
import type { StrayInput } from '../../workflows/contracts/order-steps';
import { providerOf } from '../shared/provider-of';
import { noteDisputes } from './note-disputes';
import { noteProviderRefunds } from './note-provider-refunds';
import type { PaymentDeps } from './payment-deps';
import { reviewStray } from './review-stray';

/**
 * Looks at the order's money at the provider: at a page that may have been paid late, and at what became of every payment that
 * was taken before. Nothing of the hint is believed, so it does not matter which of a dispute's webhooks came, and when.
 */
export const reviewMoney =
  (deps: PaymentDeps) =>
  async (input: StrayInput): Promise<MoneyReview> => {
    // The page of an open order is for the order's own workflow: here it could be fulfilled behind its back.
    if (input.about !== 'payment') await reviewStray(deps)(input);
    const { orderId, provider: name, at } = input;
    const provider = providerOf(deps, name);
    let news = false;
    for (const capture of await listCaptures(deps.db, orderId, name))
      if (await reviewPayment(deps, provider, { capture, at })) news = true;
    return { news };
  };

async function reviewPayment(
  { db }: PaymentDeps,
  provider: PaymentProvider,
  { capture, at }: { readonly capture: Capture; readonly at: Instant }
): Promise<boolean> {
  const refunds = await provider.listRefunds(capture.captureId);
  const disputes = await provider.listDisputes(capture.captureId);
  return inTransaction(db, async (trx) => {
    const order = await lockOrder(trx, capture.orderId);
    const payment = { order, capture: { ...capture, provider: provider.name }, at };
    // A lost dispute first: what the provider took by it is no refund that somebody made.
    const disputed = await noteDisputes(trx, payment, disputes);
    const refunded = await noteProviderRefunds(trx, payment, refunds);
    return disputed || refunded;
  });
}
