import { uuidv7 } from 'uuidv7';
import type { Instant } from '../../domain/time/iso-date';
import type { Db } from '../shared/connection';
import { changeReceipt, type Receipt } from './receipt-row';

export interface WantedReturn {
  /** Of a receipt that the caller has locked. */
  readonly receipt: Receipt;
  /** The order that the money was meant for; null for money that never found one. */
  readonly orderId: string | null;
  readonly amountMinor: number;
  readonly reason: string;
  readonly by: string;
  readonly at: Instant;
}

/** Money that a person is to send back: it can no longer be allocated. Returns the id of the wanted return. */
export async function wantReturn(trx: Db, wanted: WantedReturn): Promise<string> {
  const { receipt, amountMinor } = wanted;
  const returnId = uuidv7();
  await trx('receipt_returns').insert({
    return_id: returnId,
    receipt_id: receipt.receiptId,
    order_id: wanted.orderId,
    amount_minor: amountMinor,
    reason: wanted.reason,
    state: 'wanted',
    wanted_by: wanted.by,
    wanted_at: wanted.at,
  });
  await changeReceipt(trx, receipt.receiptId, { returning_minor: receipt.returningMinor + amountMinor });
  return returnId;
}
