import { readCreditNote } from '../../db/invoice/credit-note-row';
import { readInvoice, type Invoice } from '../../db/invoice/invoice-row';
import { readProformaOfOrder } from '../../db/invoice/proforma-row';
import { linkToken } from '../../db/invoice/link-token';
import type { MailRow } from '../../db/mail/mail-row';
import { documentFileName } from '../../domain/invoice/document-file-name';
import { paymentReference } from '../../domain/invoice/payment-reference';
import { MS_PER_HOUR } from '../../domain/time/calendar';
import type { StoredDocument } from '../../gateways/shared/document-store';
import type { MailAttachment, OutgoingMail } from '../../gateways/shared/mailer';
import type { RenderedMail } from '../../gateways/smtp/render-mail';
import { FinalFailure } from '../shared/final-failure';
import type { MailDeps } from './mail-deps';

/**
 * The mail as it goes out. Rows of mails about a document hold ids; the rest is read from the document, which never
 * changes, so that every repeat is the same mail. Call it outside any transaction: a PDF may have to be drawn.
 * @throws FinalFailure when its data cannot make a mail.
 */
export async function composeMail(deps: MailDeps, mail: MailRow): Promise<OutgoingMail> {
  const { data, attachments = [] } = await partsOf(deps, mail);
  return {
    to: { name: mail.recipient.name, address: mail.recipient.address },
    messageId: mail.messageId,
    attachments,
    ...render(deps, mail, data),
  };
}

interface MailParts {
  readonly data: unknown;
  readonly attachments?: readonly MailAttachment[];
}

function render({ mailRenderer }: MailDeps, mail: MailRow, data: unknown): RenderedMail {
  try {
    return mailRenderer.renderStoredMail(mail.kind, mail.locale, data);
  } catch (error) {
    // The renderer names fields, never what stands in them.
    throw new FinalFailure('mail_not_renderable', error instanceof Error ? error.message : 'no reason given');
  }
}

async function partsOf(deps: MailDeps, mail: MailRow): Promise<MailParts> {
  switch (mail.kind) {
    case 'payment_received':
    case 'invoice_link': {
      const invoice = await invoiceOf(deps, mail);
      // Made before the link is out, so that a download never waits for a page to be drawn.
      await deps.providePdf(invoice);
      return { data: { ...invoice.body, recipientName: mail.recipient.name, ...linkOf(deps, mail) } };
    }
    case 'payment_summary':
      return { data: { ...(await invoiceOf(deps, mail)).body, recipientName: mail.recipient.name } };
    case 'order_placed_offline':
      return instructionsOf(deps, mail);
    case 'credit_note':
      return creditNoteOf(deps, mail);
    default:
      return { data: mail.data };
  }
}

/** With the proforma in hand, or the PI's number where the order names one. */
async function instructionsOf(deps: MailDeps, mail: MailRow): Promise<MailParts> {
  const data = { ...mail.data, recipientName: mail.recipient.name };
  const { piNumber } = mail.data;
  if (typeof piNumber === 'string') {
    return { data: { ...data, proformaNo: null, reference: paymentReference(piNumber, textOf(mail, 'orderNo')) } };
  }
  const proforma = mail.orderId === null ? null : await readProformaOfOrder(deps.db, mail.orderId);
  if (proforma === null) throw new FinalFailure('mail_without_proforma', `mail ${mail.mailId} has no proforma to send`);
  const { proformaNo, body } = proforma;
  return {
    data: { ...data, proformaNo, reference: body.paymentReference },
    attachments: [attachmentOf(proformaNo, await deps.provideProformaPdf(proforma))],
  };
}

async function creditNoteOf(deps: MailDeps, mail: MailRow): Promise<MailParts> {
  const creditNote = await readCreditNote(deps.db, textOf(mail, 'creditNoteId'));
  if (creditNote === null) {
    throw new FinalFailure('mail_without_credit_note', `mail ${mail.mailId} names no credit note`);
  }
  return {
    data: { ...creditNote.body, recipientName: mail.recipient.name },
    attachments: [attachmentOf(creditNote.creditNoteNo, await deps.provideCreditNotePdf(creditNote))],
  };
}

function attachmentOf(documentNo: string, { bytes, contentType }: StoredDocument): MailAttachment {
  return { fileName: documentFileName(documentNo), contentType, bytes };
}

async function invoiceOf({ db }: MailDeps, mail: MailRow): Promise<Invoice> {
  const invoice = await readInvoice(db, textOf(mail, 'invoiceId'));
  if (invoice === null) throw new FinalFailure('mail_without_invoice', `mail ${mail.mailId} names no invoice`);
  return invoice;
}

function linkOf({ linkSecret, publicUrl, policies }: MailDeps, mail: MailRow) {
  return {
    linkUrl: `${publicUrl}/i/${linkToken(linkSecret, textOf(mail, 'linkId'))}`,
    linkValidHours: Math.max(1, Math.floor(policies.invoiceLinkMs / MS_PER_HOUR)),
  };
}

function textOf(mail: MailRow, key: string): string {
  const value = mail.data[key];
  if (typeof value === 'string') return value;
  throw new FinalFailure('mail_not_renderable', `mail ${mail.mailId} lacks ${key}`);
}
