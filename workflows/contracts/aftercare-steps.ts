import type { ProviderName } from '../../domain/payment/provider-name';
import type { StepInput } from './order-steps';

export interface RefundInput extends StepInput {
  /** The row of money on its way back. */
  readonly refundId: string;
  /** The step ran out of its time, so keys may be forgotten: what was sent is found out and never sent again. */
  readonly isLate?: boolean;
}

/** A refund that a person asked for. */
export interface OrderRefundInput extends StepInput {
  readonly orderRefundId: string;
}

/** An invoice that finance wants made out anew. */
export interface CorrectionInput extends StepInput {
  readonly correctionId: string;
}

/** `refused`: what it was asked for has changed; nothing was done, and finance has a task. */
export interface CorrectionResult {
  readonly outcome: 'done' | 'refused';
}

export interface StoppedCorrection extends CorrectionInput {
  /** Stable code of the failure. */
  readonly reason: string;
}

export interface PlannedRefund {
  readonly kind: 'send_refund';
  readonly refundId: string;
  readonly provider: ProviderName;
  /** Trying to send it, in all; below the provider's memory of keys; real time. */
  readonly moneyStepMs: number;
  /** Something is to be done once it is back: it belongs to a person's refund. */
  readonly isAwaited: boolean;
}

/** What an order's aftercare has to do, from the rows as they are; each is done by a step of its own. */
export type AftercareItem =
  | PlannedRefund
  | { readonly kind: 'begin_refund'; readonly orderRefundId: string }
  | { readonly kind: 'conclude_refund'; readonly orderRefundId: string }
  | { readonly kind: 'end_capacity'; readonly orderRefundId: string }
  | { readonly kind: 'correct_invoice'; readonly correctionId: string }
  /** The refund was withdrawn after it had taken hold of its order. */
  | { readonly kind: 'release_order'; readonly orderRefundId: string };

/** `news`: something was written down that was not known. */
export interface MoneyReview {
  readonly news: boolean;
}

/** `pending`: the provider has agreed, the money is on its way. `stuck`: a person sees to it. */
export interface RefundStepResult {
  readonly outcome: 'done' | 'pending' | 'stuck';
}

/** `refused`: what it was asked for has changed; nothing was done. */
export interface BeginRefundResult {
  readonly outcome: 'begun' | 'refused';
}

export interface StoppedInput extends OrderRefundInput {
  /** Stable code of the failure. */
  readonly reason: string;
}
