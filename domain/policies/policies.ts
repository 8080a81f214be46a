import type { Cycle } from '../catalogue/plan';
import type { Currency } from '../money/money';
import { MS_PER_DAY, MS_PER_HOUR, MS_PER_MINUTE, MS_PER_SECOND } from '../time/calendar';

/** The numbers that a vendor may set without a new release (product §14). Amounts are minor units. */
export interface Policies {
  readonly quoteValidityMs: number;
  readonly onlineDeadlineMs: number;
  readonly offlineDeadlineMs: number;
  /** How long one page of the provider stays open for payment. */
  readonly checkoutAttemptMs: number;
  /** All tries together to open such a page under one key. */
  readonly checkoutOpeningMs: number;
  /** When to look at the provider unasked, counted from opening its page. */
  readonly lookUpAfterOpeningMs: readonly number[];
  /** An older request to place an order is refused when it is recorded at last. */
  readonly orderRequestMs: number;
  /** Money steps stop repeating after this and turn into look-ups; below the life of each provider's idempotency keys. */
  readonly moneyStepMs: { readonly stripe: number; readonly paypalOrder: number; readonly paypalVault: number };
  readonly accountManagerReminderDays: readonly number[];
  readonly buyerReminderBeforeDeadlineMs: number;
  readonly prolongationMaxMs: number;
  readonly prolongationsMax: number;
  /**
   * The least that an order has to pay in when its bank money was rejected or taken back (ours; product §5 says that it waits
   * again, not how long).
   */
  readonly deadlineGraceMs: number;
  /** A gross total above this needs a second pair of eyes. */
  readonly secondApprovalAboveMinor: Readonly<Record<Currency, number>>;
  /** A shortfall up to this can be closed as bank charges. */
  readonly shortfallToleranceMinor: Readonly<Record<Currency, number>>;
  readonly invoiceLinkMs: number;
  readonly invoiceLinkUses: number;
  /** A body broken half-way can be fetched again by the same browser. */
  readonly invoiceLinkResumeMs: number;
  readonly renewalReminderDays: Readonly<Record<Cycle, readonly number[]>>;
  /** In addition to those, when nothing will be charged by itself. */
  readonly autoRenewOffReminderDays: readonly number[];
  readonly renewalChargeBeforeExpiryMs: number;
  /** Counted from the first try. */
  readonly dunningDays: readonly number[];
  /** Counted from expiry. */
  readonly graceDays: number;
  readonly trialDays: number;
  readonly manualRenewalWindowDays: Readonly<Record<Cycle, number>>;
  readonly invitationMs: number;
  readonly apiAccessTokenMs: number;
  readonly apiRefreshTokenMs: number;
  readonly mailRetryMs: number;
  readonly webhookRetryMs: number;
  readonly pageSizeDefault: number;
  readonly pageSizeMax: number;
  readonly workflowRetentionDays: number;
}

/** The EUR limits are ours; the specification names USD and CNY. */
export const DEFAULT_POLICIES: Policies = {
  quoteValidityMs: 30 * MS_PER_MINUTE,
  onlineDeadlineMs: 24 * MS_PER_HOUR,
  offlineDeadlineMs: 30 * MS_PER_DAY,
  checkoutAttemptMs: 60 * MS_PER_MINUTE,
  checkoutOpeningMs: 10 * MS_PER_MINUTE,
  lookUpAfterOpeningMs: [2 * MS_PER_MINUTE, 10 * MS_PER_MINUTE, 60 * MS_PER_MINUTE],
  orderRequestMs: 30 * MS_PER_SECOND,
  moneyStepMs: { stripe: 20 * MS_PER_HOUR, paypalOrder: 5 * MS_PER_HOUR, paypalVault: 150 * MS_PER_MINUTE },
  accountManagerReminderDays: [3, 7, 14, 21],
  buyerReminderBeforeDeadlineMs: 3 * MS_PER_DAY,
  prolongationMaxMs: 30 * MS_PER_DAY,
  prolongationsMax: 1,
  deadlineGraceMs: 3 * MS_PER_DAY,
  secondApprovalAboveMinor: { USD: 1_000_000, CNY: 7_000_000, EUR: 1_000_000 },
  shortfallToleranceMinor: { USD: 3_000, CNY: 20_000, EUR: 3_000 },
  invoiceLinkMs: 24 * MS_PER_HOUR,
  invoiceLinkUses: 1,
  invoiceLinkResumeMs: 5 * MS_PER_MINUTE,
  renewalReminderDays: { annually: [30, 7], monthly: [7] },
  autoRenewOffReminderDays: [0],
  renewalChargeBeforeExpiryMs: 24 * MS_PER_HOUR,
  dunningDays: [1, 3, 5, 7],
  graceDays: 7,
  trialDays: 30,
  manualRenewalWindowDays: { annually: 90, monthly: 15 },
  invitationMs: 48 * MS_PER_HOUR,
  apiAccessTokenMs: 30 * MS_PER_MINUTE,
  apiRefreshTokenMs: 15 * MS_PER_DAY,
  mailRetryMs: 3 * MS_PER_DAY,
  webhookRetryMs: 3 * MS_PER_DAY,
  pageSizeDefault: 25,
  pageSizeMax: 100,
  workflowRetentionDays: 90,
};
