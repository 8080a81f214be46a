import type { CorrectionInput } from '../../domain/invoice/correction-problem';
import type { Db } from '../shared/connection';
import { readCredits } from './credit-note-row';
import { readInvoice, readInvoiceOfOrder, type Invoice } from './invoice-row';

export interface CorrectionGround {
  readonly invoice: Invoice;
  readonly standing: Pick<CorrectionInput, 'isValid' | 'hasCredits'>;
}

/** How the invoice stands, for the holder of the order's lock; null where the order has no such invoice. */
export async function readCorrectionGround(
  trx: Db,
  { orderId, invoiceId }: { readonly orderId: string; readonly invoiceId: string }
): Promise<CorrectionGround | null> {
  const invoice = await readInvoice(trx, invoiceId);
  if (invoice === null || invoice.orderId !== orderId) return null;
  const valid = await readInvoiceOfOrder(trx, orderId);
  const credits = await readCredits(trx, invoiceId);
  return { invoice, standing: { isValid: valid?.invoiceId === invoiceId, hasCredits: credits.length > 0 } };
}
