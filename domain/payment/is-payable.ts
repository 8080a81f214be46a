import type { PaymentMethod } from '../order/order-kind';
import type { ProviderName } from './provider-name';
import { providerOfMethod } from './provider-of-method';

/** Whether somebody takes the money: a vendor may run without one of the providers, whatever the catalogue offers. */
export function isPayable(method: PaymentMethod, configured: readonly ProviderName[]): boolean {
  const provider = providerOfMethod(method);
  return provider === null || configured.includes(provider);
}
