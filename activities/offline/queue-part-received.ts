import { mailDedupeKey } from '../../domain/mail/mail-kind';
import type { Instant } from '../../domain/time/iso-date';
import { enqueueMail } from '../../db/mail/enqueue-mail';
import type { Db } from '../../db/shared/connection';
import type { OrderFactsRow } from '../../db/shared/order-facts';
import { openOrderData } from '../shared/open-order-data';
import { buyerOf, mailSubjectOf } from '../shared/order-recipients';
import type { StepDeps } from '../shared/step-deps';
import { transferDetails } from '../shared/transfer-details';

/**
 * A receipt was allocated and something is still open: the buyer is told how much came and how much is missing. `order` is
 * as it stands after the allocation. One mail for each sum that had come, so a repeat sends none.
 */
export async function queuePartReceived(
  trx: Db,
  { catalogue }: Pick<StepDeps, 'catalogue'>,
  order: OrderFactsRow,
  at: Instant
): Promise<void> {
  const { recipient, locale } = await buyerOf(trx, order);
  await enqueueMail(trx, {
    kind: 'payment_partly_received',
    dedupeKey: mailDedupeKey('payment_partly_received', order.orderId, String(order.receivedMinor)),
    recipient,
    locale,
    data: { recipientName: recipient.name, ...openOrderData(order), ...(await transferDetails(trx, catalogue, order)) },
    ...mailSubjectOf(order),
    at,
  });
}
