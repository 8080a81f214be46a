import { activationTarget } from '../../domain/company/activation-target';
import type { Instant } from '../../domain/time/iso-date';
import { writeAudit } from '../../db/audit/write-audit';
import {
  claimCompany,
  claimHolder,
  decideActivation,
  findActivation,
  readOrderedChange,
  type Activation,
} from '../../db/capacity/activations';
import type { Db } from '../../db/shared/connection';
import { addOrderEvent } from '../../db/shared/order-events';
import { lockOrder, setOrderFacts, type OrderFactsRow } from '../../db/shared/order-facts';
import { inTransaction } from '../../db/shared/transaction';
import { lockSubscription, updateSubscription, type SubscriptionRow } from '../../db/subscription/subscription-row';
import type { SetEntitlementResult, Workplace } from '../../gateways/shared/workplace';
import type { StepInput } from '../../workflows/contracts/order-steps';
import { FinalFailure, TryLater } from '../shared/final-failure';
import type { StepDeps } from '../shared/step-deps';

export interface CapacityDeps extends StepDeps {
  readonly workplace: Workplace;
}

/**
 * Claim, tell Workplace the whole target, write down its answer. The claim keeps every other change of the company waiting,
 * also when the answer is unknown; only a final refusal gives it back (design §3).
 */
export const activateCapacity =
  (deps: CapacityDeps) =>
  async ({ orderId, at }: StepInput): Promise<void> => {
    const claim = await inTransaction(deps.db, (trx) => takeClaim(trx, deps, orderId, at));
    if (claim.state === 'active') return;
    const answer = await deps.workplace.setEntitlement({
      companyId: claim.companyId,
      version: claim.version,
      target: claim.target,
      idempotencyKey: `order:${orderId}:activate:${claim.version}`,
    });
    await inTransaction(deps.db, (trx) => decide(trx, claim, answer, at));
    if (answer.outcome === 'set') return;
    throw new FinalFailure(refusalCode(answer), 'Workplace did not take the new capacity');
  };

async function takeClaim(trx: Db, deps: CapacityDeps, orderId: string, at: Instant): Promise<Activation> {
  const order = await lockOrder(trx, orderId);
  if (order.state !== 'fulfilling') throw new FinalFailure('wrong_state', `order is ${order.state}`);
  const known = await findActivation(trx, orderId);
  if (known !== null && known.state !== 'refused') return known;
  const subscription = await lockSubscription(trx, order.companyId);
  if (subscription === null) throw new FinalFailure('company_unknown', 'the company was never taken over');
  if (subscription.partnerId !== order.partnerId)
    throw new FinalFailure('company_moved', 'another partner has the company now');
  const holder = await claimHolder(trx, order.companyId);
  if (holder !== null) throw new TryLater('company_busy', `order ${holder} is changing the company`);
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
    orderId,
    companyId,
    version: subscription.version + 1,
    target: planned.target,
    previous: previousOf(subscription),
  };
}

function previousOf({ plan, cycle, years, term, trial, capacities }: SubscriptionRow): Activation['target'] {
  return { plan, cycle, years, termStart: term?.from ?? null, expiresOn: term?.until ?? null, trial, capacities };
}

async function decide(trx: Db, claim: Activation, answer: SetEntitlementResult, at: Instant): Promise<void> {
  const { orderId, companyId } = claim;
  await lockOrder(trx, orderId);
  const subscription = await lockSubscription(trx, companyId);
  if (subscription === null) throw new FinalFailure('company_unknown', 'the company was never taken over');
  const problem = answer.outcome === 'set' ? null : refusalCode(answer);
  if (!(await decideActivation(trx, orderId, { state: problem === null ? 'active' : 'refused', problem, at }))) return;
  if (answer.outcome === 'superseded') await catchUp(trx, subscription, answer.currentVersion, at);
  if (answer.outcome === 'set') await takeEffect(trx, claim, subscription, at);
}

/** Workplace counts further than we do: the next claim, after a person has looked, begins above its version. */
async function catchUp(trx: Db, subscription: SubscriptionRow, version: number, at: Instant): Promise<void> {
  if (version > subscription.version) await updateSubscription(trx, subscription, { version }, at);
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

function refusalCode(answer: Exclude<SetEntitlementResult, { outcome: 'set' }>): string {
  return answer.outcome === 'superseded' ? 'workplace_newer' : answer.code;
}
