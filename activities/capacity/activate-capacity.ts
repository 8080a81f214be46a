import { activationTarget } from '../../domain/company/activation-target';
import type { Instant } from '../../domain/time/iso-date';
import { writeAudit } from '../../db/audit/write-audit';
import {
  claimCompany,
  claimHolder,
  findActivation,
  readOrderedChange,
  type Activation,
} from '../../db/capacity/activations';
import type { Db } from '../../db/shared/connection';
import { addOrderEvent } from '../../db/shared/order-events';
import { lockOrder, setOrderFacts, type OrderFactsRow } from '../../db/shared/order-facts';
import { updateSubscription, type SubscriptionRow } from '../../db/subscription/subscription-row';
import type { StepInput } from '../../workflows/contracts/order-steps';
import { FinalFailure, TryLater } from '../shared/final-failure';
import { changeCapacity, requireSubscription, targetOf, type CapacityDeps } from './change-capacity';

/** What the paid order adds, in one change or none. */
export const activateCapacity =
  (deps: CapacityDeps) =>
  ({ orderId, at }: StepInput): Promise<void> =>
    changeCapacity(deps, {
      word: 'activate',
      at,
      claim: (trx) => takeClaim(trx, deps, orderId, at),
      takeEffect: (trx, claim, subscription) => takeEffect(trx, claim, subscription, at),
    });

async function takeClaim(trx: Db, deps: CapacityDeps, orderId: string, at: Instant): Promise<Activation> {
  const order = await lockOrder(trx, orderId);
  if (order.state !== 'fulfilling') throw new FinalFailure('wrong_state', `order is ${order.state}`);
  const known = await findActivation(trx, orderId);
  if (known !== null && known.state !== 'refused') return known;
  const subscription = await requireSubscription(trx, order.companyId);
  if (subscription.partnerId !== order.partnerId)
    throw new FinalFailure('company_moved', 'another partner has the company now');
  const holder = await claimHolder(trx, order.companyId);
  if (holder !== null) throw new TryLater('company_busy', `order ${holder.orderId} is changing the company`);
  return claimCompany(trx, { ...(await planClaim(trx, deps, { order, subscription, at })), at });
}

interface ToPlan {
  readonly order: OrderFactsRow;
  readonly subscription: SubscriptionRow;
  readonly at: Instant;
}

async function planClaim(
  trx: Db,
  { catalogue }: CapacityDeps,
  { order, subscription, at }: ToPlan
): Promise<Omit<Parameters<typeof claimCompany>[1], 'at'>> {
  const { kind, orderId, companyId } = order;
  if (kind !== 'purchase_plan' && kind !== 'purchase_service') throw new FinalFailure('kind_not_built', kind);
  const change = await readOrderedChange(trx, orderId);
  const planned = activationTarget({ ...change, kind, subscription, catalogue, at });
  if (!planned.ok) throw new FinalFailure(planned.code, 'the subscription changed since the quote');
  return {
    changeId: orderId,
    orderId,
    companyId,
    version: subscription.version + 1,
    target: planned.target,
    previous: targetOf(subscription),
  };
}

async function takeEffect(
  trx: Db,
  { orderId, companyId, target, version }: Activation,
  subscription: SubscriptionRow,
  at: Instant
): Promise<void> {
  const begins = target.termStart !== subscription.term?.from;
  await updateSubscription(
    trx,
    subscription,
    {
      status: 'active',
      plan: target.plan,
      cycle: target.cycle,
      years: target.years,
      ...(begins
        ? { term_start: target.termStart, expires_on: target.expiresOn, anchor_day: anchorOf(target.termStart) }
        : {}),
      capacities: JSON.stringify(target.capacities),
      version,
    },
    at
  );
  await setOrderFacts(trx, orderId, {
    activated_at: at,
    ...(begins ? { term: JSON.stringify({ from: target.termStart, until: target.expiresOn }) } : {}),
  });
  await addOrderEvent(trx, { orderId, at, what: 'activated', data: { version, capacities: target.capacities } });
  await writeAudit(trx, {
    at,
    source: { actorKind: 'system', actorId: null, ip: null, requestId: null },
    what: 'capacity.activated',
    subject: { type: 'company', id: companyId },
    data: { orderId, version, target },
  });
}

function anchorOf(termStart: string | null): number | null {
  return termStart === null ? null : Number(termStart.slice(-2));
}
