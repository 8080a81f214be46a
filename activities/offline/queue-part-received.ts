import { mailDedupeKey } from '../../domain/mail/mail-kind';
import type { Instant } from '../../domain/time/iso-date';
import { enqueueMail } from '../../db/mail/enqueue-mail';
import type { Db } from '../../db/shared/connection';
import type { OrderFactsRow } from '../../db/shared/order-facts';
import { openOrderData } from '../shared/open-order-data';
import { buyerOf, mailSubjectOf } from '../shared/order-recipients';
import type { StepDeps } from '../shared/step-deps';
import { transferDetails } from '../shared/transfer-details';

interface PartReceived {
  /** As it stands after the allocation. */
  readonly order: OrderFactsRow;
  readonly allocationId: string;
  readonly at: Instant;
}

/**
 * A receipt was allocated and something is still open: the buyer is told how much came and how much is missing. One mail for
 * each allocation, so a repeat sends none; not for each sum, which is the same again after an allocation was put right.
 */
export async function queuePartReceived(
  trx: Db,
  { catalogue }: Pick<StepDeps, 'catalogue'>,
  { order, allocationId, at }: PartReceived
): Promise<void> {
  const { recipient, locale } = await buyerOf(trx, order);
  await enqueueMail(trx, {
    kind: 'payment_partly_received',
    dedupeKey: mailDedupeKey('payment_partly_received', order.orderId, allocationId),
    recipient,
    locale,
    data: { recipientName: recipient.name, ...openOrderData(order), ...(await transferDetails(trx, catalogue, order)) },
    ...mailSubjectOf(order),
    at,
  });
}
