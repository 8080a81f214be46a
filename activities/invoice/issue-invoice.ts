import { issueInvoiceOnce } from '../../db/invoice/issue-invoice';
import type { Database } from '../../db/shared/connection';
import type { Seller } from '../../domain/catalogue/seller';
import type { Instant } from '../../domain/time/iso-date';

export interface IssueInvoiceDeps {
  readonly db: Database;
  /** @throws Error for a seller that the catalogue does not know. */
  readonly sellerOf: (sellerId: string) => Seller;
}

/** The order's step `issueInvoice`. Safe to repeat: the second run returns the first one's invoice. */
export function issueInvoice(deps: IssueInvoiceDeps) {
  return async (input: {
    readonly orderId: string;
    readonly at: Instant;
  }): Promise<{ readonly invoiceId: string; readonly invoiceNo: string }> => {
    const { invoiceId, invoiceNo } = await issueInvoiceOnce(deps.db, deps.sellerOf, input);
    return { invoiceId, invoiceNo };
  };
}
