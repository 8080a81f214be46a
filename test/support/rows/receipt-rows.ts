import { insertReceipt, type NewReceipt } from '../../../db/receipt/record-receipt';
import type { Db } from '../../../db/shared/connection';
import { AT } from './partner-rows';

let count = 0;

/** A line of the bank statement that no other test has. */
export function bankLine(change: Partial<NewReceipt> & { readonly recordedBy: string }): NewReceipt {
  count += 1;
  return {
    partnerId: null,
    sellerId: 'seller-eu',
    account: 'DE02 1203 0000 0000 2020 51',
    valueDate: '2026-11-20',
    bankReference: `NTRF ${count}`,
    amountMinor: 11_900,
    currency: 'USD',
    payer: 'Aurora Workspaces GmbH',
    at: AT,
    ...change,
  };
}

export async function recordReceipt(
  db: Db,
  change: Partial<NewReceipt> & { readonly recordedBy: string }
): Promise<string> {
  const recorded = await insertReceipt(db, bankLine(change));
  if ('duplicate' in recorded) throw new Error('the line is known');
  return recorded.receiptId;
}
