import { bankDetailsFor, type BankDetails } from '../../domain/catalogue/seller';
import type { Catalogue } from '../../domain/catalogue/catalogue';
import { paymentReference } from '../../domain/invoice/payment-reference';
import { readProformaOfOrder } from '../../db/invoice/proforma-row';
import type { Db } from '../../db/shared/connection';
import type { OrderFactsRow } from '../../db/shared/order-facts';
import { sellerOf } from './seller-of';

export interface TransferDetails {
  /** Null when the seller has no account in the order's currency. */
  readonly bank: BankDetails | null;
  readonly reference: string;
}

/** How the order is paid by bank transfer, as its proforma or its PI says. */
export async function transferDetails(trx: Db, catalogue: Catalogue, order: OrderFactsRow): Promise<TransferDetails> {
  const { orderId, orderNo, piNumber } = order;
  const bank = bankOf(catalogue, order);
  if (piNumber !== null) return { bank, reference: paymentReference(piNumber, orderNo) };
  const proforma = await readProformaOfOrder(trx, orderId);
  return { bank, reference: proforma?.body.paymentReference ?? orderNo };
}

export function bankOf(catalogue: Catalogue, { sellerId, total }: OrderFactsRow): BankDetails | null {
  return bankDetailsFor(sellerOf(catalogue, sellerId), total.currency);
}
