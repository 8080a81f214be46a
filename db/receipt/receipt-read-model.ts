import type { Knex } from 'knex';
import { money, type Money } from '../../domain/money/money';
import { leftMinor } from '../../domain/receipt/receipt-money';
import type { Instant, IsoDate } from '../../domain/time/iso-date';
import type { Db } from '../shared/connection';
import { currencyOf } from '../shared/currency-of';
import { containsPattern } from '../shared/like-pattern';
import { withinReach, type ReceiptReader } from '../shared/receipt-reach';

/** `unmatched`: something is left of it that nobody has decided about; `allocated`: nothing is. */
export const RECEIPT_STATES = ['unmatched', 'allocated', 'reversed'] as const;
export type ReceiptState = (typeof RECEIPT_STATES)[number];

export interface Person {
  readonly userId: string;
  readonly name: string;
}

export interface ReceiptItem {
  readonly receiptId: string;
  /** null while nobody knows whose money it is. */
  readonly partner: { readonly partnerId: string; readonly name: string } | null;
  readonly sellerId: string;
  readonly account: string;
  readonly valueDate: IsoDate;
  readonly bankReference: string;
  readonly payer: string;
  readonly note: string;
  readonly amount: Money;
  readonly allocated: Money;
  /** To be sent back, or sent back already. */
  readonly returning: Money;
  readonly unmatched: Money;
  readonly state: ReceiptState;
  readonly evidenceId: string | null;
  readonly recordedBy: Person;
  readonly recordedAt: Instant;
  readonly reversed: { readonly at: Instant; readonly by: Person; readonly reason: string } | null;
}

export interface ReceiptFilter {
  readonly state?: ReceiptState;
  readonly partnerId?: string;
  /** Value date on or after. */
  readonly from?: IsoDate;
  /** Value date before. */
  readonly until?: IsoDate;
  /** Part of a payer, bank reference or account. */
  readonly text?: string;
}

export interface ReceiptListQuery {
  readonly reader: ReceiptReader;
  readonly filter: ReceiptFilter;
  /** Begins behind this receipt; null begins at the newest. */
  readonly after: { readonly recordedAt: Instant; readonly receiptId: string } | null;
  readonly limit: number;
}

interface Row {
  receipt_id: string;
  partner_id: string | null;
  partner_name: string | null;
  seller_id: string;
  account: string;
  value_date: IsoDate;
  bank_reference: string;
  payer: string;
  note: string;
  amount_minor: number;
  allocated_minor: number;
  returning_minor: number;
  currency: string;
  evidence_id: string | null;
  recorded_by: string;
  recorder_name: string;
  recorded_at: Instant;
  reversed_at: Instant | null;
  reversed_by: string | null;
  reverser_name: string | null;
  reverse_reason: string | null;
}

const COLUMNS = [
  'r.*',
  'partners.name as partner_name',
  'recorder.name as recorder_name',
  'reverser.name as reverser_name',
];

/** Newest first. */
export async function listReceipts(db: Db, query: ReceiptListQuery): Promise<ReceiptItem[]> {
  const list = withinReach(receipts(db), 'r.partner_id', query.reader).select<Row[]>(COLUMNS).limit(query.limit);
  applyFilter(list, query.filter);
  void list.orderBy([
    { column: 'r.recorded_at', order: 'desc' },
    { column: 'r.receipt_id', order: 'desc' },
  ]);
  if (query.after !== null) {
    const { recordedAt, receiptId } = query.after;
    void list.whereRaw('(r.recorded_at, r.receipt_id) < (?::timestamptz, ?)', [recordedAt, receiptId]);
  }
  return (await list).map(toItem);
}

/** null: there is none within reach. */
export async function readReceipt(db: Db, reader: ReceiptReader, receiptId: string): Promise<ReceiptItem | null> {
  const query = receipts(db).where('r.receipt_id', receiptId).first<Row | undefined>(COLUMNS);
  const row = await withinReach(query, 'r.partner_id', reader);
  return row === undefined ? null : toItem(row);
}

