import type { Locale } from '../../../domain/billing/billing-data';
import { assertNever } from '../../../domain/assert';
import { formatMoney } from '../../../domain/money/format-money';
import type { MailData, MailToRender } from '../mail-data';
import { EN } from '../messages/en';
import type { MailMessages } from '../messages/mail-messages';
import { ZH } from '../messages/zh';
import { assemble, type Parts } from './assemble-content';
import { composeBankMail } from './compose-bank-mail';
import { creditTable, lineTable } from './line-table';
import { creditNoteFacts, endedOrderFacts, invoiceFacts, paidOrderFacts, renewalFacts } from './mail-facts';
import type { MailContent } from './mail-content';
import { cancelledOrderWords, companyName, creditNoteWords, endedOrderWords, renewalWords } from './mail-words';

export const MESSAGES: Readonly<Record<Locale, MailMessages>> = { en: EN, zh: ZH };

/** `portalUrl` is where buttons lead that need a sign-in. */
export function composeContent(mail: MailToRender, locale: Locale, portalUrl: string): MailContent {
  const m = MESSAGES[locale];
  const base = { m, name: mail.data.recipientName, url: portalUrl, table: null };
  switch (mail.kind) {
    case 'payment_received': {
      const parts = { ...base, ...paidOrder(mail.data, locale), url: mail.data.linkUrl };
      return assemble(m.paymentReceived, { ...paidWords(mail.data, locale), ...mail.data }, parts);
    }
    case 'payment_summary':
      return assemble(m.paymentSummary, paidWords(mail.data, locale), { ...base, ...paidOrder(mail.data, locale) });
    case 'order_placed_offline':
    case 'payment_partly_received':
    case 'order_expiring':
    case 'offline_follow_up':
    case 'approval_waiting':
    case 'late_money_returned':
    case 'refund_receipt':
      return composeBankMail(mail, locale, base);
    case 'credit_note': {
      const table = creditTable(mail.data, locale, m);
      return assemble(m.creditNote, creditNoteWords(mail.data, locale), {
        ...base,
        facts: creditNoteFacts(mail.data, m),
        table,
      });
    }
    case 'order_expired':
      return assemble(m.orderExpired, endedOrderWords(mail.data, locale), {
        ...base,
        facts: endedOrderFacts(mail.data, locale, m),
      });
    case 'order_cancelled':
      return assemble(m.orderCancelled, cancelledOrderWords(mail.data, locale), {
        ...base,
        facts: endedOrderFacts(mail.data, locale, m),
      });
    case 'renewal_reminder':
      return assemble(m.renewalReminder, renewalWords(mail.data, locale), {
        ...base,
        facts: renewalFacts(mail.data, locale, m),
      });
    case 'invoice_link':
      return assemble(m.invoiceLink, mail.data, { ...base, facts: invoiceFacts(mail.data, m), url: mail.data.linkUrl });
    default:
      return assertNever(mail);
  }
}

function paidOrder(data: MailData['payment_summary'], locale: Locale): Pick<Parts, 'facts' | 'table'> {
  return { facts: paidOrderFacts(data, locale, MESSAGES[locale]), table: lineTable(data, locale, MESSAGES[locale]) };
}

function paidWords(data: MailData['payment_summary'], locale: Locale) {
  const { orderNo, invoiceNo, paidOn, totals } = data;
  return {
    orderNo,
    invoiceNo,
    company: companyName(data),
    gross: formatMoney(totals.gross, locale),
    paid: paidOn !== null,
  };
}
