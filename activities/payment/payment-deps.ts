import type { PaymentProvider } from '../../gateways/shared/payment-provider';
import type { StepDeps } from '../shared/step-deps';

export interface PaymentDeps extends StepDeps {
  readonly provider: PaymentProvider;
  /** Base of the addresses that the provider sends the buyer back to. */
  readonly publicUrl: string;
}
