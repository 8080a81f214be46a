import type { AutoRenewChoice } from '../../domain/order/order-kind';
import type { ConsentWish } from '../../domain/order/order-wish';
import type { Instant } from '../../domain/time/iso-date';
import type { Db } from './connection';

/** What each kind of request holds beside who asked and what it is about. */
export interface PersonRequestBodies {
  readonly place_order: NoBody;
  readonly pay_now: NoBody;
  readonly cancel_order: NoBody;
  readonly resume_order: NoBody;
  readonly look_again: NoBody;
  readonly set_auto_renew: object;
  readonly allocate_receipt: { readonly receiptId: string; readonly amountMinor: number };
  readonly withdraw_allocation: { readonly allocationId: string; readonly reason: string };
  readonly close_shortfall: { readonly reason: string };
  readonly approve_order: NoBody;
  readonly reject_order: { readonly reason: string };
  readonly prolong_order: { readonly until: Instant; readonly reason: string };
  readonly change_method: MethodWish;
  readonly return_and_cancel: { readonly reason: string };
}

/** Nothing beyond who and what. */
type NoBody = object;

/** The method that an unpaid order is to change to, with what goes with it. */
export interface MethodWish {
  readonly method: 'card' | 'paypal' | 'offline';
  readonly autoRenew: AutoRenewChoice;
  readonly consent: ConsentWish | null;
  /** As typed; null for none, and always for an online method. */
  readonly piNumber: string | null;
}

export type PersonRequestKind = keyof PersonRequestBodies;

export interface NewPersonRequest<K extends PersonRequestKind = PersonRequestKind> {
  readonly requestId: string;
  readonly kind: K;
  readonly actorId: string;
  /** What it is about: an order id or a company id. */
  readonly subjectId: string;
  readonly body?: PersonRequestBodies[K];
  readonly at: string;
}

/** A person's wish, checked and stored before any message: messages to workflows carry only its id. */
export async function storePersonRequest(db: Db, request: NewPersonRequest): Promise<void> {
  await db('person_requests').insert({
    request_id: request.requestId,
    kind: request.kind,
    actor_id: request.actorId,
    subject_id: request.subjectId,
    body: JSON.stringify(request.body ?? {}),
    created_at: request.at,
  });
}

/** How a request was decided, kept for a repeat of the step that decided it. */
export interface RequestDecision {
  readonly outcome: string;
  readonly code?: string;
}

export interface StoredRequest {
  readonly actorId: string;
  /** As it was stored; whoever uses it reads it anew. */
  readonly body: unknown;
  /** null: not used yet. */
  readonly decision: RequestDecision | null;
}

/**
 * Locks a person's stored request until the transaction ends. null for an id that nobody stored, and for a request of another
 * kind or about another thing: whoever sent the message made it up.
 */
export async function lockPersonRequest(
  trx: Db,
  { requestId, kind, subjectId }: Pick<NewPersonRequest, 'requestId' | 'kind' | 'subjectId'>
): Promise<StoredRequest | null> {
  const row = await trx<{ actor_id: string; body: unknown; outcome: RequestDecision | null } & Record<string, unknown>>(
    'person_requests'
  )
    .where({ request_id: requestId, kind, subject_id: subjectId })
    .forUpdate()
    .first('actor_id', 'body', 'outcome');
  return row === undefined ? null : { actorId: row.actor_id, body: row.body, decision: row.outcome };
}

/** null: it was not used yet, or nobody stored it. */
export async function readDecision(db: Db, requestId: string): Promise<RequestDecision | null> {
  const row = await db('person_requests')
    .where({ request_id: requestId })
    .first<{ outcome: RequestDecision | null } | undefined>('outcome');
  return row?.outcome ?? null;
}

/** Of a request that the caller has locked; from now on a repeat gets this decision. */
export async function decidePersonRequest(
  trx: Db,
  requestId: string,
  decision: RequestDecision,
  at: Instant
): Promise<void> {
  await trx('person_requests')
    .where({ request_id: requestId })
    .update({ used_at: at, outcome: JSON.stringify(decision) });
}
