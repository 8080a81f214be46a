import { CYCLES } from '../catalogue/plan';
import { integer, list, object, partialRecord, record, type Reader } from '../json-reader';
import { CURRENCIES } from '../money/money';
import { MS_PER_DAY } from '../time/calendar';
import { DEFAULT_POLICIES, type Policies } from './policies';

const duration = integer(1, 400 * MS_PER_DAY);
const amount = integer(0, 1_000_000_000);
const days = integer(0, 366);
const dayList = list(days, 12);
const count = integer(1, 1_000);

const READERS: { readonly [K in keyof Policies]: Reader<Policies[K]> } = {
  quoteValidityMs: duration,
  onlineDeadlineMs: duration,
  offlineDeadlineMs: duration,
  checkoutAttemptMs: duration,
  checkoutOpeningMs: duration,
  lookUpAfterOpeningMs: list(duration, 12),
  orderRequestMs: duration,
  moneyStepMs: object({ stripe: duration, paypalOrder: duration, paypalVault: duration }),
  accountManagerReminderDays: dayList,
  buyerReminderBeforeDeadlineMs: duration,
  prolongationMaxMs: duration,
  prolongationsMax: integer(0, 10),
  deadlineGraceMs: duration,
  secondApprovalAboveMinor: record(CURRENCIES, amount),
  shortfallToleranceMinor: record(CURRENCIES, amount),
  invoiceLinkMs: duration,
  invoiceLinkUses: count,
  invoiceLinkResumeMs: duration,
  renewalReminderDays: record(CYCLES, dayList),
  autoRenewOffReminderDays: dayList,
  renewalChargeBeforeExpiryMs: duration,
  dunningDays: dayList,
  graceDays: days,
  trialDays: integer(1, 366),
  manualRenewalWindowDays: record(CYCLES, days),
  invitationMs: duration,
  apiAccessTokenMs: duration,
  apiRefreshTokenMs: duration,
  mailRetryMs: duration,
  webhookRetryMs: duration,
  pageSizeDefault: count,
  pageSizeMax: count,
  workflowRetentionDays: integer(1, 366),
};

/** The defaults, with what the object names put in their place. */
export const readPolicies: Reader<Policies> = (value, path) => {
  const names = Object.keys(READERS);
  const given = Object.keys(partialRecord(names, (entry) => entry)(value, path));
  const chosen = { ...DEFAULT_POLICIES, ...(typeof value === 'object' ? value : {}) };
  return given.length === 0 ? DEFAULT_POLICIES : object(READERS)(chosen, path);
};
