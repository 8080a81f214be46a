import type { InvoiceBody } from '../../domain/invoice/invoice-body';
import type { ProformaBody } from '../../domain/invoice/proforma-body';

/** What can be drawn; told apart by the number that only one of them has. */
export type PrintableBody = InvoiceBody | ProformaBody;

/** Throws `GatewayFailure` `unavailable` when too much is waiting or the rendering thread died; a repeat is harmless. */
export interface DocumentRenderer {
  /** A PDF; the same body gives the same bytes. */
  render(body: PrintableBody): Promise<Buffer>;
  /** Ends the threads; what is waiting is refused. */
  close(): Promise<void>;
}
