import type { Instant } from '../../domain/time/iso-date';
import { decideActivation, type Activation } from '../../db/capacity/activations';
import type { Db } from '../../db/shared/connection';
import { lockOrder } from '../../db/shared/order-facts';
import { inTransaction } from '../../db/shared/transaction';
import { lockSubscription, updateSubscription, type SubscriptionRow } from '../../db/subscription/subscription-row';
import type { SetEntitlementResult, Workplace } from '../../gateways/shared/workplace';
import { FinalFailure } from '../shared/final-failure';
import type { StepDeps } from '../shared/step-deps';

export interface CapacityDeps extends StepDeps {
  readonly workplace: Workplace;
}

export interface CapacityChange {
  /** Word for it in the key that Workplace is given. */
  readonly word: 'activate' | 'end';
  readonly at: Instant;
  /** Claims the company under the order's lock, or finds the claim of an earlier try; null: there is nothing to tell. */
  claim(trx: Db): Promise<Activation | null>;
  /** Writes down that Workplace has taken it, under the locks of order and subscription. */
  takeEffect(trx: Db, claim: Activation, subscription: SubscriptionRow): Promise<void>;
}

/**
 * Claim, tell Workplace the whole target, write down its answer. The claim keeps every other change of the company waiting,
 * also when the answer is unknown; only a final refusal gives it back (design §3).
 */
export async function changeCapacity(deps: CapacityDeps, change: CapacityChange): Promise<void> {
  const claim = await inTransaction(deps.db, (trx) => change.claim(trx));
  if (claim === null || claim.state === 'active') return;
  const answer = await deps.workplace.setEntitlement({
    companyId: claim.companyId,
    version: claim.version,
    target: claim.target,
    idempotencyKey: `order:${claim.changeId}:${change.word}:${claim.version}`,
  });
  await inTransaction(deps.db, (trx) => decide(trx, change, claim, answer));
  if (answer.outcome === 'set') return;
  throw new FinalFailure(refusalCode(answer), 'Workplace did not take the new capacity');
}

async function decide(trx: Db, change: CapacityChange, claim: Activation, answer: SetEntitlementResult): Promise<void> {
  const { changeId, orderId, companyId } = claim;
  const { at } = change;
  await lockOrder(trx, orderId);
  const subscription = await requireSubscription(trx, companyId);
  const problem = answer.outcome === 'set' ? null : refusalCode(answer);
  if (!(await decideActivation(trx, changeId, { state: problem === null ? 'active' : 'refused', problem, at }))) return;
  if (answer.outcome === 'superseded') await raiseVersion(trx, subscription, answer.currentVersion, at);
  if (answer.outcome === 'set') await change.takeEffect(trx, claim, subscription);
}

/** Workplace counts further than we do, or may: the next claim begins above its version. */
export async function raiseVersion(
  trx: Db,
  subscription: SubscriptionRow,
  version: number,
  at: Instant
): Promise<void> {
  if (version > subscription.version) await updateSubscription(trx, subscription, { version }, at);
}

/** Locked until the transaction ends. @throws FinalFailure for a company that Purser never took over. */
export async function requireSubscription(trx: Db, companyId: string): Promise<SubscriptionRow> {
  const subscription = await lockSubscription(trx, companyId);
  if (subscription === null) throw new FinalFailure('company_unknown', 'the company was never taken over');
  return subscription;
}

/** The whole target that the company has now. */
export function targetOf({ plan, cycle, years, term, trial, capacities }: SubscriptionRow): Activation['target'] {
  return { plan, cycle, years, termStart: term?.from ?? null, expiresOn: term?.until ?? null, trial, capacities };
}

function refusalCode(answer: Exclude<SetEntitlementResult, { outcome: 'set' }>): string {
  return answer.outcome === 'superseded' ? 'workplace_newer' : answer.code;
}
