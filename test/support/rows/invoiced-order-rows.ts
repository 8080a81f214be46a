import type { Knex } from 'knex';
import { creditLines, type Credit, type CreditWish } from '../../../domain/invoice/credit-lines';
import type { CreditCause } from '../../../domain/invoice/credit-note-body';
import { readCredits, type CreditNote } from '../../../db/invoice/credit-note-row';
import { issueCreditNoteOnce } from '../../../db/invoice/issue-credit-note';
import { issueInvoiceOnce } from '../../../db/invoice/issue-invoice';
import { readInvoice, type Invoice } from '../../../db/invoice/invoice-row';
import type { Db } from '../../../db/shared/connection';
import { lockOrder } from '../../../db/shared/order-facts';
import { inTransaction } from '../../../db/shared/transaction';
import { sampleSeller } from '../sample-catalogue';
import { insertPaidOrder } from './paid-order-rows';
import type { PartnerRows } from './partner-rows';

export const CREDITED_AT = '2026-11-25T10:00:00.000Z';

/** A paid order of ten meeting rooms for 100.00 net and 19.00 tax, with its invoice. */
export async function insertInvoicedOrder(
  db: Knex,
  partner: PartnerRows,
  options: Parameters<typeof insertPaidOrder>[2] = {}
): Promise<Invoice> {
  const orderId = await insertPaidOrder(db, partner, options);
  return issueInvoiceOnce(db, sampleSeller, { orderId, at: '2026-11-23T08:06:00.000Z' });
}

/** @throws Error where the wish is refused. */
export async function creditOf(db: Db, invoiceId: string, wish: CreditWish): Promise<Credit> {
  const invoice = await readInvoice(db, invoiceId);
  if (invoice === null) throw new Error(`there is no invoice ${invoiceId}`);
  const result = creditLines(invoice.body, await readCredits(db, invoiceId), wish);
  if (!result.ok) throw new Error(result.problems.map(({ code }) => code).join(', '));
  return result.credit;
}

export interface TestCredit {
  readonly causeId: string;
  readonly wish: CreditWish;
  readonly cause?: CreditCause;
  readonly returnedMinor?: number;
  readonly at?: string;
}

/** Looks, credits and stores under the order's lock, as every step that credits does. */
export function creditNoteOf(db: Knex, invoice: Invoice, wanted: TestCredit): Promise<CreditNote> {
  const { orderId, invoiceId } = invoice;
  return inTransaction(db, async (trx) => {
    await lockOrder(trx, orderId);
    const credit = await creditOf(trx, invoiceId, wanted.wish);
    return issueCreditNoteOnce(trx, sampleSeller, {
      orderId,
      invoiceId,
      credit,
      cause: wanted.cause ?? 'refund',
      causeId: wanted.causeId,
      reason: 'Five rooms were not needed.',
      returnedMinor: wanted.returnedMinor ?? credit.gross.amountMinor,
      at: wanted.at ?? CREDITED_AT,
    });
  });
}
