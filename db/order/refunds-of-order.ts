import type { Instant } from '../../domain/time/iso-date';
import type { Db } from '../shared/connection';

/** Money of the order that goes back because a person decided so, as everybody who sees the order may know it. */
export interface OrderRefundShown {
  readonly refundId: string;
  /** What goes back; the currency may be one that nobody sells in. 0 where no money moves. */
  readonly amount: { readonly amountMinor: number; readonly currency: string };
  readonly state: 'in_progress' | 'done';
  readonly wantedAt: Instant;
  readonly returnedAt: Instant | null;
}

interface Row {
  order_refund_id: string;
  amount_minor: number;
  currency: string;
  state: string;
  wanted_at: Instant;
  returned_at: Instant | null;
}

const MOST = 100;

/** Without what nobody has decided yet and what came to nothing; oldest first. */
export async function readRefundsOfOrder(db: Db, orderId: string): Promise<OrderRefundShown[]> {
  const rows = await db<Row>('order_refunds')
    .where({ order_id: orderId } as object)
    .whereNotIn('state', ['awaiting_approval', 'rejected', 'withdrawn', 'refused'])
    .orderBy([{ column: 'wanted_at' }, { column: 'order_refund_id' }])
    .limit(MOST);
  return rows.map((row) => ({
    refundId: row.order_refund_id,
    amount: { amountMinor: row.amount_minor, currency: row.currency },
    state: row.state === 'done' ? 'done' : 'in_progress',
    wantedAt: row.wanted_at,
    returnedAt: row.returned_at,
  }));
}
