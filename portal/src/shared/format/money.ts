import type { Schema } from '../api/client';
import { digitsOf } from './amount';

export function formatMoney(money: Schema<'Money'>): string {
  return formatAnyMoney(money);
}

/** Also of a currency that nobody sells in: money that came in one goes back in it. */
export function formatAnyMoney({ amountMinor, currency }: Schema<'OrderRefund'>['amount']): string {
  const digits = digitsOf(currency);
  const text = String(Math.abs(amountMinor)).padStart(digits + 1, '0');
  const whole = text.slice(0, text.length - digits).replace(/\B(?=(\d{3})+$)/g, ',');
  return `${amountMinor < 0 ? '−' : ''}${currency} ${whole}.${text.slice(-digits)}`;
}

export function formatPercent(basisPoints: number): string {
  return `${basisPoints / 100} %`;
}