/** A receipt and the part of it that pays one order now. */
export interface OrderReceipt {
  readonly allocationId: string;
  readonly allocated: Money;
  readonly receipt: ReceiptItem;
}

type OrderReceiptRow = Row & { readonly allocation_id: string; readonly part_minor: number };

/** Far more transfers than any order is paid by. */
const MOST_OF_ORDER = 200;

/** What pays the order now, in the order of its allocation; what was taken back is left out. */
export async function receiptsOfOrder(db: Db, reader: ReceiptReader, orderId: string): Promise<OrderReceipt[]> {
  const list = receipts(db)
    .join('receipt_allocations as a', 'a.receipt_id', 'r.receipt_id')
    .where('a.order_id', orderId)
    .whereNull('a.reversed_at')
    .orderBy([{ column: 'a.allocated_at' }, { column: 'a.allocation_id' }])
    .limit(MOST_OF_ORDER)
    .select<OrderReceiptRow[]>([...COLUMNS, 'a.allocation_id', 'a.amount_minor as part_minor']);
  const rows = await withinReach(list, 'r.partner_id', reader);
  return rows.map((row) => ({
    allocationId: row.allocation_id,
    allocated: money(row.part_minor, currencyOf(row.currency)),
    receipt: toItem(row),
  }));
}

function receipts(db: Db): Knex.QueryBuilder {
  return db('receipts as r')
    .leftJoin('partners', 'partners.partner_id', 'r.partner_id')
    .join('users as recorder', 'recorder.user_id', 'r.recorded_by')
    .leftJoin('users as reverser', 'reverser.user_id', 'r.reversed_by');
}

const LEFT = 'r.allocated_minor + r.returning_minor < r.amount_minor';

function applyFilter(list: Knex.QueryBuilder, filter: ReceiptFilter): void {
  if (filter.state === 'reversed') void list.whereNotNull('r.reversed_at');
  if (filter.state === 'unmatched') void list.whereNull('r.reversed_at').whereRaw(LEFT);
  if (filter.state === 'allocated') void list.whereNull('r.reversed_at').whereRaw(`not (${LEFT})`);
  if (filter.partnerId !== undefined) void list.where('r.partner_id', filter.partnerId);
  if (filter.from !== undefined) void list.where('r.value_date', '>=', filter.from);
  if (filter.until !== undefined) void list.where('r.value_date', '<', filter.until);
  if (filter.text === undefined) return;
  const part = containsPattern(filter.text);
  void list.whereRaw('(r.payer ilike ? or r.bank_reference ilike ? or r.account ilike ?)', [part, part, part]);
}

function toItem(row: Row): ReceiptItem {
  const inCurrency = (amountMinor: number): Money => money(amountMinor, currencyOf(row.currency));
  const left = leftMinor({
    amountMinor: row.amount_minor,
    allocatedMinor: row.allocated_minor,
    returningMinor: row.returning_minor,
  });
  return {
    receiptId: row.receipt_id,
    partner: row.partner_id === null ? null : { partnerId: row.partner_id, name: row.partner_name ?? '' },
    sellerId: row.seller_id,
    account: row.account,
    valueDate: row.value_date,
    bankReference: row.bank_reference,
    payer: row.payer,
    note: row.note,
    amount: inCurrency(row.amount_minor),
    allocated: inCurrency(row.allocated_minor),
    returning: inCurrency(row.returning_minor),
    unmatched: inCurrency(row.reversed_at === null ? left : 0),
    state: stateOf(row, left),
    evidenceId: row.evidence_id,
    recordedBy: { userId: row.recorded_by, name: row.recorder_name },
    recordedAt: row.recorded_at,
    reversed: reversedOf(row),
  };
}

function stateOf(row: Row, left: number): ReceiptState {
  if (row.reversed_at !== null) return 'reversed';
  return left > 0 ? 'unmatched' : 'allocated';
}

function reversedOf(row: Row): ReceiptItem['reversed'] {
  if (row.reversed_at === null || row.reversed_by === null) return null;
  const by = { userId: row.reversed_by, name: row.reverser_name ?? '' };
  return { at: row.reversed_at, by, reason: row.reverse_reason ?? '' };
}
