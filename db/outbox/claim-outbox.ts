import { isProviderName } from '../../domain/payment/provider-name';
import { addMs, instantMs, MS_PER_DAY, MS_PER_HOUR, MS_PER_SECOND } from '../../domain/time/calendar';
import type { Instant } from '../../domain/time/iso-date';
import type { Db } from '../shared/connection';
import type { OutboxPayloads, OutboxTopic } from './add-outbox';

/** One message with the payload of its topic. */
export type OutboxRow = {
  [T in OutboxTopic]: {
    readonly outboxId: number;
    readonly topic: T;
    readonly payload: OutboxPayloads[T];
    readonly createdAt: Instant;
    /** Tries so far, this one included. */
    readonly attempts: number;
  };
}[OutboxTopic];

interface StoredRow {
  outbox_id: number;
  topic: OutboxTopic;
  payload: unknown;
  created_at: Instant;
  attempts: number;
}

const MAX_CLAIM = 50;
/** How long a claimed row is left alone: a process that died with it gives it back after this. */
const CLAIM_MS = 30 * MS_PER_SECOND;
const FIRST_BACK_OFF_MS = 2 * MS_PER_SECOND;
const MAX_BACK_OFF_MS = 5 * 60 * MS_PER_SECOND;
const STALE_AFTER_MS = 3 * MS_PER_DAY;
const PROBLEM_LENGTH = 300;

/**
 * Takes due messages for this process: one statement puts their next try off, so that no lock is held while workflows are
 * called. Every claim counts as a try.
 */
export async function claimDue(db: Db, at: Instant, limit = MAX_CLAIM): Promise<OutboxRow[]> {
  const result = await db.raw<{ rows: StoredRow[] }>(
    `update outbox o
        set next_try_at = ?::timestamptz, attempts = o.attempts + 1
       from (select outbox_id from outbox
              where handled_at is null and next_try_at <= ?
              order by next_try_at, outbox_id
              limit ? for update skip locked) due
      where o.outbox_id = due.outbox_id
      returning o.outbox_id, o.topic, o.payload, o.created_at, o.attempts`,
    [addMs(at, CLAIM_MS), at, Math.min(limit, MAX_CLAIM)]
  );
  return result.rows.map(toOutboxRow).sort((a, b) => a.outboxId - b.outboxId);
}

export async function markOutboxHandled(db: Db, outboxId: number, at: Instant): Promise<void> {
  await db('outbox').where({ outbox_id: outboxId }).update({ handled_at: at });
}

/**
 * Puts the message off: 2 s, 4 s, … 5 min, and hourly once it is three days old. It is never dropped; `stale` tells the
 * caller to open a task. `problem` is a word or a short sentence of ours.
 */
export async function markOutboxFailed(
  db: Db,
  row: Pick<OutboxRow, 'outboxId' | 'attempts' | 'createdAt'>,
  problem: string,
  at: Instant
): Promise<{ readonly stale: boolean }> {
  const stale = instantMs(at) - instantMs(row.createdAt) >= STALE_AFTER_MS;
  await db('outbox')
    .where({ outbox_id: row.outboxId })
    .whereNull('handled_at')
    .update({
      last_problem: problem.slice(0, PROBLEM_LENGTH),
      next_try_at: addMs(at, stale ? MS_PER_HOUR : backOffMs(row.attempts)),
    });
  return { stale };
}

/** When the earliest unhandled message is due; null when the outbox is empty. */
export async function nextOutboxDueAt(db: Db): Promise<Instant | null> {
  const row = await db<{ next_try_at: Instant; handled_at: Instant | null }>('outbox')
    .whereNull('handled_at')
    .orderBy('next_try_at')
    .first('next_try_at');
  return row?.next_try_at ?? null;
}

function backOffMs(attempts: number): number {
  return Math.min(MAX_BACK_OFF_MS, FIRST_BACK_OFF_MS * 2 ** Math.min(attempts - 1, 16));
}

/** @throws Error for a row that no version of this code has written. */
function toOutboxRow(row: StoredRow): OutboxRow {
  const common = { outboxId: row.outbox_id, createdAt: row.created_at, attempts: row.attempts };
  switch (row.topic) {
    case 'deliver_mail':
      return { ...common, topic: row.topic, payload: { mailId: textOf(row, 'mailId') } };
    case 'subscription_changed':
      return { ...common, topic: row.topic, payload: { companyId: textOf(row, 'companyId') } };
    case 'refunds_wanted':
    case 'order_left':
    case 'order_restart':
      return { ...common, topic: row.topic, payload: { orderId: textOf(row, 'orderId') } };
    case 'payment_changed':
    case 'money_changed':
      return { ...common, topic: row.topic, payload: { orderId: textOf(row, 'orderId'), ...pageOf(row) } };
  }
}

function pageOf(row: StoredRow): Pick<OutboxPayloads['payment_changed'], 'provider' | 'checkoutId'> {
  const provider = textOf(row, 'provider');
  if (!isProviderName(provider)) throw new Error(`outbox row ${row.outbox_id} names no provider`);
  return { provider, checkoutId: textOf(row, 'checkoutId') };
}

function textOf(row: StoredRow, key: string): string {
  const payload = new Map(Object.entries(row.payload ?? {}));
  const value: unknown = payload.get(key);
  if (typeof value !== 'string') throw new Error(`outbox row ${row.outbox_id} (${row.topic}) lacks ${key}`);
  return value;
}
