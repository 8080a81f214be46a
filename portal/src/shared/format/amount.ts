/** Digits after the point, as the API's own table has them; never asked of the browser, whose data differ. */
const DIGITS: Readonly<Record<string, number>> = { USD: 2, CNY: 2, EUR: 2 };
const DEFAULT_DIGITS = 2;

const AMOUNT = /^(\d{1,3}(?:,\d{3})+|\d+)(?:\.(\d+))?$/;

export function digitsOf(currency: string): number {
  return DIGITS[currency] ?? DEFAULT_DIGITS;
}

/**
 * What a person typed, such as `1,234.50`, in the smallest unit; exact, digit by digit. null for anything else: a comma before
 * the last digits may be meant as a point, so it is asked again and never guessed.
 */
export function parseAmount(text: string, currency: string): number | null {
  const digits = digitsOf(currency);
  const [, whole, fraction = ''] = AMOUNT.exec(text.trim()) ?? [];
  if (whole === undefined || fraction.length > digits) return null;
  const amountMinor = Number(whole.replaceAll(',', '') + fraction.padEnd(digits, '0'));
  return Number.isSafeInteger(amountMinor) ? amountMinor : null;
}

/** The amount as one types it: `1234.50`. */
export function amountText(amountMinor: number, currency: string): string {
  const digits = digitsOf(currency);
  const text = String(amountMinor).padStart(digits + 1, '0');
  return `${text.slice(0, -digits)}.${text.slice(-digits)}`;
}
