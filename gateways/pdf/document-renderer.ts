import type { CreditNoteBody } from '../../domain/invoice/credit-note-body';
import type { InvoiceBody } from '../../domain/invoice/invoice-body';
import type { ProformaBody } from '../../domain/invoice/proforma-body';

/** What can be drawn; a proforma and a credit note are told by the number that only they have. */
export type PrintableBody = InvoiceBody | ProformaBody | CreditNoteBody;

/** Throws `GatewayFailure` `unavailable` when too much is waiting or the rendering thread died; a repeat is harmless. */
export interface DocumentRenderer {
  /** A PDF; the same body gives the same bytes. */
  render(body: PrintableBody): Promise<Buffer>;
  /** Ends the threads; what is waiting is refused. */
  close(): Promise<void>;
}
