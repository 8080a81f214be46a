import type { Instant } from '../../domain/time/iso-date';
import { writeAudit, type AuditSource } from '../audit/write-audit';
import type { Database } from '../shared/connection';
import { addOrderEvent } from '../shared/order-events';
import { inTransaction } from '../shared/transaction';
import { readInvoiceOfOrder } from './invoice-row';
import { lockInvoice } from './reissue-link';
import { replaceLinks } from './replace-links';

export interface Resend {
  readonly orderId: string;
  /** A corrected address; null sends to the billing contact's own. */
  readonly address: string | null;
  /** The signed-in person, whose right the API has checked; null from the Temporal Web UI. */
  readonly actorId: string | null;
  readonly source: AuditSource;
  readonly at: Instant;
}

/**
 * Staff send the invoice again: a new link, all older ones revoked, since the first may have gone to a stranger. Null when
 * the order has no valid invoice.
 */
export function resendInvoice(
  db: Database,
  resend: Resend,
  linkSecret: string
): Promise<{ readonly linkId: string; readonly mailId: string } | null> {
  const { orderId, at, actorId } = resend;
  return inTransaction(db, async (trx) => {
    const known = await readInvoiceOfOrder(trx, orderId);
    if (known === null) return null;
    const invoice = await lockInvoice(trx, known.invoiceId);
    const address = resend.address ?? invoice.body.buyer.email;
    const replaced = await replaceLinks(trx, { invoice, address, at }, linkSecret);
    const data = { invoiceId: invoice.invoiceId, linkId: replaced.linkId };
    await addOrderEvent(trx, { orderId, at, what: 'invoice_resent', actorId, data });
    await writeAudit(trx, {
      at,
      source: resend.source,
      what: 'invoice.resent',
      subject: { type: 'invoice', id: invoice.invoiceId },
      data: { linkId: replaced.linkId, address, corrected: resend.address !== null },
    });
    return replaced;
  });
}
