import type { Knex } from 'knex';
import { uuidv7 } from 'uuidv7';
import { money, type Money } from '../../domain/money/money';
import type { Instant, IsoDate } from '../../domain/time/iso-date';
import type { Db } from '../shared/connection';
import { currencyOf } from '../shared/currency-of';
import { withinScope, type PartnerScope } from '../shared/partner-scope';
import type { Person } from './receipt-read-model';

export const REPORT_STATES = ['reported', 'confirmed', 'declined'] as const;
export type ReportState = (typeof REPORT_STATES)[number];

/** A distributor says that money has come; it counts only once the account manager has confirmed the bank line. */
export interface ReceiptReport {
  readonly reportId: string;
  readonly order: { readonly orderId: string; readonly orderNo: string };
  readonly partner: { readonly partnerId: string; readonly name: string };
  readonly amount: Money;
  readonly valueDate: IsoDate;
  readonly payer: string;
  readonly note: string;
  readonly evidenceId: string | null;
  readonly state: ReportState;
  readonly reportedBy: Person;
  readonly reportedAt: Instant;
  readonly decidedBy: Person | null;
  readonly decidedAt: Instant | null;
  readonly decideReason: string | null;
  readonly receiptId: string | null;
}

export interface NewReport {
  readonly orderId: string;
  readonly partnerId: string;
  readonly amount: Money;
  readonly valueDate: IsoDate;
  readonly payer: string;
  readonly note: string;
  readonly evidenceId: string | null;
  readonly by: string;
  readonly at: Instant;
}

/** Who reads reports: of the partners in scope, and only their own where `reportedBy` names a user. */
export interface ReportReader {
  readonly scope: PartnerScope;
  readonly reportedBy: string | null;
}

export interface ReportListQuery {
  readonly reader: ReportReader;
  readonly filter: { readonly state?: ReportState; readonly orderId?: string; readonly partnerId?: string };
  /** Begins behind this one; null begins at the newest. */
  readonly after: { readonly reportedAt: Instant; readonly reportId: string } | null;
  readonly limit: number;
}

interface Row {
  report_id: string;
  order_id: string;
  order_no: string;
  partner_id: string;
  partner_name: string;
  amount_minor: number;
  currency: string;
  value_date: IsoDate;
  payer: string;
  note: string;
  evidence_id: string | null;
  state: ReportState;
  reported_by: string;
  reporter_name: string;
  reported_at: Instant;
  decided_by: string | null;
  decider_name: string | null;
  decided_at: Instant | null;
  decide_reason: string | null;
  receipt_id: string | null;
}

const COLUMNS = [
  't.*',
  'orders.order_no',
  'partners.name as partner_name',
  'reporter.name as reporter_name',
  'decider.name as decider_name',
];

export async function insertReport(trx: Db, report: NewReport): Promise<string> {
  const reportId = uuidv7();
  await trx('receipt_reports').insert({
    report_id: reportId,
    order_id: report.orderId,
    partner_id: report.partnerId,
    amount_minor: report.amount.amountMinor,
    currency: report.amount.currency,
    value_date: report.valueDate,
    payer: report.payer,
    note: report.note,
    evidence_id: report.evidenceId,
    state: 'reported',
    reported_by: report.by,
    reported_at: report.at,
  });
  return reportId;
}

export interface ReportDecision {
  readonly reportId: string;
  readonly state: 'confirmed' | 'declined';
  readonly by: string;
  readonly at: Instant;
  readonly reason: string | null;
  readonly receiptId: string | null;
}

/** False: it was decided before. */
export async function decideReport(trx: Db, decision: ReportDecision): Promise<boolean> {
  const count = await trx<Row>('receipt_reports').where({ report_id: decision.reportId, state: 'reported' }).update({
    state: decision.state,
    decided_by: decision.by,
    decided_at: decision.at,
    decide_reason: decision.reason,
    receipt_id: decision.receiptId,
  });
  return count === 1;
}

/** Newest first. */
export async function listReports(db: Db, { reader, filter, after, limit }: ReportListQuery): Promise<ReceiptReport[]> {
  const list = visibleReports(db, reader).select<Row[]>(COLUMNS).limit(limit);
  if (filter.state !== undefined) void list.where('t.state', filter.state);
  if (filter.orderId !== undefined) void list.where('t.order_id', filter.orderId);
  if (filter.partnerId !== undefined) void list.where('t.partner_id', filter.partnerId);
  if (after !== null) {
    void list.whereRaw('(t.reported_at, t.report_id) < (?::timestamptz, ?)', [after.reportedAt, after.reportId]);
  }
  const rows = await list.orderBy([
    { column: 't.reported_at', order: 'desc' },
    { column: 't.report_id', order: 'desc' },
  ]);
  return rows.map(toReport);
}

/** null: there is none for this reader. */
export async function readReport(db: Db, reader: ReportReader, reportId: string): Promise<ReceiptReport | null> {
  const row = await visibleReports(db, reader).where('t.report_id', reportId).first<Row | undefined>(COLUMNS);
  return row === undefined ? null : toReport(row);
}

function visibleReports(db: Db, { scope, reportedBy }: ReportReader): Knex.QueryBuilder {
  const query = db('receipt_reports as t')
    .join('orders', 'orders.order_id', 't.order_id')
    .join('partners', 'partners.partner_id', 't.partner_id')
    .join('users as reporter', 'reporter.user_id', 't.reported_by')
    .leftJoin('users as decider', 'decider.user_id', 't.decided_by');
  if (reportedBy !== null) void query.where('t.reported_by', reportedBy);
  return withinScope(query, 't.partner_id', scope);
}

function toReport(row: Row): ReceiptReport {
  return {
    reportId: row.report_id,
    order: { orderId: row.order_id, orderNo: row.order_no },
    partner: { partnerId: row.partner_id, name: row.partner_name },
    amount: money(row.amount_minor, currencyOf(row.currency)),
    valueDate: row.value_date,
    payer: row.payer,
    note: row.note,
    evidenceId: row.evidence_id,
    state: row.state,
    reportedBy: { userId: row.reported_by, name: row.reporter_name },
    reportedAt: row.reported_at,
    decidedBy: row.decided_by === null ? null : { userId: row.decided_by, name: row.decider_name ?? '' },
    decidedAt: row.decided_at,
    decideReason: row.decide_reason,
    receiptId: row.receipt_id,
  };
}
