import { readInvoice, type Invoice } from '../../db/invoice/invoice-row';
import { linkToken } from '../../db/invoice/link-token';
import type { MailRow } from '../../db/mail/mail-row';
import { MS_PER_HOUR } from '../../domain/time/calendar';
import type { OutgoingMail } from '../../gateways/shared/mailer';
import type { RenderedMail } from '../../gateways/smtp/render-mail';
import { FinalFailure } from '../shared/final-failure';
import type { MailDeps } from './mail-deps';

/**
 * The mail as it goes out. Rows of invoice mails hold ids; the rest is read from the invoice, which never changes, so that
 * every repeat is the same mail. @throws FinalFailure when its data cannot make a mail.
 */
export async function composeMail(deps: MailDeps, mail: MailRow): Promise<OutgoingMail> {
  const data = await dataOf(deps, mail);
  return {
    to: { name: mail.recipient.name, address: mail.recipient.address },
    messageId: mail.messageId,
    ...render(deps, mail, data),
  };
}

function render({ mailRenderer }: MailDeps, mail: MailRow, data: unknown): RenderedMail {
  try {
    return mailRenderer.renderStoredMail(mail.kind, mail.locale, data);
  } catch (error) {
    // The renderer names fields, never what stands in them.
    throw new FinalFailure('mail_not_renderable', error instanceof Error ? error.message : 'no reason given');
  }
}

async function dataOf(deps: MailDeps, mail: MailRow): Promise<unknown> {
  switch (mail.kind) {
    case 'payment_received':
    case 'invoice_link': {
      const invoice = await invoiceOf(deps, mail);
      // Made before the link is out, so that a download never waits for a page to be drawn.
      await deps.providePdf(invoice);
      return { ...invoice.body, recipientName: mail.recipient.name, ...linkOf(deps, mail) };
    }
    case 'payment_summary':
      return { ...(await invoiceOf(deps, mail)).body, recipientName: mail.recipient.name };
    default:
      return mail.data;
  }
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
