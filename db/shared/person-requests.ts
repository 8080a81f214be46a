import type { Db } from './connection';

export const PERSON_REQUEST_KINDS = [
  'place_order',
  'pay_now',
  'cancel_order',
  'resume_order',
  'look_again',
  'set_auto_renew',
] as const;
export type PersonRequestKind = (typeof PERSON_REQUEST_KINDS)[number];

export interface NewPersonRequest {
  readonly requestId: string;
  readonly kind: PersonRequestKind;
  readonly actorId: string;
  /** What it is about: an order id or a company id. */
  readonly subjectId: string;
  readonly body?: object;
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
