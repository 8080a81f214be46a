import { formatMoney } from '../money/format-money';
import { money, type Currency, type Money } from '../money/money';
import type { Catalogue, CheckoutMethod, MethodOffer } from './catalogue';

export interface MethodChoice {
  readonly method: CheckoutMethod;
  /** Null when the method can be chosen. */
  readonly problem: { readonly code: 'below_minimum' | 'above_maximum'; readonly message: string } | null;
}

/**
 * The methods of this seller and currency, with the reason where the total is outside a method's limits. Empty for a total
 * of zero, which has no payment step.
 */
export function offeredMethods(catalogue: Catalogue, sellerId: string, gross: Money): MethodChoice[] {
  if (gross.amountMinor === 0) return [];
  return catalogue.methods
    .filter((offer) => offer.sellerId === sellerId && offer.currency === gross.currency)
    .map((offer) => ({ method: offer.method, problem: limitProblem(offer, gross) }));
}

/** The methods that exist for this seller and currency, whatever the total. */
export function methodsOffered(catalogue: Catalogue, sellerId: string, currency: Currency): MethodOffer[] {
  return catalogue.methods.filter((offer) => offer.sellerId === sellerId && offer.currency === currency);
}

/** As a sentence begins with it. */
export const METHOD_NAMES: Readonly<Record<CheckoutMethod, string>> = {
  card: 'Card payment',
  paypal: 'PayPal',
  offline: 'Offline payment',
};

function limitProblem(offer: MethodOffer, gross: Money): MethodChoice['problem'] {
  const name = METHOD_NAMES[offer.method];
  if (gross.amountMinor < offer.minMinor) {
    const limit = formatMoney(money(offer.minMinor, offer.currency), 'en');
    return { code: 'below_minimum', message: `${name} starts at ${limit}; choose another method.` };
  }
  if (offer.maxMinor !== null && gross.amountMinor > offer.maxMinor) {
    const limit = formatMoney(money(offer.maxMinor, offer.currency), 'en');
    return { code: 'above_maximum', message: `${name} ends at ${limit}; choose another method or split the order.` };
  }
  return null;
}
