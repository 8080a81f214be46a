import { mailDedupeKey } from '../../domain/mail/mail-kind';
import type { BillingData } from '../../domain/billing/billing-data';
import { findSeller } from '../../domain/catalogue/catalogue';
import { isCurrency, type Money } from '../../domain/money/money';
import { renewalEstimate } from '../../domain/quote/renewal-estimate';
import { paidUntil } from '../../domain/subscription/subscription-snapshot';
import { addDays } from '../../domain/time/add-months';
import { enqueueMail } from '../../db/mail/enqueue-mail';
import type { Db } from '../../db/shared/connection';
import { inTransaction } from '../../db/shared/transaction';
import {
  accountManagerOf,
  reminderRecipient,
  renewalPartner,
  savedCardOf,
} from '../../db/subscription/reminder-recipient';
import { lockSubscription, noteWake, type SubscriptionRow } from '../../db/subscription/subscription-row';
import { openTask } from '../../db/task/open-task';
import type { PerformDueInput } from '../../workflows/contracts/subscription-steps';
import type { StepDeps } from '../shared/step-deps';

/**
 * Does what the sleeper got up for, once: reminder mail, or a task for the account manager. A date of a plan that the
 * subscription has left behind is skipped; the next planning knows better.
 */
export const performDue =
  (deps: StepDeps) =>
  (input: PerformDueInput): Promise<void> =>
    inTransaction(deps.db, async (trx) => {
      const subscription = await lockSubscription(trx, input.companyId);
      if (subscription === null || subscription.rowVersion !== input.version) return;
      const expiresOn = paidUntil(subscription);
      if (expiresOn === null) return;
      const due = { ...input, subscription, expiresOn, graceUntil: addDays(expiresOn, deps.policies.graceDays) };
      if (input.what.startsWith('reminder:')) await remind(trx, deps, due);
      else await askAccountManager(trx, due);
      await noteWake(trx, input.companyId, { at: null, what: 'planning' }, input.dueAt);
    });

interface Due extends PerformDueInput {
  readonly subscription: SubscriptionRow;
  readonly expiresOn: string;
  readonly graceUntil: string;
}

async function remind(trx: Db, deps: StepDeps, due: Due): Promise<void> {
  const { subscription, expiresOn, what, at } = due;
  const { companyId, partnerId, plan, cycle, years, capacities, autoRenew } = subscription;
  const billing = await reminderRecipient(trx, companyId, partnerId);
  if (billing === null || plan === null || cycle === null) return askAccountManager(trx, due);
  const name = `${billing.firstName} ${billing.lastName}`.trim();
  await enqueueMail(trx, {
    kind: 'renewal_reminder',
    dedupeKey: mailDedupeKey('renewal_reminder', companyId, `${expiresOn}:${what.replace('reminder:', '')}`),
    recipient: { name, address: billing.email },
    locale: billing.locale,
    data: {
      recipientName: name,
      companyId,
      companyName: subscription.companyName,
      plan,
      termLength: { cycle, years },
      capacities,
      expiresOn,
      graceUntil: due.graceUntil,
      autoRenew,
      today: what === 'reminder:0',
      estimate: await estimate(trx, deps, due, billing),
      savedCard: await savedCardOf(trx, subscription.savedMethodId),
    },
    partnerId,
    companyId,
    at,
  });
}

/** What the next term would cost at today's prices. */
async function estimate(
  trx: Db,
  deps: StepDeps,
  { subscription, at }: Due,
  billing: BillingData
): Promise<Money | null> {
  const { catalogue, policies } = deps;
  const partner = await renewalPartner(trx, subscription.partnerId);
  const seller = partner === null ? undefined : findSeller(catalogue, partner.sellerId);
  const currency = subscription.currency ?? partner?.currency ?? '';
  if (partner === null || seller === undefined || !isCurrency(currency)) return null;
  return renewalEstimate({ catalogue, policies, partner, seller, billing, subscription, currency, at });
}

const SUBJECTS: Readonly<Record<string, string>> = {
  renewal_due: 'The renewal is due; the automatic charge is not built yet, so agree on the renewal with the partner',
  grace_end: 'The paid term and its grace have ended; agree with the partner on renewal or on ending the capacity',
  trial_end: 'The trial has ended; agree with the partner on buying the plan or on ending the capacity',
};

async function askAccountManager(trx: Db, { subscription, what, expiresOn, at, graceUntil }: Due): Promise<void> {
  const { companyId, partnerId, plan, autoRenew } = subscription;
  const subject = SUBJECTS[what] ?? 'Nobody could be reminded: the partner has no billing contact';
  await openTask(trx, {
    dedupeKey: `renewal_due:${companyId}:${expiresOn}:${what}`,
    kind: 'renewal_due',
    subject: `${companyId}: ${subject}`,
    evidence: { expiresOn, graceUntil, plan, autoRenew, what },
    personId: await accountManagerOf(trx, partnerId),
    partnerId,
    companyId,
    dueAt: at,
    at,
  });
}
