import { uuidv7 } from 'uuidv7';
import { writeAudit } from '../../db/audit/write-audit';
import { addOrderEvent } from '../../db/shared/order-events';
import { storePersonRequest, type PersonRequestBodies, type PersonRequestKind } from '../../db/shared/person-requests';
import { inTransaction } from '../../db/shared/transaction';
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
}

/** Stores what a checked person wants, with its audit row, before any message; returns the id that the message carries. */
export async function storeWish<K extends PersonRequestKind>(deps: ApiDeps, wish: PersonWish<K>): Promise<string> {
  const requestId = uuidv7();
  const { orderId, meta, caller } = wish;
  const { userId: actorId } = caller.actor;
  await inTransaction(deps.db, async (trx) => {
    const { kind, body } = wish;
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
  });
  return requestId;
}
