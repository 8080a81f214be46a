import { findAttempt } from '../../db/payment/attempts';
import { readOrderFacts } from '../../db/shared/order-facts';
import { inTransaction } from '../../db/shared/transaction';
import { openTask } from '../../db/task/open-task';
import type { StrayInput, StrayResult } from '../../workflows/contracts/order-steps';
import { providerOf } from '../shared/provider-of';
import type { PaymentDeps } from './payment-deps';
import { recordView } from './record-view';

/**
 * A hint that meets a closed order, or names a page that the order does not know: looked up, and dealt with by the money table.
 * The order may know nothing of a page of its own, when the answer to its opening never came.
 */
export const reviewStray =
  (deps: PaymentDeps) =>
  async (stray: StrayInput): Promise<StrayResult> => {
    const view = await providerOf(deps, stray.provider).lookUp(stray.checkoutId);
    if (view.state !== 'paid') return { outcome: 'no_money' };
    const named =
      view.orderId === null || view.attemptNo === null
        ? null
        : await findAttempt(deps.db, view.orderId, view.attemptNo);
    // An attempt of that number with another provider is another page.
    if (named === null || named.provider !== stray.provider) {
      await reportStray(deps)(stray);
      return { outcome: 'task_opened' };
    }
    const settled = await recordView(deps, named, view, stray.at);
    if (settled.outcome === 'returned') return { outcome: 'returned' };
    if (settled.outcome !== 'paid') return { outcome: 'task_opened' };
    return { outcome: named.orderId === stray.orderId ? 'paid' : 'known' };
  };

/** What the provider would not tell for a day, a person has to look at. */
export const reportStray =
  (deps: PaymentDeps) =>
  ({ orderId, provider, checkoutId, at }: StrayInput): Promise<void> =>
    inTransaction(deps.db, async (trx) => {
      const order = await readOrderFacts(trx, orderId);
      await openTask(trx, {
        dedupeKey: `stray_page:${provider}:${checkoutId}`,
        kind: 'provider_difference',
        subject: `A payment page that names ${order.orderNo} was not opened by it; look at the provider`,
        evidence: { checkoutId, provider, state: order.state },
        partnerId: order.partnerId,
        orderId,
        at,
      });
    });
