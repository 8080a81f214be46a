import type { BillingData } from '../billing/billing-data';
import type { TermLength } from '../catalogue/plan';
import type { Seller } from '../catalogue/seller';
import type { Currency } from '../money/money';
import type { OrderKind, PaymentMethod } from '../order/order-kind';
import type { PricedLine, Totals } from '../quote/quote';
import type { TaxLine } from '../tax/tax-line';
import type { Instant, IsoDate } from '../time/iso-date';

/** Raised when the printed page changes, so that a stored invoice says which page it was made for. */
export const INVOICE_TEMPLATE_VERSION = 1;

/**
 * The invoice itself: everything that its page and its mail say, copied at issue and never changed. Remarks such as the
 * PO number are absent because they stay editable.
 */
export interface InvoiceBody {
  readonly templateVersion: number;
  readonly invoiceId: string;
  readonly invoiceNo: string;
  /** In the seller's zone. */
  readonly issuedOn: IsoDate;
  readonly issuedAt: Instant;
  readonly orderId: string;
  readonly orderNo: string;
  readonly orderKind: OrderKind;
  /** Day in the company's zone that the days of prorated lines were counted from. */
  readonly quotedOn: IsoDate;
  readonly companyId: string;
  readonly companyName: string;
  readonly seller: Seller;
  readonly buyer: BillingData;
  readonly currency: Currency;
  readonly termLength: TermLength;
  readonly lines: readonly PricedLine[];
  readonly taxLines: readonly TaxLine[];
  readonly totals: Totals;
  readonly paymentMethod: PaymentMethod;
  /** In the seller's zone; null where nothing was to pay. */
  readonly paidOn: IsoDate | null;
}
