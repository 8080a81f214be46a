import { uuidv7 } from 'uuidv7';
import { invariant } from '../../domain/assert';
import type { Instant } from '../../domain/time/iso-date';
import type { Db } from '../shared/connection';
import { changeReceipt, lockReceipts, type Receipt } from './receipt-row';

/** A part of a receipt that pays an order, minor units of both. */
export interface Allocation {
  readonly allocationId: string;
  readonly receiptId: string;
  readonly orderId: string;
  readonly amountMinor: number;
}

interface Row {
  allocation_id: string;
  receipt_id: string;
  order_id: string;
  amount_minor: number;
  allocated_by: string;
  allocated_at: Instant;
  request_id: string;
  reversed_at: Instant | null;
  reversed_by: string | null;
  reverse_reason: string | null;
}

export interface NewAllocation {
  readonly orderId: string;
  readonly amountMinor: number;
  readonly by: string;
  readonly requestId: string;
  readonly at: Instant;
}

/** Of a receipt that the caller has locked and checked; the database refuses more than its amount. Returns the allocation's id. */
export async function insertAllocation(trx: Db, receipt: Receipt, allocation: NewAllocation): Promise<string> {
  const allocationId = uuidv7();
  await trx<Row>('receipt_allocations').insert({
    allocation_id: allocationId,
    receipt_id: receipt.receiptId,
    order_id: allocation.orderId,
    amount_minor: allocation.amountMinor,
    allocated_by: allocation.by,
    allocated_at: allocation.at,
    request_id: allocation.requestId,
  });
  await changeReceipt(trx, receipt.receiptId, { allocated_minor: receipt.allocatedMinor + allocation.amountMinor });
  return allocationId;
}

/** What pays the order now. */
export async function liveAllocationsOfOrder(db: Db, orderId: string): Promise<Allocation[]> {
  return live(db, { order_id: orderId });
}

/** What the receipt pays now. */
export async function liveAllocationsOfReceipt(db: Db, receiptId: string): Promise<Allocation[]> {
  return live(db, { receipt_id: receiptId });
}

async function live(db: Db, of: Partial<Pick<Row, 'order_id' | 'receipt_id'>>): Promise<Allocation[]> {
  const rows = await db<Row>('receipt_allocations').where(of).whereNull('reversed_at').orderBy('allocation_id');
  return rows.map(({ allocation_id: allocationId, receipt_id: receiptId, order_id: orderId, amount_minor }) => ({
    allocationId,
    receiptId,
    orderId,
    amountMinor: amount_minor,
  }));
}

/** A receipt that some of its allocations were taken from. */
export interface FreedReceipt {
  /** As it stands now. */
  readonly receipt: Receipt;
  readonly freedMinor: number;
}

/** Takes allocations back: the rows stay with who, when and why, the receipts have their money again. Locks the receipts. */
export async function takeBackAllocations(
  trx: Db,
  allocations: readonly Allocation[],
  { by, reason, at }: { readonly by: string; readonly reason: string; readonly at: Instant }
): Promise<FreedReceipt[]> {
  const receipts = await lockReceipts(trx, [...new Set(allocations.map(({ receiptId }) => receiptId))]);
  const count = await trx<Row>('receipt_allocations')
    .whereIn(
      'allocation_id',
      allocations.map(({ allocationId }) => allocationId)
    )
    .whereNull('reversed_at')
    .update({ reversed_at: at, reversed_by: by, reverse_reason: reason });
  invariant(count === allocations.length, 'an allocation was taken back under the lock of its order');
  const freed: FreedReceipt[] = [];
  for (const receipt of receipts) {
    const own = allocations.filter(({ receiptId }) => receiptId === receipt.receiptId);
    const freedMinor = own.reduce((sum, { amountMinor }) => sum + amountMinor, 0);
    const allocatedMinor = receipt.allocatedMinor - freedMinor;
    await changeReceipt(trx, receipt.receiptId, { allocated_minor: allocatedMinor });
    freed.push({ receipt: { ...receipt, allocatedMinor }, freedMinor });
  }
  return freed;
}
