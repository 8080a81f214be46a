import { invariant } from '../../domain/assert';
import type { EndingCapacity } from '../../domain/company/ended-capacity';
import {
  canMoveRefund,
  isRefundClosed,
  type RefundBasis,
  type RefundChannel,
  type RefundState,
} from '../../domain/payment/refund-state';
import type { Instant, IsoDate } from '../../domain/time/iso-date';
import type { Credit } from '../../domain/invoice/credit-lines';
import type { Db } from '../shared/connection';

/** A refund that a person asked for, whatever way its money takes. */
export interface OrderRefund {
  readonly orderRefundId: string;
  readonly orderId: string;
  readonly partnerId: string;
  readonly basis: RefundBasis;
  /** The lost dispute, or the return at the provider, that it settles. */
  readonly basisId: string | null;
  readonly channel: RefundChannel;
  readonly reason: string;
  /** null: the order has no invoice yet, and all its money goes back. */
  readonly invoiceId: string | null;
  readonly credit: Credit | null;
  readonly endings: readonly EndingCapacity[];
  readonly grossMinor: number;
  /** What goes back; 0 where no money moves. */
  readonly amountMinor: number;
  readonly currency: string;
  readonly state: RefundState;
  readonly capacityState: CapacityState;
  /** The state of the order before it. */
  readonly backTo: string | null;
  readonly problem: string | null;
  readonly wantedBy: string;
  /** When its money was back, by the provider or by a recorded transfer; it is never sent again. */
  readonly returnedAt: Instant | null;
}

export type CapacityState = 'none' | 'wanted' | 'done' | 'stuck';

export interface OrderRefundRow {
  order_refund_id: string;
  order_id: string;
  partner_id: string;
  basis: RefundBasis;
  basis_id: string | null;
  channel: RefundChannel;
  reason: string;
  invoice_id: string | null;
  lines: Credit | null;
  capacity: EndingCapacity[];
  gross_minor: number;
  amount_minor: number;
  currency: string;
  state: RefundState;
  capacity_state: CapacityState;
  back_to: string | null;
  problem: string | null;
  wanted_by: string;
  wanted_at: Instant;
  decided_by: string | null;
  decided_at: Instant | null;
  decide_reason: string | null;
  transferred_on: IsoDate | null;
  bank_reference: string | null;
  transferred_by: string | null;
  returned_at: Instant | null;
  closed_at: Instant | null;
}

export type NewOrderRefund = Omit<OrderRefund, 'capacityState' | 'backTo' | 'problem' | 'returnedAt'> & {
  readonly at: Instant;
};

/** Under the order's lock; the database holds that an order has one open refund at most. */
export async function insertOrderRefund(trx: Db, refund: NewOrderRefund): Promise<void> {
  await trx('order_refunds').insert({
    order_refund_id: refund.orderRefundId,
    order_id: refund.orderId,
    partner_id: refund.partnerId,
    basis: refund.basis,
    basis_id: refund.basisId,
    channel: refund.channel,
    reason: refund.reason,
    invoice_id: refund.invoiceId,
    lines: JSON.stringify(refund.credit),
    capacity: JSON.stringify(refund.endings),
    gross_minor: refund.grossMinor,
    amount_minor: refund.amountMinor,
    currency: refund.currency,
    state: refund.state,
    wanted_by: refund.wantedBy,
    wanted_at: refund.at,
  });
}

/** The order is locked first, by whoever locks both. @throws Error when there is no such refund. */
export async function lockOrderRefund(trx: Db, orderRefundId: string): Promise<OrderRefund> {
  const row = await trx<OrderRefundRow>('order_refunds').where({ order_refund_id: orderRefundId }).forUpdate().first();
  if (row === undefined) throw new Error(`there is no refund ${orderRefundId}`);
  return toOrderRefund(row);
}

