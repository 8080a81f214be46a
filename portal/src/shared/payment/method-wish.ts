import type { Schema } from '../api/client';

export type MethodOffer = Schema<'Quote'>['methods'][number];
export type Method = MethodOffer['method'];

/** What a person chooses about paying; kept by the page, so that a new price loses none of it. */
export interface MethodWish {
  /** null: the first one that is offered. */
  readonly method: Method | null;
  readonly renews: boolean;
  readonly piNumber: string;
}

export const NO_WISH: MethodWish = { method: null, renews: false, piNumber: '' };

export const METHOD_NAMES: Readonly<Record<Schema<'Order'>['method'], string>> = {
  paypal: 'PayPal',
  card: 'Debit or credit card',
  offline: 'Offline (bank transfer)',
  saved: 'Saved method',
  none: 'Nothing to pay',
};

/** The card comes first where nothing is chosen: it needs no account and is effective at once. */
const BY_DEFAULT: readonly Method[] = ['card', 'paypal', 'offline'];

export function chosenMethod(offers: readonly MethodOffer[], { method }: MethodWish): Method | null {
  const isOffered = (wanted: Method): boolean =>
    offers.some((offer) => offer.method === wanted && offer.problem === null);
  if (method !== null && isOffered(method)) return method;
  return BY_DEFAULT.find(isOffered) ?? null;
}

export const isOnline = (method: string | null): boolean => method === 'card' || method === 'paypal';

/** The part of a request that says how to pay; what does not go with the method is left out. */
export function methodBody(method: Method, wish: MethodWish, consentTextVersion: string) {
  const renews = wish.renews && isOnline(method);
  const piNumber = wish.piNumber.trim();
  return {
    method,
    autoRenew: renews ? ('enable' as const) : ('keep' as const),
    ...(renews ? { consent: { textVersion: consentTextVersion, accepted: true as const } } : {}),
    ...(method === 'offline' && piNumber !== '' ? { piNumber } : {}),
  };
}
