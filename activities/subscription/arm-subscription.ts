import type { Instant } from '../../domain/time/iso-date';
import { addOutbox } from '../../db/outbox/add-outbox';
import { wasDisputed } from '../../db/payment/disputes';
import type { Db } from '../../db/shared/connection';
import { addOrderEvent } from '../../db/shared/order-events';
import { lockOrder, moveOrder, type OrderFactsRow } from '../../db/shared/order-facts';
import { inTransaction } from '../../db/shared/transaction';
import { liveMethod, releaseMethods } from '../../db/subscription/method-of-company';
import {
  lockSubscription,
  updateSubscription,
  type SubscriptionChange,
  type SubscriptionRow,
} from '../../db/subscription/subscription-row';
import type { StepInput } from '../../workflows/contracts/order-steps';
import { FinalFailure } from '../shared/final-failure';
import type { StepDeps } from '../shared/step-deps';

/**
 * Auto Renew as the order asked, new dates for the sleeping subscription, and the order completed: one transaction. The
 * sleeper is woken by the outbox, so a Temporal server that is away delays nothing here.
 */
export const armSubscription =
  (deps: StepDeps) =>
  ({ orderId, at }: StepInput): Promise<void> =>
    inTransaction(deps.db, async (trx) => {
      const order = await lockOrder(trx, orderId);
      if (order.armedAt !== null) return;
      const subscription = await lockSubscription(trx, order.companyId);
      if (subscription === null) throw new FinalFailure('company_unknown', 'the company was never taken over');
      const change = await autoRenewChange(trx, order, at);
      await updateSubscription(trx, subscription, { ...change, ...datesAnew(order, subscription, at) }, at);
      await moveOrder(trx, order, 'completed', { armed_at: at, completed_at: at, closed_at: at });
      await addOrderEvent(trx, { orderId, at, what: 'completed', data: { autoRenew: change.auto_renew ?? 'kept' } });
      await addOutbox(trx, {
        topic: 'subscription_changed',
        dedupeKey: `subscription_changed:armed:${orderId}`,
        payload: { companyId: order.companyId },
        at,
      });
    });

async function autoRenewChange(trx: Db, order: OrderFactsRow, at: Instant): Promise<SubscriptionChange> {
  switch (order.autoRenew) {
    case 'keep':
      return {};
    case 'disable':
      await releaseMethods(trx, order.companyId, at);
      return { auto_renew: false, saved_method_id: null };
    case 'enable': {
      const { orderId, companyId } = order;
      const method = await liveMethod(trx, companyId);
      const isDisputed = await wasDisputed(trx, orderId);
      if (!isDisputed && method?.orderId === orderId)
        return { auto_renew: true, saved_method_id: method.savedMethodId };
      // The provider took the money but kept no method: said on the timeline, asked for again in the portal.
      await addOrderEvent(trx, { orderId, at, what: 'auto_renew_not_possible' });
      if (!isDisputed) return {};
      // Whoever disputes this payment has not agreed to the next one.
      await releaseMethods(trx, companyId, at);
      return { auto_renew: false, saved_method_id: null };
    }
  }
}

/** A new term is planned from now on; an expansion leaves the dates that are still to come as they are. */
function datesAnew(order: OrderFactsRow, subscription: SubscriptionRow, at: Instant): SubscriptionChange {
  const currency = { currency: order.total.currency };
  return order.kind === 'purchase_service' && subscription.duesDoneUntil !== null
    ? currency
    : { ...currency, dues_done_until: at };
}
