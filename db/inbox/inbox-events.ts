import type { Knex } from 'knex';
import type { Db } from '../shared/connection';
import { CHANNELS, notify } from '../shared/notify';
import { inTransaction } from '../shared/transaction';

export type HintSubject = 'page' | 'payment';

export interface NewInboxEvent {
  readonly provider: string;
  readonly eventId: string;
  readonly eventType: string;
  /** `payment`: about money that was taken before. */
  readonly about: HintSubject;
  /** The provider's object to look at. */
  readonly objectId: string | null;
  /** SHA-256 of the raw body: the same event with another body is an attack or a mistake. */
  readonly bodyHash: string;
  readonly at: string;
}

export interface InboxEvent {
  readonly provider: string;
  readonly eventId: string;
  readonly eventType: string;
  readonly about: HintSubject;
  readonly objectId: string | null;
  readonly receivedAt: string;
  readonly attempts: number;
}

interface Row {
  provider: string;
  event_id: string;
  event_type: string;
  about: HintSubject;
  object_id: string | null;
  body_hash: string;
  received_at: string;
  next_try_at: string;
  attempts: number;
  outcome: string | null;
  last_problem: string | null;
  handled_at: string | null;
}

/** How long a claimed row is left alone: a loop that died with it gives it back after this. */
const CLAIM_MS = 30_000;
const MAX_CLAIM = 50;
const PROBLEM_LENGTH = 300;

/** Stores the event and wakes the loop; a delivery that came before is recognised by provider and event id. */
export function insertOnce(db: Knex, event: NewInboxEvent): Promise<'stored' | 'known' | 'other_body'> {
  return inTransaction(db, async (trx) => {
    const inserted = await trx<Row>('inbox_events')
      .insert({
        provider: event.provider,
        event_id: event.eventId,
        event_type: event.eventType,
        about: event.about,
        object_id: event.objectId,
        body_hash: event.bodyHash,
        received_at: event.at,
        next_try_at: event.at,
      })
      .onConflict(['provider', 'event_id'])
      .ignore()
      .returning('event_id');
    if (inserted.length === 1) {
      await notify(trx, CHANNELS.inbox, event.eventId);
      return 'stored';
    }
    const known = await trx<Row>('inbox_events')
      .where({ provider: event.provider, event_id: event.eventId })
      .first('body_hash');
    return known?.body_hash === event.bodyHash ? 'known' : 'other_body';
  });
}

/**
 * Takes due events for this process: the next try is put off first, in one statement, so that no lock is held while the
 * hints are delivered, and a process that dies gives its rows back by itself.
 */
export async function claimDue(db: Db, at: string, limit = MAX_CLAIM): Promise<InboxEvent[]> {
  const result = await db.raw<{ rows: Row[] }>(
    `update inbox_events e
        set next_try_at = ?::timestamptz, attempts = e.attempts + 1
       from (select provider, event_id from inbox_events
              where handled_at is null and next_try_at <= ?
              order by next_try_at
              limit ? for update skip locked) due
      where e.provider = due.provider and e.event_id = due.event_id
      returning e.*`,
    [new Date(Date.parse(at) + CLAIM_MS).toISOString(), at, Math.min(limit, MAX_CLAIM)]
  );
  return result.rows.map(toEvent).sort((a, b) => (a.receivedAt < b.receivedAt ? -1 : 1));
}

/** @param outcome a word for reading later: `hinted`, `aftercare`, `not_ours`, `given_up` */
export async function markHandled(
  db: Db,
  event: { readonly provider: string; readonly eventId: string },
  outcome: string,
  at: string
): Promise<void> {
  await db<Row>('inbox_events')
    .where({ provider: event.provider, event_id: event.eventId })
    .update({ outcome, handled_at: at });
}

/** Puts the event off. `problem` is a word or a short sentence of ours, never what the provider said. */
export async function markRetry(
  db: Db,
  event: { readonly provider: string; readonly eventId: string },
  problem: string,
  nextTryAt: string
): Promise<void> {
  await db<Row>('inbox_events')
    .where({ provider: event.provider, event_id: event.eventId })
    .whereNull('handled_at')
    .update({ last_problem: problem.slice(0, PROBLEM_LENGTH), next_try_at: nextTryAt });
}

/** When the earliest unhandled event is due; null when the inbox is empty. */
export async function nextDueAt(db: Db): Promise<string | null> {
  const row = await db<Row>('inbox_events').whereNull('handled_at').orderBy('next_try_at').first('next_try_at');
  return row?.next_try_at ?? null;
}

function toEvent(row: Row): InboxEvent {
  return {
    provider: row.provider,
    eventId: row.event_id,
    eventType: row.event_type,
    about: row.about,
    objectId: row.object_id,
    receivedAt: row.received_at,
    attempts: row.attempts,
  };
}
