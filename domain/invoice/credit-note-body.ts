import type { Money } from '../money/money';
import type { IsoDate, Period } from '../time/iso-date';
import type { CreditLine } from './credit-lines';
import type { DocumentHead } from './document-body';

/** Raised when the printed page changes. */
export const CREDIT_NOTE_TEMPLATE_VERSION = 1;

/** Why an invoice is credited. */
export const CREDIT_CAUSES = ['refund', 'correction', 'lost_dispute', 'returned_at_provider'] as const;
export type CreditCause = (typeof CREDIT_CAUSES)[number];

export interface CreditNoteLine extends CreditLine {
  /** Service period of the invoice's line. */
  readonly period: Period;
  /** Units of the invoice's line. */
  readonly invoicedQuantity: number;
}

/**
 * What takes an invoice, or a part of it, off again; copied at issue and never changed. Buyer and company as on the
 * invoice, amounts positive. What a person typed as reason is not part of it.
 */
export interface CreditNoteBody extends DocumentHead {
  readonly creditNoteId: string;
  readonly creditNoteNo: string;
  readonly invoiceId: string;
  readonly invoiceNo: string;
  readonly invoiceIssuedOn: IsoDate;
  readonly cause: CreditCause;
  /** Sent back to whoever paid; zero where no money moves. */
  readonly returned: Money;
  readonly lines: readonly CreditNoteLine[];
}
