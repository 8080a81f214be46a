import type { Money as PayPalMoney } from '@paypal/paypal-server-sdk';
import { minorUnits } from '../../domain/money/minor-units';
import { isCurrency, type Money } from '../../domain/money/money';
import type { SeenMoney } from '../shared/payment-provider';
import { GatewayFailure } from '../shared/provider-failure';

/** What PayPal counts without decimals of the currencies that nobody sells in. */
const WITHOUT_DECIMALS = new Set(['JPY', 'HUF', 'TWD']);

/** @throws GatewayFailure `refused` when PayPal counts the currency in other units than we do. */
export function toPayPalPrice(price: Money): PayPalMoney {
  const { iso, paypal } = minorUnits(price.currency);
  if (iso !== paypal) {
    throw new GatewayFailure(
      'refused',
      'paypal_currency_not_offered',
      `PayPal counts ${price.currency} in other units than ours`
    );
  }
  return toPayPalMoney(price);
}

/** By digits, never by a division: 68016 USD minor is "680.16". */
export function toPayPalMoney({ amountMinor, currency }: SeenMoney): PayPalMoney {
  const decimals = decimalsOf(currency);
  const digits = String(amountMinor).padStart(decimals + 1, '0');
  const value = decimals === 0 ? digits : `${digits.slice(0, -decimals)}.${digits.slice(-decimals)}`;
  return { currencyCode: currency, value };
}

/** @throws GatewayFailure `unavailable` for an amount that is none: nothing may be decided by it. */
export function fromPayPalMoney(amount: PayPalMoney | undefined): SeenMoney {
  const currency = amount?.currencyCode.toUpperCase() ?? '';
  const [, whole = '', fraction = ''] = /^(\d{1,15})(?:\.(\d{1,6}))?$/.exec(amount?.value ?? '') ?? [];
  const decimals = decimalsOf(currency);
  const surplus = fraction.slice(decimals);
  const amountMinor = Number(`${whole}${fraction.slice(0, decimals).padEnd(decimals, '0')}`);
  if (whole === '' || !/^[A-Z]{3}$/.test(currency) || /[1-9]/.test(surplus) || !Number.isSafeInteger(amountMinor)) {
    throw new GatewayFailure('unavailable', 'paypal_unavailable', 'PayPal: an amount of a form that it does not have');
  }
  return { amountMinor, currency };
}

function decimalsOf(currency: string): number {
  if (isCurrency(currency)) return minorUnits(currency).paypal;
  return WITHOUT_DECIMALS.has(currency) ? 0 : 2;
}
