import type { Db } from '../shared/connection';
import type { OrderRemarks } from './order-read-model';

/** Remarks stay editable after completion; they are no part of any document. */
export async function saveOrderRemarks(
  trx: Db,
  orderId: string,
  remarks: OrderRemarks,
  by: { readonly userId: string; readonly at: string }
): Promise<void> {
  await trx('order_remarks')
    .insert({
      order_id: orderId,
      po_number: remarks.poNumber,
      custom_reference: remarks.customReference,
      order_owner: remarks.orderOwner,
      comment: remarks.comment,
      updated_at: by.at,
      updated_by: by.userId,
    })
    .onConflict('order_id')
    .merge();
}
