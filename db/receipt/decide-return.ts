import type { Instant, IsoDate } from '../../domain/time/iso-date';
import type { Db } from '../shared/connection';
import { changeReceipt, lockReceipt } from './receipt-row';

export interface ReturnDecision {
  readonly returnId: string;
  readonly by: string;
  readonly at: Instant;
}

interface Row {
  return_id: string;
  receipt_id: string;
  amount_minor: number;
  state: string;
  transferred_on: IsoDate | null;
  bank_reference: string | null;
  decided_by: string | null;
  decided_at: Instant | null;
}

/** The money has left the account; it stays counted as returned. False: the return was decided before. */
export async function finishReturn(
  trx: Db,
  { returnId, by, at }: ReturnDecision,
  transfer: { readonly transferredOn: IsoDate; readonly bankReference: string }
): Promise<boolean> {
  const count = await trx<Row>('receipt_returns').where({ return_id: returnId, state: 'wanted' }).update({
    state: 'done',
    transferred_on: transfer.transferredOn,
    bank_reference: transfer.bankReference,
    decided_by: by,
    decided_at: at,
  });
  return count === 1;
}

/** The money is unmatched again. False: the return was decided before. */
export async function withdrawReturn(trx: Db, { returnId, by, at }: ReturnDecision): Promise<boolean> {
  const rows = await trx<Row>('receipt_returns')
    .where({ return_id: returnId, state: 'wanted' })
    .update({ state: 'withdrawn', decided_by: by, decided_at: at })
    .returning(['receipt_id', 'amount_minor']);
  const row = rows[0];
  if (row === undefined) return false;
  const receipt = await lockReceipt(trx, row.receipt_id);
  if (receipt === null) throw new Error(`return ${returnId} has no receipt`);
  await changeReceipt(trx, receipt.receiptId, { returning_minor: receipt.returningMinor - row.amount_minor });
  return true;
}
