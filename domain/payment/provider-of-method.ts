import type { PaymentMethod } from '../order/order-kind';
import type { ProviderName } from './provider-name';

/** Exactly one provider for each way to pay on a page; null for methods that open none. */
const PROVIDER_OF_METHOD: Readonly<Record<PaymentMethod, ProviderName | null>> = {
  card: 'stripe',
  paypal: 'paypal',
  offline: null,
  saved: null,
  none: null,
};

export function providerOfMethod(method: PaymentMethod): ProviderName | null {
  return PROVIDER_OF_METHOD[method];
}

const METHOD_OF_PROVIDER: Readonly<Record<ProviderName, PaymentMethod>> = { stripe: 'card', paypal: 'paypal' };

/** The way to pay that a provider's page stands for. */
export function methodOfProvider(provider: ProviderName): PaymentMethod {
  return METHOD_OF_PROVIDER[provider];
}
