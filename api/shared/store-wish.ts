import { uuidv7 } from 'uuidv7';
import { writeAudit } from '../../db/audit/write-audit';
import { addOrderEvent } from '../../db/shared/order-events';
import { storePersonRequest, type PersonRequestBodies, type PersonRequestKind } from '../../db/shared/person-requests';
import { doOnce } from '../../db/shared/do-once';
import type { Db } from '../../db/shared/connection';
import type { ApiDeps } from '../http/api-deps';
import type { Caller } from '../http/caller';
import type { RequestMeta } from '../http/route';

export interface PersonWish<K extends PersonRequestKind = PersonRequestKind> {
  readonly kind: K;
  readonly orderId: string;
  readonly caller: Caller;
  readonly meta: RequestMeta;
  /** What the person typed beside that; it goes to the request's row and into no message. */
  readonly body?: PersonRequestBodies[K];
  /** For the audit log, `order.cancel_asked`. */
  readonly what: string;
  /** For the timeline; left out where the workflow tells of the outcome itself. */
  readonly event?: string;
  /** Of that event: ids, amounts, codes. */
  readonly eventData?: Readonly<Record<string, unknown>>;
  /** Tells it from other wishes of its kind about the same order in one call. */
  readonly about?: string;
  /** Throws what can be refused at first sight; not asked of a wish that was stored before. */
  refuseEarly?(): void;
}

export interface StoredWish {
  readonly requestId: string;
  /** Stored by an earlier call under the same key: its message may have been carried out. */
  readonly isRepeat: boolean;
}

/**
 * Stores what a checked person wants, with its audit row, before any message; returns the id that the message carries. Under one
 * idempotency key it is always the same id, so that a repeat is the same wish to the workflow.
 */
export async function storeWish<K extends PersonRequestKind>(deps: ApiDeps, wish: PersonWish<K>): Promise<StoredWish> {
  const { kind, orderId, meta, about = orderId } = wish;
  const done = await doOnce(deps.db, meta.underKey, `${kind}:${about}`, (trx) => {
    wish.refuseEarly?.();
    return storeWishIn(trx, wish);
  });
  return { requestId: done.result, isRepeat: done.isRepeat };
}

/** The same in the caller's transaction, which is repeated by nobody. */
export async function storeWishIn<K extends PersonRequestKind>(trx: Db, wish: PersonWish<K>): Promise<string> {
  const requestId = uuidv7();
  const { kind, body, orderId, meta, caller } = wish;
  const { userId: actorId } = caller.actor;
  await storePersonRequest(trx, { requestId, kind, actorId, subjectId: orderId, at: meta.at, ...(body && { body }) });
  await writeAudit(trx, {
    at: meta.at,
    source: meta.source,
    what: wish.what,
    subject: { type: 'order', id: orderId },
    data: { personRequestId: requestId },
  });
  if (wish.event !== undefined) {
    const data = wish.eventData ?? {};
    await addOrderEvent(trx, { orderId, at: meta.at, what: wish.event, actorId, data });
  }
  return requestId;
}
