import type { Schema } from '../api/client';

/** Digits after the point, as the API's own table has them; never asked of the browser, whose data differ. */
const DIGITS: Readonly<Record<string, number>> = { USD: 2, CNY: 2, EUR: 2 };

export function formatMoney({ amountMinor, currency }: Schema<'Money'>): string {
  const digits = DIGITS[currency] ?? 2;
  const text = String(Math.abs(amountMinor)).padStart(digits + 1, '0');
  const whole = text.slice(0, text.length - digits).replace(/\B(?=(\d{3})+$)/g, ',');
  return `${amountMinor < 0 ? '−' : ''}${currency} ${whole}.${text.slice(-digits)}`;
}

export function formatPercent(basisPoints: number): string {
  return `${basisPoints / 100} %`;
}
