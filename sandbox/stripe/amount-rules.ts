import { badParameter } from './api-error';

const ZERO_DECIMAL = 'bif clp djf gnf jpy kmf krw mga pyg rwf ugx vnd vuv xaf xof xpf'.split(' ');
const THREE_DECIMAL = ['bhd', 'jod', 'kwd', 'omr', 'tnd'];
const TWO_DECIMAL =
  'usd eur gbp cny chf sek nok dkk pln czk huf ron bgn isk aud nzd cad sgd hkd mxn brl inr try zar aed thb'.split(' ');

/** Stripe's smallest charges; a currency that is not named is checked against the least Stripe would settle. */
const SMALLEST: Readonly<Record<string, number>> = { usd: 50, eur: 50, gbp: 30, cny: 400, jpy: 50, chf: 50, hkd: 400 };

/** Eight digits, which the parameter's documentation states for USD. */
const LARGEST = 99_999_999;

export function checkCurrency(currency: string, param: string): string {
  const code = currency.toLowerCase();
  if ([...ZERO_DECIMAL, ...THREE_DECIMAL, ...TWO_DECIMAL].includes(code)) return code;
  throw badParameter(param, `Invalid currency: ${currency}. The sandbox sells in a limited list of currencies.`);
}

/** `amount` in the currency's smallest unit, the whole of what will be charged. */
export function checkAmount(amount: number, currency: string, param: string): void {
  const smallest = SMALLEST[currency] ?? 1;
  if (amount < smallest) {
    throw badParameter(
      param,
      `Amount must be at least ${smallest} ${currency} in the smallest unit.`,
      'amount_too_small'
    );
  }
  if (amount > LARGEST)
    throw badParameter(param, `Amount must be no more than ${LARGEST} ${currency}.`, 'amount_too_large');
  if (currency === 'isk' && amount % 100 !== 0) throw badParameter(param, 'ISK amounts must be divisible by 100.');
  if (THREE_DECIMAL.includes(currency) && amount % 10 !== 0) {
    throw badParameter(param, `The last digit of an amount in ${currency} must be 0.`);
  }
}

/** For people: `1,234.50 USD`. */
export function readableAmount(amount: number, currency: string): string {
  const digits = ZERO_DECIMAL.includes(currency) ? 0 : THREE_DECIMAL.includes(currency) ? 3 : 2;
  const padded = String(Math.abs(amount)).padStart(digits + 1, '0');
  const whole = padded.slice(0, padded.length - digits).replace(/\B(?=(\d{3})+$)/g, ',');
  const part = digits === 0 ? '' : `.${padded.slice(-digits)}`;
  return `${amount < 0 ? '−' : ''}${whole}${part} ${currency.toUpperCase()}`;
}
