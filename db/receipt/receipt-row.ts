import type { ReceiptMoney } from '../../domain/receipt/receipt-money';
import type { Instant, IsoDate } from '../../domain/time/iso-date';
import type { Db } from '../shared/connection';

/** One line of the bank statement as a person recorded it. Amounts are minor units of `currency`. */
export interface Receipt extends ReceiptMoney {
  readonly receiptId: string;
  /** null while nobody knows whose money it is. */
  readonly partnerId: string | null;
  readonly sellerId: string;
  readonly account: string;
  readonly valueDate: IsoDate;
  readonly bankReference: string;
  /** ISO 4217; it may be one that nobody sells in. */
  readonly currency: string;
  readonly payer: string;
  readonly note: string;
  readonly evidenceId: string | null;
  readonly recordedBy: string;
  readonly recordedAt: Instant;
  readonly reversed: { readonly at: Instant; readonly by: string; readonly reason: string } | null;
}

interface Row {
  receipt_id: string;
  partner_id: string | null;
  seller_id: string;
  account: string;
  value_date: IsoDate;
  bank_reference: string;
  amount_minor: number;
  currency: string;
  payer: string;
  note: string;
  evidence_id: string | null;
  allocated_minor: number;
  returning_minor: number;
  recorded_by: string;
  recorded_at: Instant;
  reversed_at: Instant | null;
  reversed_by: string | null;
  reverse_reason: string | null;
}

/**
 * Locks the receipts until the transaction ends, in the order of their ids, so that two steps that need the same ones cannot
 * wait for each other. A step that needs an order as well has locked that first.
 */
export async function lockReceipts(trx: Db, receiptIds: readonly string[]): Promise<Receipt[]> {
  const rows = await trx<Row>('receipts')
    .whereIn('receipt_id', [...receiptIds])
    .orderBy('receipt_id')
    .forUpdate();
  return rows.map(toReceipt);
}

/** null: there is no such receipt. */
export async function lockReceipt(trx: Db, receiptId: string): Promise<Receipt | null> {
  return (await lockReceipts(trx, [receiptId]))[0] ?? null;
}

/** null: there is no such receipt. */
export async function findReceipt(db: Db, receiptId: string): Promise<Receipt | null> {
  const row = await db<Row>('receipts').where({ receipt_id: receiptId }).first();
  return row === undefined ? null : toReceipt(row);
}

export interface ReceiptChange {
  readonly partner_id?: string;
  readonly allocated_minor?: number;
  readonly returning_minor?: number;
  readonly reversed_at?: Instant;
  readonly reversed_by?: string;
  readonly reverse_reason?: string;
}

/** Of a receipt that the caller has locked. The database refuses more than its amount. */
export async function changeReceipt(trx: Db, receiptId: string, change: ReceiptChange): Promise<void> {
  await trx('receipts').where({ receipt_id: receiptId }).update(change);
}

function toReceipt(row: Row): Receipt {
  return {
    receiptId: row.receipt_id,
    partnerId: row.partner_id,
    sellerId: row.seller_id,
    account: row.account,
    valueDate: row.value_date,
    bankReference: row.bank_reference,
    amountMinor: row.amount_minor,
    currency: row.currency,
    payer: row.payer,
    note: row.note,
    evidenceId: row.evidence_id,
    allocatedMinor: row.allocated_minor,
    returningMinor: row.returning_minor,
    recordedBy: row.recorded_by,
    recordedAt: row.recorded_at,
    reversed:
      row.reversed_at === null || row.reversed_by === null
        ? null
        : { at: row.reversed_at, by: row.reversed_by, reason: row.reverse_reason ?? '' },
  };
}
