import type { InvoiceBody } from '../../domain/invoice/invoice-body';

/** Throws `GatewayFailure` `unavailable` when too much is waiting or the rendering thread died; a repeat is harmless. */
export interface InvoiceRenderer {
  /** A PDF; the same body gives the same bytes. */
  render(body: InvoiceBody): Promise<Buffer>;
  /** Ends the threads; what is waiting is refused. */
  close(): Promise<void>;
}
