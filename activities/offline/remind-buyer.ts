import { mailDedupeKey } from '../../domain/mail/mail-kind';
import { enqueueMail } from '../../db/mail/enqueue-mail';
import type { Db } from '../../db/shared/connection';
import { openOrderData } from '../shared/open-order-data';
import { buyerOf, mailSubjectOf } from '../shared/order-recipients';
import type { StepDeps } from '../shared/step-deps';
import { transferDetails } from '../shared/transfer-details';
import type { DueReminder } from './due-reminder';

/** Before the deadline: what is open, until when, and how to pay it. */
export async function remindBuyer(
  trx: Db,
  { catalogue }: StepDeps,
  { order, occasion, at }: DueReminder
): Promise<void> {
  const { recipient, locale } = await buyerOf(trx, order);
  await enqueueMail(trx, {
    kind: 'order_expiring',
    dedupeKey: mailDedupeKey('order_expiring', order.orderId, occasion),
    recipient,
    locale,
    data: { recipientName: recipient.name, ...openOrderData(order), ...(await transferDetails(trx, catalogue, order)) },
    ...mailSubjectOf(order),
    at,
  });
}
