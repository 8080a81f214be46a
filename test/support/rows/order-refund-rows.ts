import { uuidv7 } from 'uuidv7';
import { insertOrderRefund } from '../../../db/payment/order-refunds';
import type { Db } from '../../../db/shared/connection';
import { AT, type PartnerRows } from './partner-rows';

/** A refund by bank transfer that somebody has asked for. Returns its id. */
export async function insertAskedRefund(
  db: Db,
  { partnerId }: PartnerRows,
  orderId: string,
  by: string
): Promise<string> {
  const orderRefundId = uuidv7();
  await insertOrderRefund(db, {
    orderRefundId,
    orderId,
    partnerId,
    basis: 'refund',
    basisId: null,
    channel: 'transfer',
    reason: 'agreed with the partner',
    invoiceId: null,
    credit: null,
    endings: [],
    grossMinor: 11_900,
    amountMinor: 11_900,
    currency: 'USD',
    state: 'awaiting_approval',
    wantedBy: by,
    at: AT,
  });
  return orderRefundId;
}
