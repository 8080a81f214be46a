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
