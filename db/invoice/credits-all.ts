import { isFullyCredited, type Credit } from '../../domain/invoice/credit-lines';
import type { Db } from '../shared/connection';
import { readCredits } from './credit-note-row';
import { readInvoice } from './invoice-row';

/** Whether nothing of the invoice is left after this credit. The caller holds the order's lock. */
export async function creditsAll(trx: Db, invoiceId: string, credit: Credit): Promise<boolean> {
  const invoice = await readInvoice(trx, invoiceId);
  if (invoice === null) throw new Error(`there is no invoice ${invoiceId}`);
  return isFullyCredited(invoice.body, [...(await readCredits(trx, invoiceId)), credit]);
}