/** What earlier refunds of the order have ended, or will. */
export async function readEndedBefore(db: Db, orderId: string): Promise<EndingCapacity[]> {
  const rows = await db<OrderRefundRow>('order_refunds')
    .where({ order_id: orderId })
    .whereNotIn('state', CAME_TO_NOTHING)
    .select('capacity');
  return rows.flatMap(({ capacity }) => capacity);
}

const CAME_TO_NOTHING: readonly RefundState[] = ['rejected', 'withdrawn', 'refused'];

/** Whether a dispute or a return at the provider has been settled by a refund already, or is being. */
export async function isSettled(db: Db, basisId: string): Promise<boolean> {
  const row = await db<OrderRefundRow>('order_refunds')
    .where({ basis_id: basisId })
    .whereNotIn('state', CAME_TO_NOTHING)
    .first('order_refund_id');
  return row !== undefined;
}

export async function findOpenOrderRefund(db: Db, orderId: string): Promise<OrderRefund | null> {
  const row = await db<OrderRefundRow>('order_refunds').where({ order_id: orderId }).whereNull('closed_at').first();
  return row === undefined ? null : toOrderRefund(row);
}

/** Refunds of the order that its aftercare has something to do for, oldest first. */
export async function listOrderRefundsToWorkOn(db: Db, orderId: string): Promise<OrderRefund[]> {
  const rows = await db<OrderRefundRow>('order_refunds')
    .where({ order_id: orderId })
    .whereRaw(
      `(state in ('wanted', 'returned') or capacity_state = 'wanted' or (state = 'withdrawn' and back_to is not null))`
    )
    .orderBy('wanted_at')
    .limit(100);
  return rows.map(toOrderRefund);
}

export interface OrderRefundChange {
  readonly channel?: RefundChannel;
  readonly back_to?: string;
  readonly problem?: string | null;
  readonly capacity_state?: CapacityState;
  readonly decided_by?: string;
  readonly decided_at?: Instant;
  readonly decide_reason?: string;
  readonly transferred_on?: IsoDate;
  readonly bank_reference?: string;
  readonly transferred_by?: string;
  readonly returned_at?: Instant;
}

/** Moves a locked refund along its table of states. @throws Error for a move that the table lacks. */
export async function moveOrderRefund(
  trx: Db,
  { orderRefundId, state }: Pick<OrderRefund, 'orderRefundId' | 'state'>,
  to: RefundState,
  { at, ...change }: OrderRefundChange & { readonly at: Instant }
): Promise<void> {
  invariant(canMoveRefund(state, to), `refund ${orderRefundId} cannot go from ${state} to ${to}`);
  const count = await trx<OrderRefundRow>('order_refunds')
    .where({ order_refund_id: orderRefundId, state })
    .update({ state: to, ...change, ...(isRefundClosed(to) ? { closed_at: at } : {}) });
  invariant(count === 1, `refund ${orderRefundId} changed under its own lock`);
}

/** A withdrawn refund has let go of its order. */
export async function noteReleased(trx: Db, orderRefundId: string): Promise<void> {
  await trx<OrderRefundRow>('order_refunds').where({ order_refund_id: orderRefundId }).update({ back_to: null });
}

export async function setCapacityState(trx: Db, orderRefundId: string, capacityState: CapacityState): Promise<void> {
  await trx<OrderRefundRow>('order_refunds')
    .where({ order_refund_id: orderRefundId })
    .update({ capacity_state: capacityState });
}

function toOrderRefund(row: OrderRefundRow): OrderRefund {
  return {
    orderRefundId: row.order_refund_id,
    orderId: row.order_id,
    partnerId: row.partner_id,
    basis: row.basis,
    basisId: row.basis_id,
    channel: row.channel,
    reason: row.reason,
    invoiceId: row.invoice_id,
    credit: row.lines,
    endings: row.capacity,
    grossMinor: row.gross_minor,
    amountMinor: row.amount_minor,
    currency: row.currency,
    state: row.state,
    capacityState: row.capacity_state,
    backTo: row.back_to,
    problem: row.problem,
    wantedBy: row.wanted_by,
    returnedAt: row.returned_at,
  };
}
