import type { Locale } from '../../../domain/billing/billing-data';
import { assertNever } from '../../../domain/assert';
import { formatMoney } from '../../../domain/money/format-money';
import type { MailData, MailToRender } from '../mail-data';
import type { OpenOrderWords, PlacedOfflineWords } from '../messages/bank-messages';
import type { MailMessages } from '../messages/mail-messages';
import { assemble, type Parts } from './assemble-content';
import { approvalFacts, followUpFacts, lateMoneyFacts, openOrderFacts, placedOfflineFacts } from './bank-facts';
import { formatInstant } from './format-date';
import type { MailContent } from './mail-content';
import { companyName } from './mail-words';

export type BankMail = Extract<
  MailToRender,
  {
    kind:
      | 'order_placed_offline'
      | 'payment_partly_received'
      | 'order_expiring'
      | 'offline_follow_up'
      | 'approval_waiting'
      | 'late_money_returned'
      | 'refund_receipt';
  }
>;

/** Mails about orders that wait for money, and about money that came too late. */
export function composeBankMail(mail: BankMail, locale: Locale, base: Omit<Parts, 'facts'>): MailContent {
  const { m } = base;
  switch (mail.kind) {
    case 'order_placed_offline': {
      const facts = placedOfflineFacts(mail.data, locale, m);
      return assemble(m.bank.placedOffline, placedOfflineWords(mail.data, locale), { ...base, facts });
    }
    case 'payment_partly_received':
    case 'order_expiring': {
      const wording = mail.kind === 'order_expiring' ? m.bank.expiring : m.bank.partlyReceived;
      const facts = openOrderFacts(mail.data, locale, m);
      return assemble(wording, openOrderWords(mail.data, locale), { ...base, facts });
    }
    case 'offline_follow_up': {
      const { partnerName: partner, ageDays: days } = mail.data;
      const words = { ...openOrderWords(mail.data, locale), partner, days };
      return assemble(m.bank.followUp, words, { ...base, facts: followUpFacts(mail.data, locale, m) });
    }
    case 'approval_waiting': {
      const { orderNo, partnerName: partner, total, waitingSince } = mail.data;
      const since = formatInstant(waitingSince, locale);
      const words = { orderNo, partner, total: formatMoney(total, locale), since };
      return assemble(m.bank.approvalWaiting, words, { ...base, facts: approvalFacts(mail.data, locale, m) });
    }
    case 'late_money_returned': {
      const facts = lateMoneyFacts(mail.data, locale, m);
      return assemble(m.bank.lateMoneyReturned, lateMoneyWords(mail.data, locale, m), { ...base, facts });
    }
    case 'refund_receipt': {
      const { orderNo, amount, channel, returnedAt } = mail.data;
      const words = {
        orderNo,
        amount: formatMoney(amount, locale),
        isTransfer: channel === 'transfer',
        at: formatInstant(returnedAt, locale),
      };
      return assemble(m.bank.refundReceipt, words, { ...base, facts: lateMoneyFacts(mail.data, locale, m) });
    }
    default:
      return assertNever(mail);
  }
}

function placedOfflineWords(data: MailData['order_placed_offline'], locale: Locale): PlacedOfflineWords {
  const { orderNo, proformaNo, piNumber, total, deadlineAt } = data;
  return {
    orderNo,
    company: companyName(data),
    total: formatMoney(total, locale),
    deadline: formatInstant(deadlineAt, locale),
    proformaNo,
    piNumber,
    accountManager: data.accountManagerName,
    distributor: data.distributorName,
  };
}

type OpenOrder = Omit<MailData['order_expiring'], 'bank' | 'reference' | 'recipientName'>;

function openOrderWords(data: OpenOrder, locale: Locale): OpenOrderWords {
  const { orderNo, companyId, total, open, received, deadlineAt } = data;
  return {
    orderNo,
    companyId,
    total: formatMoney(total, locale),
    open: formatMoney(open, locale),
    received: received.amountMinor === 0 ? null : formatMoney(received, locale),
    deadline: formatInstant(deadlineAt, locale),
  };
}

function lateMoneyWords(data: MailData['late_money_returned'], locale: Locale, m: MailMessages) {
  const { orderNo, amount, provider, returnedAt } = data;
  return {
    orderNo,
    amount: formatMoney(amount, locale),
    method: provider === 'paypal' ? m.methods.paypal : m.methods.card,
    at: formatInstant(returnedAt, locale),
  };
}
