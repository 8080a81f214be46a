import type { Seller } from '../../domain/catalogue/seller';
import { isCurrency } from '../../domain/money/money';
import { mailDedupeKey } from '../../domain/mail/mail-kind';
import type { OrderState } from '../../domain/order/order-state';
import type { Instant } from '../../domain/time/iso-date';
import { writeAudit } from '../../db/audit/write-audit';
import { findActivation } from '../../db/capacity/activations';
import { creditsAll } from '../../db/invoice/credits-all';
import { issueCreditNoteOnce } from '../../db/invoice/issue-credit-note';
import { enqueueMail } from '../../db/mail/enqueue-mail';
import { lockOrderRefund, moveOrderRefund, setCapacityState, type OrderRefund } from '../../db/payment/order-refunds';
import type { Db } from '../../db/shared/connection';
import { addOrderEvent } from '../../db/shared/order-events';
import { lockOrder, moveOrder, type OrderFactsRow } from '../../db/shared/order-facts';
import { inTransaction } from '../../db/shared/transaction';
import { closeDisputeTasks } from '../../db/task/close-dispute-tasks';
import { closeOrderTasks } from '../../db/task/close-order-tasks';
import { closeTask } from '../../db/task/close-task';
import type { OrderRefundInput } from '../../workflows/contracts/aftercare-steps';
import { UNPARKED } from '../shared/end-order';
import { billingContact, mailSubjectOf } from '../shared/order-recipients';
import { sellerOf } from '../shared/seller-of';
import type { StepDeps } from '../shared/step-deps';
import { providerRefundTaskKey } from './known-payment';

/**
 * The money is back, or none moves: credit note, the order's state, what is to become of the capacity, and the mail, in one
 * transaction. An order without an invoice gets a receipt of the refund by mail instead of a credit note.
 */
export const concludeRefund =
  ({ db, catalogue }: StepDeps) =>
  ({ orderId, orderRefundId, at }: OrderRefundInput): Promise<void> =>
    inTransaction(db, async (trx) => {
      const order = await lockOrder(trx, orderId);
      const refund = await lockOrderRefund(trx, orderRefundId);
      if (refund.state !== 'returned') return;
      const to = await stateAfter(trx, refund);
      await moveOn(trx, order, to);
      await moveOrderRefund(trx, refund, 'done', { at });
      await planEnding(trx, refund);
      await tell(trx, order, refund, { to, at });
      await closeAskedTasks(trx, refund, at);
      await document(trx, (sellerId) => sellerOf(catalogue, sellerId), { order, refund, at });
    });

/** Everything that was invoiced is credited, or there never was an invoice and all money is back. */
async function stateAfter(trx: Db, { invoiceId, credit }: OrderRefund): Promise<OrderState> {
  if (invoiceId === null || credit === null) return 'refunded';
  return (await creditsAll(trx, invoiceId, credit)) ? 'refunded' : 'partially_refunded';
}

/** A refund that was parked comes back first: the table of states knows no shorter way. */
async function moveOn(trx: Db, order: OrderFactsRow, to: OrderState): Promise<void> {
  if (order.state === 'needs_attention') await moveOrder(trx, order, 'refunding', UNPARKED);
  await moveOrder(trx, { ...order, state: 'refunding' }, to);
}

/** Of an order that had not even begun to be activated nothing can end. */
async function planEnding(trx: Db, { orderRefundId, orderId, endings }: OrderRefund): Promise<void> {
  if (endings.length === 0 || (await findActivation(trx, orderId)) === null) return;
  await setCapacityState(trx, orderRefundId, 'wanted');
}

async function tell(
  trx: Db,
  { orderId }: OrderFactsRow,
  refund: OrderRefund,
  { to, at }: { readonly to: OrderState; readonly at: Instant }
): Promise<void> {
  const { orderRefundId, amountMinor, currency, basis, channel, grossMinor } = refund;
  const data = { refundId: orderRefundId, amountMinor, grossMinor, currency, basis, channel };
  await addOrderEvent(trx, { orderId, at, what: to, data });
  await writeAudit(trx, {
    at,
    source: { actorKind: 'system', actorId: null, ip: null, requestId: null },
    what: `order.${to}`,
    subject: { type: 'order', id: orderId },
    data,
  });
}

/** The tasks that this refund was the answer to. */
async function closeAskedTasks(
  trx: Db,
  { orderId, basis, basisId, invoiceId }: OrderRefund,
  at: Instant
): Promise<void> {
  const over = { orderId, by: 'system', at, reason: 'The order was refunded.' };
  await closeOrderTasks(trx, { ...over, kind: 'refund_to_transfer' });
  await closeOrderTasks(trx, { ...over, kind: 'order_parked' });
  // A payment that a person was asked about has gone back with all the others.
  if (invoiceId === null) await closeOrderTasks(trx, { ...over, kind: 'second_money' });
  const reason = 'Credit note and capacity were decided.';
  if (basisId === null) return;
  if (basis === 'lost_dispute')
    await closeDisputeTasks(trx, { orderId, disputeId: basisId, kind: 'dispute_lost', reason, at });
  const task = { dedupeKey: providerRefundTaskKey(basisId) };
  if (basis === 'returned_at_provider') await closeTask(trx, { task, state: 'done', reason, by: 'system', at });
}

interface Concluding {
  readonly order: OrderFactsRow;
  readonly refund: OrderRefund;
  readonly at: Instant;
}

async function document(
  trx: Db,
  sellerWith: (sellerId: string) => Seller,
  { order, refund, at }: Concluding
): Promise<void> {
  const { orderId, orderRefundId: causeId, invoiceId, credit, basis: cause, reason, amountMinor } = refund;
  if (invoiceId === null || credit === null) return mailReceipt(trx, order, refund, at);
  const issue = { orderId, invoiceId, credit, cause, causeId, reason, returnedMinor: amountMinor, at };
  await issueCreditNoteOnce(trx, sellerWith, issue);
}

async function mailReceipt(trx: Db, order: OrderFactsRow, refund: OrderRefund, at: Instant): Promise<void> {
  const { amountMinor, currency, channel, orderRefundId } = refund;
  // Nobody sells in it, so no mail of ours can say it; the timeline does.
  if (!isCurrency(currency)) return;
  const { recipient, locale } = billingContact(order);
  const { orderNo, companyId } = order;
  await enqueueMail(trx, {
    kind: 'refund_receipt',
    dedupeKey: mailDedupeKey('refund_receipt', order.orderId, orderRefundId),
    recipient,
    locale,
    data: {
      recipientName: recipient.name,
      orderNo,
      companyId,
      amount: { amountMinor, currency },
      channel,
      returnedAt: at,
    },
    ...mailSubjectOf(order),
    at,
  });
}
