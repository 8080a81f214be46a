import { capacitiesAfter, endsPlan, servicesLeft, type EndingCapacity } from '../../domain/company/ended-capacity';
import type { Entitlement } from '../../domain/company/entitlement';
import type { Instant } from '../../domain/time/iso-date';
import { writeAudit } from '../../db/audit/write-audit';
import {
  claimCompany,
  claimHolder,
  decideActivation,
  findActivation,
  type Activation,
} from '../../db/capacity/activations';
import { addOutbox } from '../../db/outbox/add-outbox';
import { lockOrderRefund, setCapacityState, type OrderRefund } from '../../db/payment/order-refunds';
import type { Db } from '../../db/shared/connection';
import { addOrderEvent } from '../../db/shared/order-events';
import { lockOrder } from '../../db/shared/order-facts';
import { inTransaction } from '../../db/shared/transaction';
import { releaseMethods } from '../../db/subscription/method-of-company';
import {
  updateSubscription,
  type SubscriptionChange,
  type SubscriptionRow,
} from '../../db/subscription/subscription-row';
import { openTask } from '../../db/task/open-task';
import type { OrderRefundInput, StoppedInput } from '../../workflows/contracts/aftercare-steps';
import { FinalFailure, TryLater } from '../shared/final-failure';
import { changeCapacity, raiseVersion, requireSubscription, targetOf, type CapacityDeps } from './change-capacity';

/** What a refund ends, after its money is settled: at once at Workplace, or noted for the end of the term. */
export const endCapacity =
  (deps: CapacityDeps) =>
  ({ orderId, orderRefundId, at }: OrderRefundInput): Promise<void> =>
    changeCapacity(deps, {
      word: 'end',
      at,
      claim: (trx) => takeClaim(trx, { orderId, orderRefundId, at }),
      takeEffect: async (trx, claim, subscription) => {
        const refund = await lockOrderRefund(trx, orderRefundId);
        await conclude(trx, { refund, subscription, claim, at });
      },
    });

/** Workplace or the subscription does not allow it: the money stays settled, a person ends the capacity. */
export const reportCapacityLeft =
  (deps: CapacityDeps) =>
  ({ orderId, orderRefundId, reason, at }: StoppedInput): Promise<void> =>
    inTransaction(deps.db, async (trx) => {
      const order = await lockOrder(trx, orderId);
      const refund = await lockOrderRefund(trx, orderRefundId);
      if (refund.capacityState !== 'wanted') return;
      await setCapacityState(trx, orderRefundId, 'stuck');
      const { orderNo, partnerId, companyId } = order;
      const isUnknown = await giveUpClaim(trx, { orderRefundId, companyId, at });
      await openTask(trx, {
        dedupeKey: `capacity_left:${orderRefundId}`,
        kind: 'capacity_left',
        subject: `${orderNo} was refunded, and its capacity could not be ended (${reason})`,
        evidence: { refundId: orderRefundId, reason, endings: refund.endings, workplaceMayHaveIt: isUnknown },
        partnerId,
        companyId,
        orderId,
        at,
      });
    });

/**
 * Nobody tells Workplace again, and whether it has heard of the claim is unknown: the company is free, and its next change, whole
 * and under a newer version, decides. False: no claim was open.
 */
async function giveUpClaim(
  trx: Db,
  { orderRefundId, companyId, at }: { readonly orderRefundId: string; readonly companyId: string; readonly at: Instant }
): Promise<boolean> {
  const claim = await findActivation(trx, orderRefundId);
  if (claim?.state !== 'claimed') return false;
  const subscription = await requireSubscription(trx, companyId);
  await decideActivation(trx, orderRefundId, { state: 'refused', problem: 'given_up', at });
  await raiseVersion(trx, subscription, claim.version, at);
  return true;
}

