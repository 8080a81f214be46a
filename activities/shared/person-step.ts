import { mayTouchPartner } from '../../domain/access/can';
import type { Capability } from '../../domain/access/capability';
import type { Actor } from '../../domain/access/role';
import { JsonProblems, type Reader } from '../../domain/json-reader';
import type { Instant } from '../../domain/time/iso-date';
import { findActor } from '../../db/account/find-actor';
import { readPartnerPeople, type PartnerPeople } from '../../db/account/partner-people';
import { writeAudit } from '../../db/audit/write-audit';
import type { Db } from '../../db/shared/connection';
import { addOrderEvent } from '../../db/shared/order-events';
import { lockOrder, type OrderFactsRow } from '../../db/shared/order-facts';
import {
  decidePersonRequest,
  lockPersonRequest,
  type PersonRequestBodies,
  type PersonRequestKind,
  type RequestDecision,
} from '../../db/shared/person-requests';
import { inTransaction } from '../../db/shared/transaction';
import { REQUEST_REFUSALS, type RequestRefusal } from '../../workflows/contracts/order-contract';
import type { RequestInput, RequestResult } from '../../workflows/contracts/order-steps';
import { writeStanding } from './standing';
import type { StepDeps } from './step-deps';

/** A stored request that a person with the right made, and what it is about, under the order's lock. */
export interface Asked<B> {
  readonly order: OrderFactsRow;
  readonly actor: Actor;
  /** Of the order. */
  readonly partner: PartnerPeople;
  readonly body: B;
  readonly requestId: string;
  readonly at: Instant;
}

export interface PersonStep<K extends PersonRequestKind, D extends StepDeps> {
  readonly kind: K;
  /** The person needs one of them for the order's partner. */
  readonly capabilities: readonly Capability[];
  readonly readBody: Reader<PersonRequestBodies[K]>;
  /** null: done. It looks at everything before it writes anything: a refusal is committed as well. */
  decide(trx: Db, deps: D, asked: Asked<PersonRequestBodies[K]>): Promise<RequestRefusal | null>;
}

/**
 * A step that a person asked for. The message carries nothing but the id of what the API stored: person, right and body are
 * read here, under the order's lock, and the decision is kept, so that a repeat after the commit gives the same answer.
 */
export const personStep =
  <K extends PersonRequestKind, D extends StepDeps>(step: PersonStep<K, D>) =>
  (deps: D) =>
  (input: RequestInput): Promise<RequestResult> =>
    inTransaction(deps.db, async (trx) => {
      const order = await lockOrder(trx, input.orderId);
      const code = await take(trx, { deps, step, input, order });
      const standing = await writeStanding(trx, input.orderId, { policies: deps.policies, at: input.at });
      return code === null ? { outcome: 'done', standing } : { outcome: 'refused', code, standing };
    });

interface ToTake<K extends PersonRequestKind, D extends StepDeps> {
  readonly deps: D;
  readonly step: PersonStep<K, D>;
  readonly input: RequestInput;
  readonly order: OrderFactsRow;
}

async function take<K extends PersonRequestKind, D extends StepDeps>(
  trx: Db,
  { deps, step, input, order }: ToTake<K, D>
): Promise<RequestRefusal | null> {
  const { orderId, requestId, at } = input;
  const request = await lockPersonRequest(trx, { requestId, kind: step.kind, subjectId: orderId });
  if (request === null) return 'request_unknown';
  if (request.decision !== null) return decidedBefore(request.decision);
  const body = readOr(step.readBody, request.body);
  if (body === null) return 'request_unknown';
  const actor = await findActor(trx, request.actorId);
  const partner = await readPartnerPeople(trx, order.partnerId);
  const may = actor !== null && step.capabilities.some((capability) => mayTouchPartner(actor, capability, partner));
  const code = may
    ? await step.decide(trx, deps, { order, actor, partner, body, requestId, at })
    : ('not_permitted' as const);
  const decision = code === null ? { outcome: 'done' } : { outcome: 'refused', code };
  await decidePersonRequest(trx, requestId, decision, at);
  return code;
}

function decidedBefore({ outcome, code }: RequestDecision): RequestRefusal | null {
  if (outcome === 'done') return null;
  return REQUEST_REFUSALS.find((known) => known === code) ?? 'request_unknown';
}

/** null: the body was not written by this code. */
function readOr<T>(read: Reader<T>, body: unknown): T | null {
  try {
    return read(body, '');
  } catch (error) {
    if (error instanceof JsonProblems) return null;
    throw error;
  }
}

export interface Act {
  /** A past participle that the timeline translates; the audit log has it under `order.`. */
  readonly what: string;
  /** Ids, amounts, codes: they stand in timeline and audit log. */
  readonly data?: Readonly<Record<string, unknown>>;
  /** As the person typed it: for the audit log alone. */
  readonly reason?: string;
}

/** Writes what the person did into the order's timeline and into the audit log. */
export async function noteAct(trx: Db, asked: Asked<unknown>, { what, data = {}, reason }: Act): Promise<void> {
  const { order, actor, requestId, at } = asked;
  await addOrderEvent(trx, { orderId: order.orderId, at, what, actorId: actor.userId, data });
  await writeAudit(trx, {
    at,
    source: { actorKind: 'user', actorId: actor.userId, ip: null, requestId },
    what: `order.${what}`,
    subject: { type: 'order', id: order.orderId },
    data: reason === undefined ? data : { ...data, reason },
  });
}
