import type { Knex } from 'knex';
import { money, type Money } from '../../domain/money/money';
import type { Instant, IsoDate } from '../../domain/time/iso-date';
import type { Db } from '../shared/connection';
import { currencyOf } from '../shared/currency-of';
import { withinReach, type ReceiptReader } from '../shared/receipt-reach';
import type { Person } from './receipt-read-model';

export const RETURN_STATES = ['wanted', 'done', 'withdrawn'] as const;
export type ReturnState = (typeof RETURN_STATES)[number];

/** Bank money that goes back, or went back, to whoever paid it. */
export interface ReceiptReturn {
  readonly returnId: string;
  readonly receiptId: string;
  readonly partner: { readonly partnerId: string; readonly name: string } | null;
  readonly payer: string;
  readonly valueDate: IsoDate;
  readonly order: { readonly orderId: string; readonly orderNo: string } | null;
  readonly amount: Money;
  readonly reason: string;
  readonly state: ReturnState;
  readonly wantedBy: Person;
  readonly wantedAt: Instant;
  readonly transferredOn: IsoDate | null;
  readonly bankReference: string | null;
  readonly decidedBy: Person | null;
  readonly decidedAt: Instant | null;
}

export interface ReturnListQuery {
  readonly reader: ReceiptReader;
  readonly state?: ReturnState;
  /** Begins behind this return; null begins at the oldest. */
  readonly after: { readonly wantedAt: Instant; readonly returnId: string } | null;
  readonly limit: number;
}

interface Row {
  return_id: string;
  receipt_id: string;
  partner_id: string | null;
  partner_name: string | null;
  payer: string;
  value_date: IsoDate;
  currency: string;
  order_id: string | null;
  order_no: string | null;
  amount_minor: number;
  reason: string;
  state: ReturnState;
  wanted_by: string;
  wanter_name: string;
  wanted_at: Instant;
  transferred_on: IsoDate | null;
  bank_reference: string | null;
  decided_by: string | null;
  decider_name: string | null;
  decided_at: Instant | null;
}

const COLUMNS = [
  't.*',
  'r.partner_id',
  'r.payer',
  'r.value_date',
  'r.currency',
  'partners.name as partner_name',
  'orders.order_no',
  'wanter.name as wanter_name',
  'decider.name as decider_name',
];

/** Oldest first: what waits longest stands at the top. */
export async function listReturns(db: Db, query: ReturnListQuery): Promise<ReceiptReturn[]> {
  const list = withinReach(returns(db), 'r.partner_id', query.reader)
    .select<Row[]>(COLUMNS)
    .orderBy([{ column: 't.wanted_at' }, { column: 't.return_id' }])
    .limit(query.limit);
  if (query.state !== undefined) void list.where('t.state', query.state);
  if (query.after !== null) {
    void list.whereRaw('(t.wanted_at, t.return_id) > (?::timestamptz, ?)', [
      query.after.wantedAt,
      query.after.returnId,
    ]);
  }
  return (await list).map(toReturn);
}

const MOST_OF_ONE_RECEIPT = 200;

export async function returnsOfReceipt(db: Db, receiptId: string): Promise<ReceiptReturn[]> {
  const rows = await returns(db)
    .where('t.receipt_id', receiptId)
    .orderBy([{ column: 't.wanted_at' }, { column: 't.return_id' }])
    .limit(MOST_OF_ONE_RECEIPT)
    .select<Row[]>(COLUMNS);
  return rows.map(toReturn);
}

/** null: there is none within reach. */
export async function readReturn(db: Db, reader: ReceiptReader, returnId: string): Promise<ReceiptReturn | null> {
  const query = returns(db).where('t.return_id', returnId).first<Row | undefined>(COLUMNS);
  const row = await withinReach(query, 'r.partner_id', reader);
  return row === undefined ? null : toReturn(row);
}

function returns(db: Db): Knex.QueryBuilder {
  return db('receipt_returns as t')
    .join('receipts as r', 'r.receipt_id', 't.receipt_id')
    .leftJoin('partners', 'partners.partner_id', 'r.partner_id')
    .leftJoin('orders', 'orders.order_id', 't.order_id')
    .join('users as wanter', 'wanter.user_id', 't.wanted_by')
    .leftJoin('users as decider', 'decider.user_id', 't.decided_by');
}

function toReturn(row: Row): ReceiptReturn {
  return {
    returnId: row.return_id,
    receiptId: row.receipt_id,
    partner: row.partner_id === null ? null : { partnerId: row.partner_id, name: row.partner_name ?? '' },
    payer: row.payer,
    valueDate: row.value_date,
    order: row.order_id === null ? null : { orderId: row.order_id, orderNo: row.order_no ?? '' },
    amount: money(row.amount_minor, currencyOf(row.currency)),
    reason: row.reason,
    state: row.state,
    wantedBy: { userId: row.wanted_by, name: row.wanter_name },
    wantedAt: row.wanted_at,
    transferredOn: row.transferred_on,
    bankReference: row.bank_reference,
    decidedBy: row.decided_by === null ? null : { userId: row.decided_by, name: row.decider_name ?? '' },
    decidedAt: row.decided_at,
  };
}
