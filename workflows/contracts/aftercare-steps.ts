import type { ProviderName } from '../../domain/payment/provider-name';
import type { StepInput } from './order-steps';

export interface RefundInput extends StepInput {
  readonly refundId: string;
}

export interface PlannedRefund {
  readonly refundId: string;
  readonly provider: ProviderName;
  /** Trying to send it, in all; below the provider's memory of keys; real time. */
  readonly moneyStepMs: number;
}

/** `pending`: the provider has agreed, the money is on its way. `stuck`: a person sees to it. */
export interface RefundStepResult {
  readonly outcome: 'done' | 'pending' | 'stuck';
}
