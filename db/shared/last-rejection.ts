import type { Knex } from 'knex';
import type { Instant } from '../../domain/time/iso-date';

/** Why a second person turned the bank money of an order down; as typed by finance, for staff. */
export interface Rejection {
  readonly at: Instant;
  readonly reason: string;
  readonly by: { readonly userId: string; readonly name: string };
}

export interface RejectionRow {
  rejected_at: Instant | null;
  reject_reason: string | null;
  rejected_by: string | null;
  rejecter_name: string | null;
}

export const REJECTION_COLUMNS = [
  'rejection.decided_at as rejected_at',
  'rejection.reason as reject_reason',
  'rejection.decided_by as rejected_by',
  'rejecter.name as rejecter_name',
];

/** Of the order's last approval, while the order waits for bank money again. `orders` is what the query calls its orders. */
export function joinLastRejection(query: Knex.QueryBuilder, orders: string): void {
  void query
    .joinRaw(
      `left join lateral (
         select * from (select a.* from approvals a where a.order_id = ??.order_id
                        order by a.asked_at desc, a.approval_id desc limit 1) last
          where last.state = 'rejected' and ??.method = 'offline' and ??.paid_at is null and ??.closed_at is null
       ) rejection on true`,
      [orders, orders, orders, orders]
    )
    .leftJoin('users as rejecter', 'rejecter.user_id', 'rejection.decided_by');
}

export function toRejection(row: RejectionRow): Rejection | null {
  if (row.rejected_at === null || row.rejected_by === null) return null;
  const by = { userId: row.rejected_by, name: row.rejecter_name ?? '' };
  return { at: row.rejected_at, reason: row.reject_reason ?? '', by };
}