async function takeClaim(trx: Db, { orderId, orderRefundId, at }: OrderRefundInput): Promise<Activation | null> {
  const order = await lockOrder(trx, orderId);
  const refund = await lockOrderRefund(trx, orderRefundId);
  if (refund.capacityState !== 'wanted') return null;
  const known = await findActivation(trx, orderRefundId);
  if (known !== null && known.state !== 'refused') return known;
  const subscription = await requireSubscription(trx, order.companyId);
  if (subscription.partnerId !== order.partnerId)
    throw new FinalFailure('company_moved', 'another partner has the company now');
  const own = await findActivation(trx, orderId);
  const isOpen = own?.state === 'claimed';
  const holder = await claimHolder(trx, order.companyId);
  if (holder !== null && !isOpen) throw new TryLater('company_busy', `order ${holder.orderId} is changing the company`);
  // What was bought and never told to Workplace, or refused by it, was never there.
  if (own !== null && own.state !== 'active' && !isOpen) {
    await setCapacityState(trx, orderRefundId, 'done');
    return null;
  }
  const target = isOpen ? targetOf(subscription) : targetAfter(subscription, refund.endings);
  if (target === null) {
    await conclude(trx, { refund, subscription, claim: null, at });
    return null;
  }
  // Workplace may have heard of the purchase: the present state under a newer version takes it back either way.
  if (isOpen) await decideActivation(trx, orderId, { state: 'refused', problem: 'refunded', at });
  const version = Math.max(subscription.version, own?.version ?? 0) + 1;
  const claim = { changeId: orderRefundId, orderId, companyId: order.companyId, version, target };
  return claimCompany(trx, { ...claim, previous: targetOf(subscription), at });
}

const NO_PLAN = { plan: null, cycle: null, years: null, termStart: null, expiresOn: null, trial: false } as const;

/** null: nothing ends now. @throws FinalFailure for a plan that other orders' capacity stands on. */
function targetAfter(subscription: SubscriptionRow, endings: readonly EndingCapacity[]): Entitlement | null {
  if (!endings.some(({ choice }) => choice === 'end_now')) return null;
  const capacities = capacitiesAfter(subscription.capacities, endings, 'end_now');
  if (!endsPlan(endings, 'end_now')) return { ...targetOf(subscription), capacities };
  if (servicesLeft(capacities).length > 0)
    throw new FinalFailure('services_remain', 'the plan carries capacity that other orders have paid for');
  return { ...NO_PLAN, capacities };
}

interface Concluding {
  readonly refund: OrderRefund;
  readonly subscription: SubscriptionRow;
  /** null: Workplace was told nothing. */
  readonly claim: Activation | null;
  readonly at: Instant;
}

async function conclude(trx: Db, { refund, subscription, claim, at }: Concluding): Promise<void> {
  const { orderId, orderRefundId, endings } = refund;
  const { companyId } = subscription;
  const change = { ...endedNow(subscription, claim), ...(await endingLater(trx, subscription, endings, at)) };
  await updateSubscription(trx, subscription, change, at);
  await setCapacityState(trx, orderRefundId, 'done');
  const data = { refundId: orderRefundId, endings, version: claim?.version ?? subscription.version };
  await addOrderEvent(trx, { orderId, at, what: 'capacity_ended', data });
  await writeAudit(trx, {
    at,
    source: { actorKind: 'system', actorId: null, ip: null, requestId: null },
    what: 'capacity.ended',
    subject: { type: 'company', id: companyId },
    data: { orderId, ...data },
  });
  const dedupeKey = `subscription_changed:refund:${orderRefundId}`;
  await addOutbox(trx, { topic: 'subscription_changed', dedupeKey, payload: { companyId }, at });
}

function endedNow(subscription: SubscriptionRow, claim: Activation | null): SubscriptionChange {
  if (claim === null) return {};
  const { target, version } = claim;
  const told = { version, capacities: JSON.stringify(target.capacities) };
  if (target.plan !== null || subscription.plan === null) return told;
  const gone = { plan: null, cycle: null, years: null, term_start: null, expires_on: null, anchor_day: null };
  return { ...told, ...gone, status: 'lapsed', auto_renew: false, saved_method_id: null };
}

/** A plan that ends, now or with its term, is not renewed; its method is forgotten by the subscription's workflow. */
async function endingLater(
  trx: Db,
  { companyId, scheduled }: SubscriptionRow,
  endings: readonly EndingCapacity[],
  at: Instant
): Promise<SubscriptionChange> {
  const later = endings.filter(({ choice }) => choice === 'end_at_term');
  const stops = endings.some(({ item }) => item.type === 'plan');
  if (stops) await releaseMethods(trx, companyId, at);
  return {
    ...(stops ? { auto_renew: false, saved_method_id: null } : {}),
    ...(later.length === 0
      ? {}
      : { scheduled: JSON.stringify({ ...scheduled, endings: [...(scheduled.endings ?? []), ...later] }) }),
  };
}
