import { readOrderRefund, type OrderRefundItem } from '../../db/payment/order-refund-read-model';
import type { PartnerScope } from '../../db/shared/partner-scope';
import type { ApiDeps } from '../http/api-deps';
import { AppError } from '../http/app-error';

/** @throws AppError `refund_not_found`, for a stranger's refund as for none at all */
export async function requireRefund(deps: ApiDeps, scope: PartnerScope, refundId: string): Promise<OrderRefundItem> {
  const found = await readOrderRefund(deps.db, scope, refundId);
  if (found === null) throw new AppError('refund_not_found');
  return found;
}
