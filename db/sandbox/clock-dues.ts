import { CHANNELS, notify } from '../shared/notify';
import type { Database, Db } from '../shared/connection';
import { inTransaction } from '../shared/transaction';
import type { Instant } from '../../domain/time/iso-date';

/** Sets the offset of business time, never backwards, and tells every process. Returns the offset in force. */
export function setClockOffset(db: Database, offsetMs: number): Promise<number> {
  return inTransaction(db, async (trx) => {
    const rows = await trx('sandbox_clock')
      .insert({ only_row: true, offset_ms: offsetMs })
      .onConflict('only_row')
      .merge({ offset_ms: trx.raw('greatest(sandbox_clock.offset_ms, excluded.offset_ms)') })
      .returning<{ offset_ms: number }[]>('offset_ms');
    await notify(trx, CHANNELS.clock, String(rows[0]?.offset_ms ?? offsetMs));
    return rows[0]?.offset_ms ?? offsetMs;
  });
}

/** The first thing that comes due after `after` and not after `until`; null when nothing does. */
export async function nextDueAfter(db: Db, after: Instant, until: Instant): Promise<Instant | null> {
  const found = await db.raw<{ rows: { at: Instant | null }[] }>(
    `select min(at) as at from (
       select deadline_at as at from orders where closed_at is null and state = 'awaiting_payment'
       union all select remind_at from orders where remind_at is not null and closed_at is null and paid_at is null
       union all select a.expires_at from payment_attempts a where a.state in ('opening', 'open')
       union all select s.wake_at from subscriptions s where s.wake_at is not null
       union all select q.expires_at from invoice_links q where q.expires_at is not null and q.used_at is null
     ) dues where at > ? and at <= ?`,
    [after, until]
  );
  return found.rows[0]?.at ?? null;
}

/** Orders that wait for something by business time. */
export function openOrderIds(db: Db): Promise<string[]> {
  return db('orders').whereNull('closed_at').orderBy('order_id').limit(1_000).pluck<string[]>('order_id');
}

/** Orders whose aftercare looks again, by business time, at money on its way back. */
export function ordersWithOpenRefunds(db: Db): Promise<string[]> {
  return db('refunds')
    .whereNot({ cause: 'provider' })
    .whereIn('state', ['wanted', 'sending', 'pending'])
    .distinct('order_id')
    .orderBy('order_id')
    .limit(1_000)
    .pluck<string[]>('order_id');
}

/** Companies whose sleeper is to get up by now. */
export function companiesDue(db: Db, now: Instant): Promise<string[]> {
  return db('subscriptions').where('wake_at', '<=', now).orderBy('wake_at').limit(1_000).pluck<string[]>('company_id');
}

/**
 * What is due by now and has not been dealt with: words for a person, empty when all is done. What waits for somebody, or for
 * money that was announced, is not held up by time, and no clock settles it.
 */
export async function unsettledDues(db: Db, now: Instant): Promise<readonly string[]> {
  const found = await db.raw<{ rows: { what: string }[] }>(
    `select 'order ' || o.order_no as what from orders o
       where o.closed_at is null and o.state = 'awaiting_payment' and o.deadline_at <= ?
         and not exists (
           select from payment_attempts a where a.order_id = o.order_id and a.state = 'capturing')
     union all select 'reminder of order ' || order_no from orders
       where remind_at <= ? and closed_at is null and paid_at is null and state in ('awaiting_payment', 'awaiting_approval')
     union all select 'payment page of order ' || o.order_no
       from payment_attempts a join orders o on o.order_id = a.order_id
       where a.state in ('opening', 'open') and a.expires_at <= ? and o.state = 'awaiting_payment'
     union all select 'subscription of ' || company_id from subscriptions where wake_at <= ?
     union all select 'message ' || outbox_id from outbox where handled_at is null and attempts < 3
     union all select 'mail ' || mail_id from mails where state = 'queued' and attempts < 2
     limit 20`,
    [now, now, now, now]
  );
  return found.rows.map(({ what }) => what);
}

/** A sleeper that is not there is begun by the worker's outbox. */
export async function wakeByOutbox(db: Db, companyId: string, at: Instant): Promise<void> {
  await db('outbox')
    .insert({
      topic: 'subscription_changed',
      dedupe_key: `clock:${companyId}:${at}`,
      payload: JSON.stringify({ companyId }),
      created_at: at,
      next_try_at: at,
    })
    .onConflict('dedupe_key')
    .ignore();
  await notify(db, CHANNELS.outbox, 'due');
}
