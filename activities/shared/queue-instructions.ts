import { mailDedupeKey } from '../../domain/mail/mail-kind';
import type { Instant } from '../../domain/time/iso-date';
import { issueProformaOnce } from '../../db/invoice/issue-proforma';
import { enqueueMail } from '../../db/mail/enqueue-mail';
import { readOrderContacts } from '../../db/mail/user-recipients';
import type { Db } from '../../db/shared/connection';
import type { OrderFactsRow } from '../../db/shared/order-facts';
import { billingContact, buyerOf, isSameAddress, mailSubjectOf, type Addressee } from './order-recipients';
import { sellerOf } from './seller-of';
import type { StepDeps } from './step-deps';
import { bankOf } from './transfer-details';

/**
 * An order begins to wait for a bank transfer: billing contact and buyer are told how to pay, with Purser's own proforma
 * unless the order names a PI (product §5). Runs in the transaction that begins it and under the order's lock, as its last
 * step, because the proforma's number is drawn here. A repeat for the same beginning changes nothing; a later return to bank
 * transfer sends the mail again, with the same proforma.
 */
export async function queueInstructions(
  trx: Db,
  { catalogue }: Pick<StepDeps, 'catalogue'>,
  order: OrderFactsRow,
  at: Instant
): Promise<void> {
  const data = await instructionsOf(trx, { catalogue }, order);
  const payer = billingContact(order);
  await queue(trx, { order, to: payer, occasion: order.methodSince, data, at });
  const buyer = await buyerOf(trx, order);
  if (!isSameAddress(buyer, payer)) {
    await queue(trx, { order, to: buyer, occasion: `${order.methodSince}:buyer`, data, at });
  }
  if (order.piNumber === null) {
    await issueProformaOnce(trx, (sellerId) => sellerOf(catalogue, sellerId), { orderId: order.orderId, at });
  }
}

/** What is true of the order now; proforma and reference are read when the mail is made. */
async function instructionsOf(trx: Db, { catalogue }: Pick<StepDeps, 'catalogue'>, order: OrderFactsRow) {
  const { companyName, accountManager, distributor } = await readOrderContacts(trx, order);
  return {
    orderNo: order.orderNo,
    companyId: order.companyId,
    companyName,
    total: order.total,
    deadlineAt: order.deadlineAt,
    piNumber: order.piNumber,
    bank: bankOf(catalogue, order),
    accountManagerName: accountManager?.recipient.name ?? null,
    distributorName: distributor?.recipient.name ?? null,
  };
}

interface Instruction {
  readonly order: OrderFactsRow;
  readonly to: Addressee;
  readonly occasion: string;
  readonly data: Readonly<Record<string, unknown>>;
  readonly at: Instant;
}

async function queue(trx: Db, { order, to, occasion, data, at }: Instruction): Promise<void> {
  await enqueueMail(trx, {
    kind: 'order_placed_offline',
    dedupeKey: mailDedupeKey('order_placed_offline', order.orderId, occasion),
    recipient: to.recipient,
    locale: to.locale,
    data,
    ...mailSubjectOf(order),
    at,
  });
}
