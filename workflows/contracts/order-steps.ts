import type { Money } from '../../domain/money/money';
import type { OrderState } from '../../domain/order/order-state';
import type { ProviderName } from '../../domain/payment/provider-name';
import type { Instant } from '../../domain/time/iso-date';
import type { PlaceRefusal } from './order-contract';

/** What every step of an order is given. `at` is business time of the workflow. */
export interface StepInput {
  readonly orderId: string;
  readonly at: Instant;
}

/** Policy values that the workflow waits by; they come from configuration, so that a test can set seconds. */
export interface OrderTiming {
  /** How long one provider page stays open. */
  readonly attemptLifeMs: number;
  /** When to ask the provider without having been told anything, counted from the opening. */
  readonly lookUpAfterMs: readonly number[];
  /** Trying to open one page, in all; real time. */
  readonly openingMs: number;
  /** Below the provider's memory of idempotency keys; real time. */
  readonly moneyStepMs: number;
  /** Trying to hand a mail to the mail server, in all; real time. */
  readonly mailMs: number;
}

export type RecordResult =
  | {
      readonly outcome: 'recorded';
      readonly orderNo: string;
      readonly amount: Money;
      readonly deadlineAt: Instant;
      readonly timing: OrderTiming;
    }
  | { readonly outcome: 'refused'; readonly code: PlaceRefusal };

export interface AttemptInput extends StepInput {
  readonly attemptNo: number;
}

export interface OpenCheckoutInput extends AttemptInput {
  /** Fixed by the workflow, so that a repeat sends the very same request. */
  readonly expiresAt: Instant;
}

export interface WatchCheckoutInput {
  readonly orderId: string;
  readonly attemptNo: number;
  /** When to ask the provider without having been told anything, earliest first. */
  readonly looksAt: readonly Instant[];
  /** The page is closed then, whatever was seen before. */
  readonly expiresAt: Instant;
}

export interface OpenCheckoutResult {
  readonly checkoutId: string;
}

/**
 * What the provider said when it was asked, and what was recorded of it.
 * `wrong_money`: recorded, the order waits for a person. `closed`: the attempt can no longer take money.
 */
export type SettleResult =
  | { readonly outcome: 'paid' }
  | { readonly outcome: 'open' }
  | { readonly outcome: 'processing' }
  | { readonly outcome: 'closed' }
  | { readonly outcome: 'wrong_money'; readonly reason: string };

export interface CloseInput extends StepInput {
  readonly as: 'cancelled' | 'expired';
  /** Row of the person who asked; null when time or the Web UI did. */
  readonly requestId: string | null;
}

export interface ParkInput extends StepInput {
  readonly step: string;
  /** Stable code of the failure; sentences are made from it where people read. */
  readonly reason: string;
}

export interface UnparkInput extends StepInput {
  readonly back: OrderState;
  readonly requestId: string | null;
}

export interface StrayInput extends StepInput {
  readonly provider: ProviderName;
  readonly checkoutId: string;
}

export type StrayResult = { readonly outcome: 'known' | 'no_money' | 'task_opened' };

/** How far a person's message got; shown by API and audit. */
export interface MailResult {
  readonly outcome: 'sent' | 'refused';
}
