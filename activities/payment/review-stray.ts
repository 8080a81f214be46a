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
  (stray: StrayInput): Promise<void> =>
    inTransaction(deps.db, async (trx) => {
      const { orderId, provider, checkoutId, at } = stray;
      const { orderNo, partnerId, state } = await readOrderFacts(trx, orderId);
      await openTask(trx, {
        ...differenceOf(stray, orderNo),
        kind: 'provider_difference',
        evidence: { checkoutId, provider, state },
        partnerId,
        orderId,
        at,
      });
    });

function differenceOf({ provider, checkoutId, about, at }: StrayInput, orderNo: string) {
  if (about !== 'payment') {
    const subject = `A payment page that names ${orderNo} was not opened by it; look at the provider`;
    return { dedupeKey: `stray_page:${provider}:${checkoutId}`, subject };
  }
  const subject = `${provider} does not tell what became of a payment of ${orderNo}; look at its refunds and disputes there`;
  return { dedupeKey: `unread_payment:${provider}:${checkoutId}:${at.slice(0, 10)}`, subject };
}
