import type { Instant } from '../time/iso-date';
import type { DocumentBody } from './document-body';

/** Raised when the printed page changes. */
export const PROFORMA_TEMPLATE_VERSION = 1;

/** Purser's own proforma of an order that waits for a bank transfer (product §5); no tax document. */
export interface ProformaBody extends DocumentBody {
  readonly proformaId: string;
  readonly proformaNo: string;
  /** The order's deadline at issue; a prolongation moves the order's, never this copy. */
  readonly payableUntil: Instant;
  /** What the payer writes on the transfer. */
  readonly paymentReference: string;
}
