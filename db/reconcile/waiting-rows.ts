import type { Instant } from '../../domain/time/iso-date';
import type { Db } from '../shared/connection';

/** A row that waits for a workflow to do something about it, since then. */
export interface WaitingRow {
  readonly id: string;
  readonly since: Instant;
  readonly orderId: string | null;
  readonly companyId: string | null;
  readonly partnerId: string | null;
  /** Of a mail its kind, of a return its state. */
  readonly what: string;
}

type Waiting = 'mails' | 'refunds';

/** Everything that the aftercare of an order has to do: money to send, refunds of people to carry out, invoices to make out anew. */
const AFTERCARE_ROWS = `
  select refund_id as id, wanted_at as since, order_id, state from refunds
   where state in ('wanted', 'sending', 'pending') and cause <> 'provider'
  union all
  select order_refund_id, wanted_at, order_id, state from order_refunds
   where state in ('wanted', 'returned') or capacity_state = 'wanted' or (state = 'withdrawn' and back_to is not null)
  union all
  select correction_id, wanted_at, order_id, state from invoice_corrections where state = 'wanted'`;

const QUERIES: Readonly<Record<Waiting, { readonly select: string; readonly at: string; readonly key: string }>> = {
  mails: {
    select: `select t.mail_id as id, t.created_at as since, t.order_id as "orderId", t.company_id as "companyId",
       t.partner_id as "partnerId", t.kind as what from mails t where t.state = 'queued'`,
    at: 't.created_at',
    key: 't.mail_id',
  },
  refunds: {
    select: `select t.id, t.since, t.order_id as "orderId", o.company_id as "companyId", o.partner_id as "partnerId",
       t.state as what from (${AFTERCARE_ROWS}) t join orders o on o.order_id = t.order_id where true`,
    at: 't.since',
    key: 't.id',
  },
};

/** What has waited since before then, longest first. */
export async function listWaiting(
  db: Db,
  table: Waiting,
  query: { readonly before: Instant; readonly after: WaitingRow | null; readonly limit: number }
): Promise<WaitingRow[]> {
  const { select, at, key } = QUERIES[table];
  const { before, after, limit } = query;
  const found = await db.raw<{ rows: WaitingRow[] }>(
    `${select} and ${at} < ? and (${at}, ${key}) > (?::timestamptz, ?) order by ${at}, ${key} limit ?`,
    [before, after?.since ?? '2000-01-01T00:00:00.000Z', after?.id ?? '', limit]
  );
  return found.rows;
}

/** The same rows by their ids; what has ended meanwhile is left out. */
export async function findWaiting(db: Db, table: Waiting, ids: readonly string[]): Promise<WaitingRow[]> {
  if (ids.length === 0) return [];
  const { select, key } = QUERIES[table];
  const found = await db.raw<{ rows: WaitingRow[] }>(`${select} and ${key} = any(?) order by ${key}`, [[...ids]]);
  return found.rows;
}

/** What the aftercare of these orders has to do. */
export async function listAftercareIds(db: Db, orderIds: readonly string[]): Promise<string[]> {
  if (orderIds.length === 0) return [];
  const found = await db.raw<{ rows: { id: string }[] }>(
    `select t.id from (${AFTERCARE_ROWS}) t where t.order_id = any(?) order by t.id`,
    [[...orderIds]]
  );
  return found.rows.map(({ id }) => id);
}
