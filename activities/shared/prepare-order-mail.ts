import { createLink, newLinkId } from '../../db/invoice/invoice-links';
import { readInvoiceOfOrder, type Invoice } from '../../db/invoice/invoice-row';
import { enqueueMail, storeMail } from '../../db/mail/enqueue-mail';
import type { Db } from '../../db/shared/connection';
import { lockOrder, type OrderFactsRow } from '../../db/shared/order-facts';
import { mailDedupeKey } from '../../domain/mail/mail-kind';
import type { Instant } from '../../domain/time/iso-date';
import { FinalFailure } from './final-failure';
import { billingContact, buyerOf, isSameAddress, mailSubjectOf } from './order-recipients';

export interface OrderMailInput {
  readonly orderId: string;
  readonly at: Instant;
}

/**
 * Stores the invoice mail of an order with its link, and the buyer's summary, once; returns the mail's id. Whoever calls sees to
 * its delivery. @throws FinalFailure `invoice_missing`
 */
export async function prepareOrderMail(
  trx: Db,
  { linkSecret }: { readonly linkSecret: string },
  { orderId, at }: OrderMailInput
): Promise<string> {
  const order = await lockOrder(trx, orderId);
  const invoice = await readInvoiceOfOrder(trx, orderId);
  if (invoice === null) throw new FinalFailure('invoice_missing', `order ${orderId} has no invoice to mail`);
  const { invoiceId } = invoice;
  const linkId = newLinkId();
  const { created, mail } = await storeMail(trx, {
    kind: 'payment_received',
    dedupeKey: mailDedupeKey('payment_received', orderId),
    ...billingContact(order),
    data: { invoiceId, linkId },
    ...mailSubjectOf(order),
    at,
  });
  if (created) {
    const recipientEmail = mail.recipient.address;
    await createLink(trx, { linkId, invoiceId, mailId: mail.mailId, recipientEmail, at }, linkSecret);
    await summariseForBuyer(trx, order, invoice, at);
  }
  return mail.mailId;
}

async function summariseForBuyer(trx: Db, order: OrderFactsRow, invoice: Invoice, at: Instant): Promise<void> {
  const buyer = await buyerOf(trx, order);
  if (isSameAddress(buyer, billingContact(order))) return;
  await enqueueMail(trx, {
    kind: 'payment_summary',
    dedupeKey: mailDedupeKey('payment_summary', order.orderId),
    ...buyer,
    data: { invoiceId: invoice.invoiceId },
    ...mailSubjectOf(order),
    at,
  });
}
