import type { Locale } from '../billing/billing-data';
import { minorUnits } from './minor-units';
import type { Currency, Money } from './money';

const CURRENCY_NAMES: Readonly<Record<Locale, Readonly<Record<Currency, string>>>> = {
  en: { USD: 'USD', CNY: 'CNY', EUR: 'EUR' },
  zh: { USD: '美元', CNY: '人民币', EUR: '欧元' },
};

/** `1234.50`, with a leading minus and without grouping: the form of PayPal, e-invoices and CSV files. */
export function toDecimalString(amount: Money): string {
  const decimals = minorUnits(amount.currency).iso;
  const digits = String(Math.abs(amount.amountMinor)).padStart(decimals + 1, '0');
  const sign = amount.amountMinor < 0 ? '-' : '';
  if (decimals === 0) return `${sign}${digits}`;
  return `${sign}${digits.slice(0, -decimals)}.${digits.slice(-decimals)}`;
}

/** `USD 1,234.50`: the currency is named, never a bare `$` or `¥`, which more than one currency uses. */
export function formatMoney(amount: Money, locale: Locale): string {
  const [whole = '', fraction] = toDecimalString(amount).replace('-', '').split('.');
  const grouped = whole.replace(/\B(?=(\d{3})+$)/g, ',');
  const sign = amount.amountMinor < 0 ? '−' : '';
  const number = fraction === undefined ? grouped : `${grouped}.${fraction}`;
  return `${sign}${CURRENCY_NAMES[locale][amount.currency]} ${number}`;
}
