import type { StepDeps } from '../shared/step-deps';
import type { ProviderDeps } from '../shared/provider-of';

export interface PaymentDeps extends StepDeps, ProviderDeps {
  /** Base of the addresses that the provider sends the buyer back to. */
  readonly publicUrl: string;
}
