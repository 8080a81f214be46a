import type { InvoiceBody } from '../../domain/invoice/invoice-body';
import { mailDedupeKey } from '../../domain/mail/mail-kind';
import type { Instant } from '../../domain/time/iso-date';
import { enqueueMail } from '../mail/enqueue-mail';
import { endMail } from '../mail/record-mail';
import type { Db } from '../shared/connection';
import { createLink, newLinkId, type StoredLink } from './invoice-links';

export interface LinkReplacement {
  readonly invoice: { readonly invoiceId: string; readonly partnerId: string; readonly body: InvoiceBody };
  readonly address: string;
  readonly at: Instant;
}

/**
 * A new link by a mail of its own; every older link of the invoice is revoked, and mails that would still have carried one
 * are withdrawn. The caller holds the invoice's lock.
 */
export async function replaceLinks(
  trx: Db,
  { invoice, address, at }: LinkReplacement,
  linkSecret: string
): Promise<{ readonly linkId: string; readonly mailId: string }> {
  const { invoiceId, body } = invoice;
  const linkId = newLinkId();
  const { mail } = await enqueueMail(trx, {
    kind: 'invoice_link',
    dedupeKey: mailDedupeKey('invoice_link', invoiceId, linkId),
    recipient: { name: `${body.buyer.firstName} ${body.buyer.lastName}`.trim(), address },
    locale: body.buyer.locale,
    data: { invoiceId, linkId },
    partnerId: invoice.partnerId,
    orderId: body.orderId,
    companyId: body.companyId,
    at,
  });
  await createLink(trx, { linkId, invoiceId, mailId: mail.mailId, recipientEmail: address, at }, linkSecret);
  await revokeLinks(trx, { invoiceId, at, replacedBy: linkId });
  return { linkId, mailId: mail.mailId };
}

/** All links of the invoice but the one that takes their place, if any; mails that would still have carried one do not leave. */
export async function revokeLinks(
  trx: Db,
  {
    invoiceId,
    at,
    replacedBy,
  }: { readonly invoiceId: string; readonly at: Instant; readonly replacedBy: string | null }
): Promise<void> {
  const links = trx<StoredLink>('invoice_links').where({ invoice_id: invoiceId, revoked_at: null });
  if (replacedBy !== null) void links.whereNot({ link_id: replacedBy });
  const revoked = await links.update({ revoked_at: at, replaced_by: replacedBy }).returning('mail_id');
  for (const { mail_id: mailId } of revoked) {
    if (mailId !== null) await endMail(trx, mailId, 'withdrawn', 'link_replaced');
  }
}
