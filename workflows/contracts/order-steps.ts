import type { Money } from '../../domain/money/money';
import type { OrderState } from '../../domain/order/order-state';
import type { ProviderName } from '../../domain/payment/provider-name';
import type { Instant } from '../../domain/time/iso-date';
import type { PaymentMethod } from '../../domain/order/order-kind';
import type { PlaceRefusal, RequestRefusal } from './order-contract';

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
  /** Below each provider's memory of idempotency keys; real time. */
  readonly moneyStepMs: Readonly<Record<ProviderName, number>>;
  /** Trying to hand a mail to the mail server, in all; real time. */
  readonly mailMs: number;
}

/** Where an order stands in the database after a step that a person asked for. */
export interface Standing {
  readonly state: OrderState;
  readonly method: PaymentMethod;
  readonly deadlineAt: Instant;
  /** Bank money allocated to the order, minor units. */
  readonly receivedMinor: number;
  /** What is still missing, minor units; 0 once paid. */
  readonly openMinor: number;
  /** Waiting for a second pair of eyes since then. */
  readonly approvalSince: Instant | null;
  /** Reminders that are still to come, earliest first; of daily ones only the next. */
  readonly reminders: readonly ReminderDue[];
}

/** `what` names the reminder once per order: `account_manager:3`, `buyer:2026-12-01`, `approvers:2026-11-27`. */
export interface ReminderDue {
  readonly at: Instant;
  readonly what: string;
}

export type RecordResult =
  | {
      readonly outcome: 'recorded';
      readonly orderNo: string;
      readonly amount: Money;
      readonly standing: Standing;
      readonly timing: OrderTiming;
    }
  | { readonly outcome: 'refused'; readonly code: PlaceRefusal };

/** A step that a person asked for; everything but the id stands in `person_requests`. */
export interface RequestInput extends StepInput {
  readonly requestId: string;
}

export type RequestResult =
  | { readonly outcome: 'done'; readonly standing: Standing }
  | { readonly outcome: 'refused'; readonly code: RequestRefusal; readonly standing: Standing };

export interface RemindInput extends StepInput {
  readonly what: string;
}

export interface AttemptInput extends StepInput {
  readonly attemptNo: number;
  /** The step ran out of its time, so keys may be forgotten: money that was begun is found out and never begun again. */
  readonly isLate?: boolean;
}

export interface OpenCheckoutInput extends StepInput {
  readonly attemptNo: number;
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
 * `returned`: money that the order does not want is on its way back to whoever paid it.
 */
export type SettleResult =
  | { readonly outcome: 'paid' }
  | { readonly outcome: 'open' }
  | { readonly outcome: 'processing' }
  | { readonly outcome: 'closed' }
  | { readonly outcome: 'returned' }
  | { readonly outcome: 'wrong_money'; readonly reason: string };

export interface CloseInput extends StepInput {
  readonly as: 'cancelled' | 'expired';
  /** Row of the person who asked; null when time or the Web UI did. */
  readonly requestId: string | null;
}

export type CloseResult =
  | { readonly outcome: 'closed' }
  /** Money is on the order, or a page's money is being taken: nothing was changed. */
  | { readonly outcome: 'kept'; readonly standing: Standing; readonly capturingAttemptNo: number | null };

export interface ParkInput extends StepInput {
  readonly step: string;
  /** Stable code of the failure; sentences are made from it where people read. */
  readonly reason: string;
}

/** `left`: a refund has taken hold of the order, which is over for its own course. null: done as asked. */
export type ParkResult = 'left' | null;

export interface UnparkInput extends StepInput {
  readonly back: OrderState;
  readonly requestId: string | null;
}

export interface StrayInput extends StepInput {
  readonly provider: ProviderName;
  readonly checkoutId: string;
  /** As in the hint: only what happened to money that was taken before. */
  readonly about?: 'payment';
}

/** `paid`: the order is paid, by this money or another, and says so in the database. `known`: another order is. */
export type StrayResult = { readonly outcome: 'known' | 'paid' | 'no_money' | 'returned' | 'task_opened' };

/** How far a person's message got; shown by API and audit. */
export interface MailResult {
  readonly outcome: 'sent' | 'refused';
}
