import type { PaymentMethod } from '../order/order-kind';
import type { IsoDate } from '../time/iso-date';
import type { DocumentBody } from './document-body';

/** Raised when the printed page changes, so that a stored invoice says which page it was made for. */
export const INVOICE_TEMPLATE_VERSION = 1;

/**
 * The invoice itself: everything that its page and its mail say. Remarks such as the PO number are absent because they
 * stay editable.
 */
export interface InvoiceBody extends DocumentBody {
  readonly invoiceId: string;
  readonly invoiceNo: string;
  readonly paymentMethod: PaymentMethod;
  /** In the seller's zone; null where nothing was to pay. */
  readonly paidOn: IsoDate | null;
  /** Number of the invoice that this one stands for, where its buyer was wrong; absent otherwise. */
  readonly replacesInvoiceNo?: string;
}
