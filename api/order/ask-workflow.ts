import { uuidv7 } from 'uuidv7';
import { writeAudit } from '../../db/audit/write-audit';
import { addOrderEvent } from '../../db/shared/order-events';
import { storePersonRequest, type PersonRequestKind } from '../../db/shared/person-requests';
import { inTransaction } from '../../db/shared/transaction';
import type { ApiDeps } from '../http/api-deps';
import type { Caller } from '../http/caller';
import type { RequestMeta } from '../http/route';

export interface PersonWish {
  readonly kind: PersonRequestKind;
  readonly orderId: string;
  readonly caller: Caller;
  readonly meta: RequestMeta;
  /** For the audit log, `order.cancel_asked`. */
  readonly what: string;
  /** For the timeline; left out where the workflow tells of the outcome itself. */
  readonly event?: string;
}

/** Stores what a checked person wants, with its audit row, before any message; returns the id that the message carries. */
export async function storeWish(deps: ApiDeps, wish: PersonWish): Promise<string> {
  const requestId = uuidv7();
  const { orderId, meta, caller } = wish;
  const { userId: actorId } = caller.actor;
  await inTransaction(deps.db, async (trx) => {
    await storePersonRequest(trx, { requestId, kind: wish.kind, actorId, subjectId: orderId, at: meta.at });
    await writeAudit(trx, {
      at: meta.at,
      source: meta.source,
      what: wish.what,
      subject: { type: 'order', id: orderId },
      data: { personRequestId: requestId },
    });
    if (wish.event !== undefined) await addOrderEvent(trx, { orderId, at: meta.at, what: wish.event, actorId });
  });
  return requestId;
}
