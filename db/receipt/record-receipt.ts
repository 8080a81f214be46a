import { createHash } from 'node:crypto';
import { uuidv7 } from 'uuidv7';
import { bankLineIdentity, type BankLine } from '../../domain/receipt/bank-line';
import type { Instant } from '../../domain/time/iso-date';
import type { Db } from '../shared/connection';

export interface NewReceipt extends BankLine {
  /** null while nobody knows whose money it is. */
  readonly partnerId: string | null;
  readonly sellerId: string;
  readonly note?: string;
  readonly evidenceId?: string | null;
  readonly recordedBy: string;
  readonly at: Instant;
}

/** `duplicate`: the receipt that holds this line of the bank statement already; nothing was written. */
export type RecordedReceipt = { readonly receiptId: string } | { readonly duplicate: string };

/** The holder of the line can be reversed between our insert and our look; then the line is free. */
const TRIES = 3;

/** Writes one line of the bank statement once, also when two people type it at the same moment. */
export async function insertReceipt(trx: Db, receipt: NewReceipt): Promise<RecordedReceipt> {
  const lineKey = lineKeyOf(receipt);
  for (let tried = 0; tried < TRIES; tried += 1) {
    const receiptId = await tryInsert(trx, receipt, lineKey);
    if (receiptId !== null) return { receiptId };
    const holder = await findLiveLine(trx, lineKey);
    if (holder !== null) return { duplicate: holder };
  }
  throw new Error('a bank line was taken and freed again and again');
}

/** Of a fixed length, however long the texts are: an index entry is not. */
function lineKeyOf(line: BankLine): string {
  return createHash('sha256').update(bankLineIdentity(line)).digest('hex');
}

async function tryInsert(trx: Db, receipt: NewReceipt, lineKey: string): Promise<string | null> {
  const rows = await trx('receipts')
    .insert({
      receipt_id: uuidv7(),
      partner_id: receipt.partnerId,
      seller_id: receipt.sellerId,
      account: receipt.account,
      value_date: receipt.valueDate,
      bank_reference: receipt.bankReference,
      line_key: lineKey,
      amount_minor: receipt.amountMinor,
      currency: receipt.currency,
      payer: receipt.payer,
      note: receipt.note ?? '',
      evidence_id: receipt.evidenceId ?? null,
      recorded_by: receipt.recordedBy,
      recorded_at: receipt.at,
    })
    .onConflict(trx.raw('(line_key) where reversed_at is null'))
    .ignore()
    .returning<{ receipt_id: string }[]>('receipt_id');
  return rows[0]?.receipt_id ?? null;
}

async function findLiveLine(trx: Db, lineKey: string): Promise<string | null> {
  const row = await trx('receipts')
    .where({ line_key: lineKey })
    .whereNull('reversed_at')
    .first<{ receipt_id: string } | undefined>('receipt_id');
  return row?.receipt_id ?? null;
}
