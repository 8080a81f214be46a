import type { Instant } from '../../domain/time/iso-date';
import type { OrderState } from '../../domain/order/order-state';
import type { Db } from '../shared/connection';
import type { Person } from './receipt-read-model';

export interface AllocationItem {
  readonly allocationId: string;
  readonly order: { readonly orderId: string; readonly orderNo: string; readonly state: OrderState };
  readonly amountMinor: number;
  readonly allocatedBy: Person;
  readonly allocatedAt: Instant;
  readonly takenBack: { readonly at: Instant; readonly by: Person; readonly reason: string } | null;
}

interface Row {
  allocation_id: string;
  order_id: string;
  order_no: string;
  order_state: OrderState;
  amount_minor: number;
  allocated_by: string;
  allocator_name: string;
  allocated_at: Instant;
  reversed_at: Instant | null;
  reversed_by: string | null;
  reverser_name: string | null;
  reverse_reason: string | null;
}

const MOST = 200;

/** What the receipt pays and has paid, oldest first. */
export async function allocationsOfReceipt(db: Db, receiptId: string): Promise<AllocationItem[]> {
  const rows = await db('receipt_allocations as a')
    .join('orders', 'orders.order_id', 'a.order_id')
    .join('users as allocator', 'allocator.user_id', 'a.allocated_by')
    .leftJoin('users as reverser', 'reverser.user_id', 'a.reversed_by')
    .where('a.receipt_id', receiptId)
    .orderBy([{ column: 'a.allocated_at' }, { column: 'a.allocation_id' }])
    .limit(MOST)
    .select<Row[]>([
      'a.*',
      'orders.order_no',
      'orders.state as order_state',
      'allocator.name as allocator_name',
      'reverser.name as reverser_name',
    ]);
  return rows.map(toItem);
}

function toItem(row: Row): AllocationItem {
  return {
    allocationId: row.allocation_id,
    order: { orderId: row.order_id, orderNo: row.order_no, state: row.order_state },
    amountMinor: row.amount_minor,
    allocatedBy: { userId: row.allocated_by, name: row.allocator_name },
    allocatedAt: row.allocated_at,
    takenBack:
      row.reversed_at === null || row.reversed_by === null
        ? null
        : {
            at: row.reversed_at,
            by: { userId: row.reversed_by, name: row.reverser_name ?? '' },
            reason: row.reverse_reason ?? '',
          },
  };
}
