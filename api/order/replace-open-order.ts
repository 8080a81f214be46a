import { findOpenTermOrder, type OpenTermOrder } from '../../db/order/open-term-order-read-model';
import type { PartnerScope } from '../../db/shared/partner-scope';
import { addOrderEvent } from '../../db/shared/order-events';
import { inTransaction } from '../../db/shared/transaction';
import { canCancel } from '../../domain/order/can-cancel';
import { hasMoney } from '../../domain/order/order-ways';
import type { ApiDeps } from '../http/api-deps';
import type { Caller } from '../http/caller';
import type { RequestMeta } from '../http/route';
import { storeWish } from '../shared/store-wish';
import type { PlaceRefusal } from '../../workflows/contracts/order-contract';
import { placingRefusal, type ToPlace } from './placing-refusal';

export interface Replacement {
  /** The new order. */
  readonly toPlace: ToPlace;
  readonly scope: PartnerScope;
  readonly caller: Caller;
  readonly meta: RequestMeta;
}

/** Whether the new order can be placed now. */
export type Room =
  | { readonly ok: false; readonly code: PlaceRefusal }
  /** `replaced`: cancelled for the new order; null where nothing stood in its way. */
  | { readonly ok: true; readonly replaced: ReplacedOrder | null };

export interface ReplacedOrder {
  readonly orderId: string;
  readonly orderNo: string;
}

const FREE: Room = { ok: true, replaced: null };
const TAKEN: Room = { ok: false, code: 'open_order_changes_term' };

/**
 * A company has one open order at most that buys or changes its term; a new one replaces an unpaid one without receipts
 * (product §4). The old one is cancelled by its own workflow, which may have seen money a moment ago; then, and when the new
 * one would be refused anyway, it stays. @throws AppError `order_busy` or `workflows_unavailable`
 */
export async function replaceOpenOrder(deps: ApiDeps, replacement: Replacement): Promise<Room> {
  const { toPlace, scope, caller, meta } = replacement;
  const { quote } = toPlace.toOrder;
  const exceptOrderId = toPlace.orderId;
  if (quote.kind === 'purchase_service') return FREE;
  const old = await findOpenTermOrder(deps.db, scope, { companyId: quote.companyId, exceptOrderId });
  if (old === null) return FREE;
  if (!isReplaceable(old)) return TAKEN;
  const { orderId, orderNo } = old;
  const code = await placingRefusal(deps, toPlace, orderId);
  if (code !== null) return { ok: false, code };
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
    const now = await findOpenTermOrder(deps.db, scope, { companyId: quote.companyId, exceptOrderId });
    return now === null ? FREE : TAKEN;
  }
  const data = { byOrderId: exceptOrderId };
  await inTransaction(deps.db, (trx) =>
    addOrderEvent(trx, { orderId, at: meta.at, what: 'replaced', actorId: caller.actor.userId, data })
  );
  return { ok: true, replaced: { orderId, orderNo } };
}

/** The charge of a saved method is no person's order to replace. */
function isReplaceable(old: OpenTermOrder): boolean {
  return old.method !== 'saved' && canCancel(old.state, { ...old, hasMoney: hasMoney(old) }).ok;
}
