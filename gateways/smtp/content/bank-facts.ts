import type { Locale } from '../../../domain/billing/billing-data';
import { formatMoney } from '../../../domain/money/format-money';
import type { Money } from '../../../domain/money/money';
import type { MailData } from '../mail-data';
import type { MailMessages } from '../messages/mail-messages';
import { formatInstant } from './format-date';
import type { Fact } from './mail-content';
import { companyLabel } from './mail-words';

export function placedOfflineFacts(data: MailData['order_placed_offline'], locale: Locale, m: MailMessages): Fact[] {
  const { proformaNo, piNumber } = data;
  return [
    { label: m.facts.amount, value: formatMoney(data.total, locale) },
    { label: m.facts.deadline, value: formatInstant(data.deadlineAt, locale) },
    ...transferFacts(data, m),
    { label: m.facts.order, value: data.orderNo },
    ...(piNumber === null ? [] : [{ label: m.facts.pi, value: piNumber }]),
    ...(proformaNo === null ? [] : [{ label: m.facts.proforma, value: proformaNo }]),
    { label: m.facts.company, value: companyLabel(data) },
  ];
}

/** Without the received sum while there is none. */
export function openOrderFacts(data: MailData['order_expiring'], locale: Locale, m: MailMessages): Fact[] {
  return [
    { label: m.facts.order, value: data.orderNo },
    { label: m.facts.company, value: data.companyId },
    ...bankMoneyFacts(data, locale, m),
    ...transferFacts(data, m),
  ];
}

export function followUpFacts(data: MailData['offline_follow_up'], locale: Locale, m: MailMessages): Fact[] {
  return [
    { label: m.facts.order, value: data.orderNo },
    { label: m.facts.partner, value: data.partnerName },
    { label: m.facts.company, value: data.companyId },
    ...bankMoneyFacts(data, locale, m),
  ];
}

export function approvalFacts(data: MailData['approval_waiting'], locale: Locale, m: MailMessages): Fact[] {
  return [
    { label: m.facts.order, value: data.orderNo },
    { label: m.facts.partner, value: data.partnerName },
    { label: m.facts.total, value: formatMoney(data.total, locale) },
    { label: m.facts.waitingSince, value: formatInstant(data.waitingSince, locale) },
  ];
}

export function lateMoneyFacts(
  data: Omit<MailData['late_money_returned'], 'provider'>,
  locale: Locale,
  m: MailMessages
): Fact[] {
  return [
    { label: m.facts.order, value: data.orderNo },
    { label: m.facts.company, value: data.companyId },
    { label: m.facts.amount, value: formatMoney(data.amount, locale) },
    { label: m.facts.returnedAt, value: formatInstant(data.returnedAt, locale) },
  ];
}

function transferFacts(
  { bank, reference }: Pick<MailData['order_placed_offline'], 'bank' | 'reference'>,
  m: MailMessages
): Fact[] {
  return [
    ...(bank === null
      ? [{ label: m.facts.account, value: m.bank.accountOnRequest }]
      : [
          { label: m.facts.accountHolder, value: bank.accountHolder },
          { label: m.facts.account, value: `${bank.account} (${bank.currency})` },
          { label: m.facts.bank, value: `${bank.bank}, ${bank.swift}` },
        ]),
    { label: m.facts.reference, value: reference },
  ];
}

interface BankMoneyData {
  readonly total: Money;
  readonly received: Money;
  readonly open: Money;
  readonly deadlineAt: string;
}

function bankMoneyFacts({ total, received, open, deadlineAt }: BankMoneyData, locale: Locale, m: MailMessages): Fact[] {
  return [
    { label: m.facts.total, value: formatMoney(total, locale) },
    ...(received.amountMinor === 0 ? [] : [{ label: m.facts.received, value: formatMoney(received, locale) }]),
    { label: m.facts.open, value: formatMoney(open, locale) },
    { label: m.facts.deadline, value: formatInstant(deadlineAt, locale) },
  ];
}
