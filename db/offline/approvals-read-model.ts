import { money, type Money } from '../../domain/money/money';
import type { Instant } from '../../domain/time/iso-date';
import type { Db } from '../shared/connection';
import { currencyOf } from '../shared/currency-of';
import { withinScope, type PartnerScope } from '../shared/partner-scope';

/** An order whose bank money waits for a second person. */
export interface WaitingApproval {
  readonly approvalId: string;
  readonly orderId: string;
  readonly orderNo: string;
  readonly partner: { readonly partnerId: string; readonly name: string };
  readonly company: { readonly companyId: string; readonly name: string };
  readonly gross: Money;
  readonly received: Money;
  readonly shortfall: Money;
  readonly askedAt: Instant;
}

export interface ApprovalQuery {
  readonly scope: PartnerScope;
  /** Begins behind this one; null begins at the oldest. */
  readonly after: { readonly askedAt: Instant; readonly approvalId: string } | null;
  readonly limit: number;
}

interface Row {
  approval_id: string;
  order_id: string;
  order_no: string;
  partner_id: string;
  partner_name: string;
  company_id: string;
  company_name: string;
  currency: string;
  gross_minor: number;
  received_minor: number;
  shortfall_minor: number;
  asked_at: Instant;
}

/** Oldest first. Few wait at a time: they are read through the partial index of the waiting ones. */
export async function listWaitingApprovals(db: Db, { scope, after, limit }: ApprovalQuery): Promise<WaitingApproval[]> {
  const list = db('approvals as a')
    .join('orders as o', 'o.order_id', 'a.order_id')
    .join('partners', 'partners.partner_id', 'o.partner_id')
    .join('companies', 'companies.company_id', 'o.company_id')
    .where('a.state', 'waiting')
    .orderBy([{ column: 'a.asked_at' }, { column: 'a.approval_id' }])
    .limit(limit)
    .select<Row[]>([
      'a.approval_id',
      'a.asked_at',
      'o.*',
      'partners.name as partner_name',
      'companies.name as company_name',
    ]);
  withinScope(list, 'o.partner_id', scope);
  if (after !== null) {
    void list.whereRaw('(a.asked_at, a.approval_id) > (?::timestamptz, ?)', [after.askedAt, after.approvalId]);
  }
  return (await list).map(toApproval);
}

function toApproval(row: Row): WaitingApproval {
  const inCurrency = (amountMinor: number): Money => money(amountMinor, currencyOf(row.currency));
  return {
    approvalId: row.approval_id,
    orderId: row.order_id,
    orderNo: row.order_no,
    partner: { partnerId: row.partner_id, name: row.partner_name },
    company: { companyId: row.company_id, name: row.company_name },
    gross: inCurrency(row.gross_minor),
    received: inCurrency(row.received_minor),
    shortfall: inCurrency(row.shortfall_minor),
    askedAt: row.asked_at,
  };
}

/** Names of these people. */
export async function namesOf(db: Db, userIds: readonly string[]): Promise<ReadonlyMap<string, string>> {
  const rows = await db('users')
    .whereIn('user_id', [...userIds])
    .select<{ user_id: string; name: string }[]>('user_id', 'name');
  return new Map(rows.map(({ user_id: userId, name }) => [userId, name]));
}
