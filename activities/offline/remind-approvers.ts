import { mailDedupeKey } from '../../domain/mail/mail-kind';
import { enqueueMail } from '../../db/mail/enqueue-mail';
import { readOrderContacts, readRecipientsOfRole } from '../../db/mail/user-recipients';
import type { Db } from '../../db/shared/connection';
import { mailSubjectOf } from '../shared/order-recipients';
import type { StepDeps } from '../shared/step-deps';
import type { DueReminder } from './due-reminder';

/** Everybody with finance rights; whoever comes first decides. */
export async function remindApprovers(trx: Db, _deps: StepDeps, { order, occasion, at }: DueReminder): Promise<void> {
  const { partnerName } = await readOrderContacts(trx, order);
  const waitingSince = order.approvalSince ?? at;
  for (const { userId, recipient, locale } of await readRecipientsOfRole(trx, 'finance')) {
    await enqueueMail(trx, {
      kind: 'approval_waiting',
      dedupeKey: mailDedupeKey('approval_waiting', order.orderId, `${waitingSince}:${occasion}:${userId}`),
      recipient,
      locale,
      data: { recipientName: recipient.name, orderNo: order.orderNo, partnerName, total: order.total, waitingSince },
      ...mailSubjectOf(order),
      at,
    });
  }
}
