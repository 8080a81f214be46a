import type { Instant } from '../../domain/time/iso-date';

export interface SubscriptionPlan {
  /** null: nothing is due any more. */
  readonly wakeAt: Instant | null;
  readonly what: string;
  readonly version: number;
  readonly partnerId: string;
  /** A saved method that is to be forgotten at the provider; null for none. */
  readonly forgetMethodId: string | null;
}

export interface SubscriptionStepInput {
  readonly companyId: string;
  readonly at: Instant;
}

export interface PerformDueInput extends SubscriptionStepInput {
  readonly what: string;
  readonly dueAt: Instant;
  readonly version: number;
}
