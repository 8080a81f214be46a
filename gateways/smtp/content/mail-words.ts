import type { Locale } from '../../../domain/billing/billing-data';
import { formatMoney } from '../../../domain/money/format-money';
import { itemName } from '../../../domain/quote/describe-line';
import type { MailData } from '../mail-data';
import type { CancelledOrderWords, CreditNoteWords, EndedOrderWords, RenewalWords } from '../messages/mail-messages';
import { formatDate, formatInstant } from './format-date';

/** A company without a name is called by its id. */
export function companyName({ companyName: name, companyId }: { companyName: string; companyId: string }): string {
  return name.trim() === '' ? companyId : name.trim();
}

/** Name and id; the id alone where there is no name. */
export function companyLabel(data: { readonly companyName: string; readonly companyId: string }): string {
  const name = companyName(data);
  return name === data.companyId ? name : `${name} (${data.companyId})`;
}

export function endedOrderWords(data: MailData['order_expired'], locale: Locale): EndedOrderWords {
  const { orderNo, companyId, total, deadlineAt } = data;
  return {
    orderNo,
    companyId,
    total: formatMoney(total, locale),
    deadline: deadlineAt === null ? null : formatInstant(deadlineAt, locale),
  };
}

export function cancelledOrderWords(data: MailData['order_cancelled'], locale: Locale): CancelledOrderWords {
  const returned = data.returned == null ? null : formatMoney(data.returned, locale);
  return { ...endedOrderWords(data, locale), returned };
}

export function creditNoteWords(data: MailData['credit_note'], locale: Locale): CreditNoteWords {
  const { orderNo, invoiceNo, creditNoteNo, cause, returned, totals } = data;
  return {
    orderNo,
    invoiceNo,
    creditNoteNo,
    cause,
    gross: formatMoney(totals.gross, locale),
    returned: returned.amountMinor === 0 ? null : formatMoney(returned, locale),
  };
}

export function renewalWords(data: MailData['renewal_reminder'], locale: Locale): RenewalWords {
  return {
    company: companyName(data),
    plan: itemName({ type: 'plan', plan: data.plan }, locale),
    expiresOn: formatDate(data.expiresOn, locale),
    graceUntil: formatDate(data.graceUntil, locale),
    autoRenew: data.autoRenew,
    today: data.today,
  };
}
