import { isProviderName } from '../../domain/payment/provider-name';
import type { PaymentProvider, PaymentProviders } from '../../gateways/shared/payment-provider';
import { FinalFailure } from './final-failure';

export interface ProviderDeps {
  /** A vendor may run without one of them. */
  readonly providers: Readonly<Partial<PaymentProviders>>;
}

/**
 * The provider that a stored name means: attempts and methods keep theirs for years.
 * @throws FinalFailure `provider_unknown`, `provider_not_configured`
 */
export function providerOf({ providers }: ProviderDeps, name: string): PaymentProvider {
  if (!isProviderName(name)) throw new FinalFailure('provider_unknown', 'the stored name is none of a provider');
  const provider = providers[name];
  if (provider === undefined) throw new FinalFailure('provider_not_configured', `${name} is not configured`);
  return provider;
}
