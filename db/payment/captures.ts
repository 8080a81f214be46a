import { uuidv7 } from 'uuidv7';
import type { Instant } from '../../domain/time/iso-date';
import type { Db } from '../shared/connection';

/** Money that a provider says it took for an order. */
export interface Capture {
  readonly provider: string;
  /** Unique per payment at the provider. */
  readonly captureId: string;
  readonly orderId: string;
  readonly attemptNo: number;
  readonly amountMinor: number;
  /** As the provider says it; it may be one that nobody sells in. */
  readonly currency: string;
  /** The one payment that the order is fulfilled for. */
  readonly winning: boolean;
}

interface Row {
  capture_id: string;
  provider: string;
  provider_object_id: string;
  order_id: string;
  attempt_no: number;
  amount_minor: number;
  currency: string;
  winning: boolean;
  seen_at: Instant;
}

export async function findCapture(trx: Db, provider: string, captureId: string): Promise<Capture | null> {
  const row = await trx<Row>('captures').where({ provider, provider_object_id: captureId }).first();
  return row === undefined ? null : toCapture(row);
}

/** Our id of a payment. @throws Error when it was never written down. */
export async function captureRowId(trx: Db, provider: string, captureId: string): Promise<string> {
  const row = await trx<Row>('captures').where({ provider, provider_object_id: captureId }).first('capture_id');
  if (row === undefined) throw new Error('this payment was never written down');
  return row.capture_id;
}

/** The order's payments at a provider, oldest first. */
export async function listCaptures(db: Db, orderId: string, provider: string): Promise<Capture[]> {
  const rows = await db<Row>('captures').where({ order_id: orderId, provider }).orderBy('seen_at').limit(100);
  return rows.map(toCapture);
}

export async function hasWinner(trx: Db, orderId: string): Promise<boolean> {
  const row = await trx<Row>('captures').where({ order_id: orderId, winning: true }).first('capture_id');
  return row !== undefined;
}

/** Whether another payment stands on the order, shown to a person and not on its way back. */
export async function keepsOther(trx: Db, orderId: string, captureId: string): Promise<boolean> {
  const returned = trx('refunds').whereRaw(`refunds.capture_id = captures.capture_id and cause = 'stray'`);
  const row = await trx<Row>('captures')
    .where({ order_id: orderId, winning: false })
    .whereNot({ provider_object_id: captureId })
    .whereNotExists(returned)
    .first('capture_id');
  return row !== undefined;
}

/** @throws on a second winner of one order: the database holds that promise. */
export async function insertCapture(trx: Db, capture: Capture, seenAt: Instant): Promise<void> {
  await trx<Row>('captures').insert({
    capture_id: uuidv7(),
    provider: capture.provider,
    provider_object_id: capture.captureId,
    order_id: capture.orderId,
    attempt_no: capture.attemptNo,
    amount_minor: capture.amountMinor,
    currency: capture.currency,
    winning: capture.winning,
    seen_at: seenAt,
  });
}

/** A payment that was kept for a person is the one the order is fulfilled for after all. */
export async function promoteCapture(trx: Db, { provider, captureId }: Capture): Promise<void> {
  await trx<Row>('captures').where({ provider, provider_object_id: captureId }).update({ winning: true });
}

function toCapture(row: Row): Capture {
  return {
    provider: row.provider,
    captureId: row.provider_object_id,
    orderId: row.order_id,
    attemptNo: row.attempt_no,
    amountMinor: row.amount_minor,
    currency: row.currency,
    winning: row.winning,
  };
}
