import { mailDedupeKey } from '../../domain/mail/mail-kind';
import { formatMoney } from '../../domain/money/format-money';
import { instantMs, MS_PER_DAY } from '../../domain/time/calendar';
import { enqueueMail } from '../../db/mail/enqueue-mail';
import { readOrderContacts, type UserRecipient } from '../../db/mail/user-recipients';
import type { Db } from '../../db/shared/connection';
import { refreshOrderTask } from '../../db/task/refresh-order-task';
import { openOrderData } from '../shared/open-order-data';
import { mailSubjectOf } from '../shared/order-recipients';
import type { StepDeps } from '../shared/step-deps';
import type { DueReminder } from './due-reminder';

/**
 * The partner's account manager gets a mail, and the task to follow up stands open in that person's name, also where it was
 * closed before or the account manager has changed. Without an account manager the task goes to the role.
 */
export async function remindAccountManager(trx: Db, _deps: StepDeps, due: DueReminder): Promise<void> {
  const { order, occasion, at } = due;
  const { partnerName, accountManager } = await readOrderContacts(trx, order);
  const data = {
    ...openOrderData(order),
    partnerName,
    ageDays: Math.max(0, Math.floor((instantMs(at) - instantMs(order.placedAt)) / MS_PER_DAY)),
  };
  await refreshOrderTask(trx, {
    dedupeKey: `offline_order_placed:${order.orderId}:${occasion}`,
    kind: 'offline_order_placed',
    subject: `${order.orderNo} waits for ${formatMoney(data.open, 'en')} by bank transfer: follow up with the partner`,
    evidence: { open: data.open, received: data.received, ageDays: data.ageDays, deadlineAt: order.deadlineAt },
    personId: accountManager?.userId ?? null,
    ...mailSubjectOf(order),
    dueAt: order.deadlineAt,
    at,
  });
  if (accountManager !== null) await mail(trx, due, accountManager, data);
}

async function mail(
  trx: Db,
  { order, occasion, at }: DueReminder,
  { recipient, locale }: UserRecipient,
  data: Readonly<Record<string, unknown>>
): Promise<void> {
  await enqueueMail(trx, {
    kind: 'offline_follow_up',
    dedupeKey: mailDedupeKey('offline_follow_up', order.orderId, occasion),
    recipient,
    locale,
    data: { recipientName: recipient.name, ...data },
    ...mailSubjectOf(order),
    at,
  });
}
