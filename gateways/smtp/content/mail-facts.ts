import type { Locale } from '../../../domain/billing/billing-data';
import { SERVICES } from '../../../domain/catalogue/plan';
import { formatMoney } from '../../../domain/money/format-money';
import { itemName } from '../../../domain/quote/describe-line';
import type { MailData } from '../mail-data';
import type { MailMessages } from '../messages/mail-messages';
import { formatDate, formatInstant } from './format-date';
import type { Fact } from './mail-content';
import { companyLabel } from './mail-words';

/** The provider's words for the brands that a card shows. */
const BRAND_NAMES: Readonly<Record<string, string>> = {
  amex: 'American Express',
  diners: 'Diners Club',
  discover: 'Discover',
  jcb: 'JCB',
  mastercard: 'Mastercard',
  unionpay: 'UnionPay',
  visa: 'Visa',
};

export function paidOrderFacts(data: MailData['payment_summary'], locale: Locale, m: MailMessages): Fact[] {
  return [
    { label: m.facts.order, value: data.orderNo },
    { label: m.facts.invoice, value: data.invoiceNo },
    { label: m.facts.company, value: companyLabel(data) },
    ...(data.paidOn === null ? [] : [{ label: m.facts.paidOn, value: formatDate(data.paidOn, locale) }]),
    { label: m.facts.method, value: m.methods[data.paymentMethod] },
  ];
}

export function endedOrderFacts(data: MailData['order_expired'], locale: Locale, m: MailMessages): Fact[] {
  return [
    { label: m.facts.order, value: data.orderNo },
    { label: m.facts.company, value: data.companyId },
    { label: m.facts.total, value: formatMoney(data.total, locale) },
    ...(data.deadlineAt === null ? [] : [{ label: m.facts.deadline, value: formatInstant(data.deadlineAt, locale) }]),
  ];
}

export function renewalFacts(data: MailData['renewal_reminder'], locale: Locale, m: MailMessages): Fact[] {
  const { plan, termLength, expiresOn, graceUntil, autoRenew, estimate, savedCard } = data;
  const card = savedCard === null ? null : m.cardEnding(brandName(savedCard.brand), savedCard.last4 ?? '****');
  return [
    { label: m.facts.company, value: companyLabel(data) },
    { label: m.facts.plan, value: itemName({ type: 'plan', plan }, locale) },
    { label: m.facts.capacity, value: capacityText(data, locale, m) },
    { label: m.facts.term, value: termLength.years === null ? m.monthly : m.years(termLength.years) },
    { label: m.facts.expiresOn, value: formatDate(expiresOn, locale) },
    { label: m.facts.graceUntil, value: formatDate(graceUntil, locale) },
    ...(estimate === null
      ? []
      : [{ label: m.facts.estimate, value: `${formatMoney(estimate, locale)}, ${m.estimateNote}` }]),
    { label: m.facts.autoRenew, value: autoRenew ? m.on : m.off },
    ...(card === null ? [] : [{ label: m.facts.savedCard, value: card }]),
  ];
}

export function invoiceFacts(data: MailData['invoice_link'], m: MailMessages): Fact[] {
  return [
    { label: m.facts.order, value: data.orderNo },
    { label: m.facts.invoice, value: data.invoiceNo },
  ];
}

export function creditNoteFacts(data: MailData['credit_note'], m: MailMessages): Fact[] {
  return [
    { label: m.facts.order, value: data.orderNo },
    { label: m.facts.creditNote, value: data.creditNoteNo },
    { label: m.facts.invoice, value: data.invoiceNo },
    { label: m.facts.company, value: companyLabel(data) },
  ];
}

function capacityText({ capacities }: MailData['renewal_reminder'], locale: Locale, m: MailMessages): string {
  const subscribed = SERVICES.filter((service) => capacities[service] > 0);
  if (subscribed.length === 0) return '0';
  return subscribed
    .map((service) => `${itemName({ type: 'service', service }, locale)}${m.colon}${capacities[service]}`)
    .join('; ');
}

function brandName(brand: string | null): string {
  return brand === null ? '' : (BRAND_NAMES[brand] ?? brand);
}
