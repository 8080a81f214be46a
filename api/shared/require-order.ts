import { readOrder, type OrderDetail } from '../../db/order/order-read-model';
import type { PartnerScope } from '../../db/shared/partner-scope';
import type { ApiDeps } from '../http/api-deps';
import { isStaff } from '../../domain/access/role';
import type { OrderState } from '../../domain/order/order-state';
import { partnerFacingState } from '../../domain/order/order-transitions';
import { AppError } from '../http/app-error';
import type { Caller } from '../http/caller';

/** @throws AppError `order_not_found`, for a stranger's order as for none at all */
export async function requireOrder(deps: ApiDeps, scope: PartnerScope, orderRef: string): Promise<OrderDetail> {
  const order = await readOrder(deps.db, scope, orderRef);
  if (order === null) throw new AppError('order_not_found');
  return order;
}

/** The state as this reader may see it: partners and distributors are not shown where our own house has trouble. */
export function stateFor({ state }: Pick<OrderDetail, 'state'>, caller: Caller): OrderState | 'in_progress' {
  return isStaff(caller.actor) ? state : partnerFacingState(state);
}

/** 409 that says how the order stands now. */
export function wrongState(order: Pick<OrderDetail, 'state'>, caller: Caller, detail?: string): AppError {
  const extra = { currentState: stateFor(order, caller) };
  return new AppError('wrong_state', detail === undefined ? { extra } : { extra, detail });
}
