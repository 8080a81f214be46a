import { DEFAULT_POLICIES } from '../../../domain/policies/policies';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

test('the defaults are those of the specification', () => {
  expect(DEFAULT_POLICIES).toEqual({
    quoteValidityMs: 30 * MINUTE,
    onlineDeadlineMs: 24 * HOUR,
    offlineDeadlineMs: 30 * DAY,
    checkoutAttemptMs: 60 * MINUTE,
    checkoutOpeningMs: 10 * MINUTE,
    lookUpAfterOpeningMs: [2 * MINUTE, 10 * MINUTE, 60 * MINUTE],
    orderRequestMs: 30_000,
    moneyStepMs: { stripe: 20 * HOUR, paypalOrder: 5 * HOUR, paypalVault: 2.5 * HOUR },
    accountManagerReminderDays: [3, 7, 14, 21],
    buyerReminderBeforeDeadlineMs: 3 * DAY,
    prolongationMaxMs: 30 * DAY,
    deadlineGraceMs: 3 * DAY,
    prolongationsMax: 1,
    secondApprovalAboveMinor: { USD: 10_000_00, CNY: 70_000_00, EUR: 10_000_00 },
    shortfallToleranceMinor: { USD: 30_00, CNY: 200_00, EUR: 30_00 },
    invoiceLinkMs: DAY,
    invoiceLinkUses: 1,
    invoiceLinkResumeMs: 5 * MINUTE,
    renewalReminderDays: { annually: [30, 7], monthly: [7] },
    autoRenewOffReminderDays: [0],
    renewalChargeBeforeExpiryMs: DAY,
    dunningDays: [1, 3, 5, 7],
    graceDays: 7,
    trialDays: 30,
    manualRenewalWindowDays: { annually: 90, monthly: 15 },
    invitationMs: 48 * HOUR,
    apiAccessTokenMs: 30 * MINUTE,
    apiRefreshTokenMs: 15 * DAY,
    mailRetryMs: 3 * DAY,
    webhookRetryMs: 3 * DAY,
    pageSizeDefault: 25,
    pageSizeMax: 100,
    workflowRetentionDays: 90,
  });
});

test('money steps stop before the provider forgets their keys: Stripe 24 h, PayPal orders 6 h, vault 3 h', () => {
  const { stripe, paypalOrder, paypalVault } = DEFAULT_POLICIES.moneyStepMs;
  expect(stripe).toBeLessThan(24 * HOUR);
  expect(paypalOrder).toBeLessThan(6 * HOUR);
  expect(paypalVault).toBeLessThan(3 * HOUR);
});

test('the last try of dunning is before the end of grace', () => {
  const first = -DEFAULT_POLICIES.renewalChargeBeforeExpiryMs;
  const last = first + Math.max(...DEFAULT_POLICIES.dunningDays) * DAY;
  expect(last).toBe(6 * DAY);
  expect(last).toBeLessThan(DEFAULT_POLICIES.graceDays * DAY);
});
