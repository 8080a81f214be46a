import type { Instant } from '../../domain/time/iso-date';
import type { Db } from '../shared/connection';
import { addOrderEvent } from '../shared/order-events';
import { openTask } from '../task/open-task';
import { liveAllocationsOfReceipt, takeBackAllocations, type Allocation } from './allocations';
import { changeReceipt, lockReceipt, type Receipt } from './receipt-row';

export interface Reversal {
  readonly receiptId: string;
  /** User id. */
  readonly by: string;
  readonly reason: string;
  readonly at: Instant;
}

export type ReversalResult =
  /** The paid orders that lost it: each has a task now. */
  | { readonly outcome: 'reversed'; readonly paidOrderIds: readonly string[] }
  | { readonly outcome: 'unknown' | 'reversed_before' }
  /** Nothing was changed: first the orders' workflows withdraw their allocations, and the wanted return is withdrawn. */
  | { readonly outcome: 'blocked'; readonly openOrderIds: readonly string[]; readonly returningMinor: number };

/**
 * Reverses a receipt that was recorded wrongly, or whose money the bank took back; it is never edited (product §5). What it pays
 * of unpaid orders must be withdrawn first, by their workflows. Paid orders keep what they were fulfilled for in their own
 * facts; they get an event and a task. Who and from where goes to the audit log by the caller.
 */
export async function reverseReceipt(trx: Db, reversal: Reversal): Promise<ReversalResult> {
  const orders = await lockOrdersOf(trx, reversal.receiptId);
  const receipt = await lockReceipt(trx, reversal.receiptId);
  if (receipt === null) return { outcome: 'unknown' };
  if (receipt.reversed !== null) return { outcome: 'reversed_before' };
  const allocations = await liveAllocationsOfReceipt(trx, receipt.receiptId);
  // An order that got an allocation in this very moment is not among the locked ones: it counts as open.
  const open = allocations.filter(({ orderId }) => orders.get(orderId)?.isPaid !== true);
  if (open.length > 0 || receipt.returningMinor > 0) {
    return { outcome: 'blocked', openOrderIds: idsOf(open), returningMinor: receipt.returningMinor };
  }
  await takeBackAllocations(trx, allocations, reversal);
  const { by, reason, at } = reversal;
  await changeReceipt(trx, receipt.receiptId, { reversed_at: at, reversed_by: by, reverse_reason: reason });
  for (const order of orders.values()) await tell(trx, reversal, receipt, { order, allocations });
  return { outcome: 'reversed', paidOrderIds: idsOf(allocations) };
}

interface PaidByReceipt {
  readonly orderId: string;
  readonly orderNo: string;
  readonly partnerId: string;
  readonly accountManagerId: string | null;
  readonly isPaid: boolean;
}

/** Orders before receipts, like every step: their rows are locked by the order of their ids. */
async function lockOrdersOf(trx: Db, receiptId: string): Promise<ReadonlyMap<string, PaidByReceipt>> {
  const found = await trx.raw<{ rows: PaidByReceipt[] }>(
    `select o.order_id as "orderId", o.order_no as "orderNo", o.partner_id as "partnerId",
            p.account_manager_id as "accountManagerId", o.paid_at is not null as "isPaid"
       from orders o join partners p on p.partner_id = o.partner_id
      where o.order_id in (
        select a.order_id from receipt_allocations a where a.receipt_id = ? and a.reversed_at is null)
      order by o.order_id for update of o`,
    [receiptId]
  );
  return new Map(found.rows.map((order) => [order.orderId, order]));
}

async function tell(
  trx: Db,
  { reason, by, at }: Reversal,
  receipt: Receipt,
  { order, allocations }: { readonly order: PaidByReceipt; readonly allocations: readonly Allocation[] }
): Promise<void> {
  const { orderId, orderNo, partnerId } = order;
  const amountMinor = allocations
    .filter((allocation) => allocation.orderId === orderId)
    .reduce((sum, allocation) => sum + allocation.amountMinor, 0);
  if (amountMinor === 0) return;
  const money = { receiptId: receipt.receiptId, amountMinor, currency: receipt.currency };
  await addOrderEvent(trx, { orderId, at, what: 'receipt_reversed', actorId: by, data: money });
  await openTask(trx, {
    dedupeKey: `receipt_reversed:${receipt.receiptId}:${orderId}`,
    kind: 'receipt_reversed',
    subject: `A receipt that paid ${orderNo} was reversed after the order was paid`,
    evidence: { ...money, valueDate: receipt.valueDate, payer: receipt.payer, reason },
    personId: order.accountManagerId,
    partnerId,
    orderId,
    at,
    openedBy: by,
  });
}

function idsOf(allocations: readonly Allocation[]): string[] {
  return [...new Set(allocations.map(({ orderId }) => orderId))].sort();
}
