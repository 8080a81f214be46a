import { badRequest, unprocessable } from './api-error';
import type { Amount } from './records';

const CURRENCIES =
  'AUD BRL CAD CNY CZK DKK EUR HKD HUF ILS JPY MYR MXN TWD NZD NOK PHP PLN GBP SGD SEK CHF THB USD'.split(' ');
const WITHOUT_DECIMALS = ['HUF', 'JPY', 'TWD'];
const MOST_DIGITS = 13;

export interface MoneyObject {
  readonly currency_code: string;
  readonly value: string;
}

export function decimalsOf(currency: string): number {
  return WITHOUT_DECIMALS.includes(currency) ? 0 : 2;
}

/** Reads an amount that may be zero, such as a discount; `field` is the JSON pointer for the refusal. */
export function parseMoney({ currency_code: currency, value }: MoneyObject, field: string): Amount {
  if (!CURRENCIES.includes(currency)) throw unprocessable('INVALID_CURRENCY_CODE', `${field}/currency_code`);
  const parts = /^(-?)(\d*)(?:\.(\d+))?$/.exec(value);
  const whole = parts?.[2] ?? '';
  const fraction = parts?.[3] ?? '';
  if (parts === null || whole + fraction === '') throw badRequest('INVALID_PARAMETER_SYNTAX', `${field}/value`);
  const decimals = decimalsOf(currency);
  if (decimals === 0 && value.includes('.')) throw unprocessable('DECIMALS_NOT_SUPPORTED', `${field}/value`);
  if (fraction.length > decimals) throw unprocessable('DECIMAL_PRECISION', `${field}/value`);
  if (whole.length > MOST_DIGITS) throw unprocessable('MAX_VALUE_EXCEEDED', `${field}/value`);
  const minor = Number(whole + fraction.padEnd(decimals, '0'));
  return { currency, minor: parts[1] === '-' ? -minor : minor };
}

export function parsePositive(money: MoneyObject, field: string): Amount {
  const amount = parseMoney(money, field);
  if (amount.minor <= 0) throw unprocessable('CANNOT_BE_ZERO_OR_NEGATIVE', `${field}/value`);
  return amount;
}

export function decimalString(minor: number, currency: string): string {
  const decimals = decimalsOf(currency);
  const digits = String(Math.abs(minor)).padStart(decimals + 1, '0');
  const sign = minor < 0 ? '-' : '';
  if (decimals === 0) return `${sign}${digits}`;
  return `${sign}${digits.slice(0, -decimals)}.${digits.slice(-decimals)}`;
}

export function moneyObject({ minor, currency }: Amount): MoneyObject {
  return { currency_code: currency, value: decimalString(minor, currency) };
}

/** For people: `1,234.50 USD`. */
export function readableMoney({ minor, currency }: Amount): string {
  return `${decimalString(minor, currency).replace(/\B(?=(\d{3})+(?!\d))/g, ',')} ${currency}`;
}
