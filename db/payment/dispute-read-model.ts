import type { Knex } from 'knex';
import type { OrderState } from '../../domain/order/order-state';
import type { DisputeState } from '../../domain/payment/dispute-state';
import type { Instant } from '../../domain/time/iso-date';
import type { Db } from '../shared/connection';
import { withinScope, type PartnerScope } from '../shared/partner-scope';
import { disputeRows, toDispute, type Dispute, type DisputeRow } from './disputes';

export interface DisputeItem extends Dispute {
  readonly order: { readonly orderId: string; readonly orderNo: string; readonly state: OrderState };
  readonly partner: { readonly partnerId: string; readonly name: string };
  readonly companyId: string;
}

export interface DisputeListQuery {
  readonly scope: PartnerScope;
  readonly filter: { readonly state?: DisputeState; readonly orderId?: string };
  /** Begins behind this dispute; null begins at the newest. */
  readonly after: { readonly openedAt: Instant; readonly disputeId: string } | null;
  readonly limit: number;
}

interface Row extends DisputeRow {
  order_no: string;
  order_state: OrderState;
  company_id: string;
  partner_name: string;
}

const MORE = ['o.order_no', 'o.state as order_state', 'o.company_id', 'partners.name as partner_name'];

/** Newest first. */
export async function listDisputes(db: Db, { scope, filter, after, limit }: DisputeListQuery): Promise<DisputeItem[]> {
  const list = visibleDisputes(db, scope)
    .select<Row[]>(MORE)
    .orderBy([
      { column: 'd.opened_at', order: 'desc' },
      { column: 'd.dispute_id', order: 'desc' },
    ])
    .limit(limit);
  if (filter.state !== undefined) void list.where('d.state', filter.state);
  if (filter.orderId !== undefined) void list.where('d.order_id', filter.orderId);
  if (after !== null) {
    void list.whereRaw('(d.opened_at, d.dispute_id) < (?::timestamptz, ?)', [after.openedAt, after.disputeId]);
  }
  return (await list).map(toItem);
}

/** null: there is none within the scope. */
export async function readDispute(db: Db, scope: PartnerScope, disputeId: string): Promise<DisputeItem | null> {
  const rows = await visibleDisputes(db, scope).select<Row[]>(MORE).where('d.dispute_id', disputeId);
  return rows[0] === undefined ? null : toItem(rows[0]);
}

function visibleDisputes(db: Db, scope: PartnerScope): Knex.QueryBuilder {
  const disputes = disputeRows(db)
    .join('orders as o', 'o.order_id', 'd.order_id')
    .join('partners', 'partners.partner_id', 'd.partner_id');
  return withinScope(disputes, 'd.partner_id', scope);
}

function toItem(row: Row): DisputeItem {
  return {
    ...toDispute(row),
    order: { orderId: row.order_id, orderNo: row.order_no, state: row.order_state },
    partner: { partnerId: row.partner_id, name: row.partner_name },
    companyId: row.company_id,
  };
}
