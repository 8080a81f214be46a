import { findOpenTermOrder, type OpenTermOrder } from '../../db/order/open-term-order-read-model';
import type { PartnerScope } from '../../db/shared/partner-scope';
import { addOrderEvent } from '../../db/shared/order-events';
import { inTransaction } from '../../db/shared/transaction';
import { canCancel } from '../../domain/order/can-cancel';
import { hasMoney } from '../../domain/order/order-ways';
import type { Quote } from '../../domain/quote/quote';
import type { ApiDeps } from '../http/api-deps';
import type { Caller } from '../http/caller';
import type { RequestMeta } from '../http/route';
import { storeWish } from '../shared/store-wish';

export interface Replacement {
  /** Of the new order. */
  readonly orderId: string;
  readonly quote: Quote;
  readonly scope: PartnerScope;
  readonly caller: Caller;
  readonly meta: RequestMeta;
}

/**
 * A company has one open order at most that buys or changes its term; a new one replaces an unpaid one without receipts
 * (product §4). The old one is cancelled by its own workflow, which may have seen money a moment ago. False: it stays, so the
 * new one cannot be placed. @throws AppError `order_busy` or `workflows_unavailable`
 */
export async function replaceOpenOrder(deps: ApiDeps, replacement: Replacement): Promise<boolean> {
  const { orderId: exceptOrderId, quote, scope, caller, meta } = replacement;
  if (quote.kind === 'purchase_service') return true;
  const old = await findOpenTermOrder(deps.db, scope, { companyId: quote.companyId, exceptOrderId });
  if (old === null) return true;
  if (!isReplaceable(old)) return false;
  const { orderId } = old;
  const { requestId } = await storeWish(deps, {
    kind: 'cancel_order',
    orderId,
    caller,
    meta,
    what: 'order.cancel_asked',
  });
  const result = await deps.workflows.cancel(orderId, { requestId });
  // Somebody else may have ended it in between; then nothing is in the way any more.
  if (result.outcome !== 'cancelled') {
    return (await findOpenTermOrder(deps.db, scope, { companyId: quote.companyId, exceptOrderId })) === null;
  }
  const data = { byOrderId: exceptOrderId };
  await inTransaction(deps.db, (trx) =>
    addOrderEvent(trx, { orderId, at: meta.at, what: 'replaced', actorId: caller.actor.userId, data })
  );
  return true;
}

/** The charge of a saved method is no person's order to replace. */
function isReplaceable(old: OpenTermOrder): boolean {
  return old.method !== 'saved' && canCancel(old.state, { ...old, hasMoney: hasMoney(old) }).ok;
}
