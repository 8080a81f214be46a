import { uuidv7 } from 'uuidv7';
import { isDecided, type DisputeState } from '../../domain/payment/dispute-state';
import type { Instant } from '../../domain/time/iso-date';
import type { Db } from '../shared/connection';
import { captureRowId } from './captures';

/** A payer's complaint about one payment, as the provider last told it. */
export interface Dispute {
  readonly disputeId: string;
  readonly provider: string;
  readonly providerDisputeId: string;
  readonly orderId: string;
  /** The provider's id of the payment. */
  readonly captureId: string;
  readonly amountMinor: number;
  /** As the provider says it. */
  readonly currency: string;
  readonly state: DisputeState;
  /** The provider's word. */
  readonly reason: string;
  readonly openedAt: Instant;
  /** Evidence counts until then; null: there is nothing to answer. */
  readonly respondBy: Instant | null;
  /** When we saw it first. */
  readonly seenAt: Instant;
  readonly decidedAt: Instant | null;
}

export interface DisputeRow {
  dispute_id: string;
  provider: string;
  provider_dispute_id: string;
  order_id: string;
  partner_id: string;
  capture_id: string;
  provider_object_id: string;
  amount_minor: number;
  currency: string;
  state: DisputeState;
  reason: string;
  opened_at: Instant;
  respond_by: Instant | null;
  seen_at: Instant;
  decided_at: Instant | null;
}

export type SeenDispute = Omit<Dispute, 'disputeId' | 'seenAt' | 'decidedAt'> & { readonly partnerId: string };

/**
 * Takes over what the provider says; the caller holds the order's lock. `before` is null for one that was never seen.
 * @throws Error when its payment was never written down.
 */
export async function recordDispute(
  trx: Db,
  seen: SeenDispute,
  at: Instant
): Promise<{ readonly before: Dispute | null; readonly now: Dispute }> {
  const { provider, providerDisputeId, amountMinor, currency, state, reason, respondBy } = seen;
  const told = { amount_minor: amountMinor, currency, state, reason, respond_by: respondBy };
  const before = await findDispute(trx, provider, providerDisputeId);
  if (before === null) {
    await trx('disputes').insert({
      ...told,
      dispute_id: uuidv7(),
      provider,
      provider_dispute_id: providerDisputeId,
      order_id: seen.orderId,
      partner_id: seen.partnerId,
      capture_id: await captureRowId(trx, provider, seen.captureId),
      opened_at: seen.openedAt,
      seen_at: at,
      decided_at: isDecided(state) ? at : null,
    });
  } else {
    const decidedAt = isDecided(state) ? (before.decidedAt ?? at) : null;
    await trx('disputes')
      .where({ dispute_id: before.disputeId })
      .update({ ...told, decided_at: decidedAt });
  }
  const now = await findDispute(trx, provider, providerDisputeId);
  if (now === null) throw new Error('a dispute that was just written down is gone');
  return { before, now };
}

async function findDispute(db: Db, provider: string, providerDisputeId: string): Promise<Dispute | null> {
  const row = await disputeRows(db)
    .where({ 'd.provider': provider, 'd.provider_dispute_id': providerDisputeId })
    .first();
  return row === undefined ? null : toDispute(row);
}

/** Oldest first. */
export async function readDisputesOfOrder(db: Db, orderId: string): Promise<Dispute[]> {
  const rows = await disputeRows(db)
    .where({ 'd.order_id': orderId })
    .orderBy([{ column: 'd.opened_at' }, { column: 'd.dispute_id' }])
    .limit(100);
  return rows.map(toDispute);
}

/** Whether money of the order is withheld, so that the provider refuses to send it back. An inquiry withholds nothing. */
export async function hasOpenDispute(db: Db, orderId: string): Promise<boolean> {
  const row = await db<DisputeRow>('disputes').where({ order_id: orderId, state: 'open' }).first('dispute_id');
  return row !== undefined;
}

/** Whether the payer has complained about the order's money and was not found to be wrong. */
export async function wasDisputed(db: Db, orderId: string): Promise<boolean> {
  const row = await db<DisputeRow>('disputes')
    .where({ order_id: orderId })
    .whereIn('state', ['inquiry', 'open', 'lost'])
    .first('dispute_id');
  return row !== undefined;
}

export function disputeRows(db: Db) {
  return db('disputes as d')
    .join('captures as c', 'c.capture_id', 'd.capture_id')
    .select<DisputeRow[]>('d.*', 'c.provider_object_id');
}

export function toDispute(row: DisputeRow): Dispute {
  return {
    disputeId: row.dispute_id,
    provider: row.provider,
    providerDisputeId: row.provider_dispute_id,
    orderId: row.order_id,
    captureId: row.provider_object_id,
    amountMinor: row.amount_minor,
    currency: row.currency,
    state: row.state,
    reason: row.reason,
    openedAt: row.opened_at,
    respondBy: row.respond_by,
    seenAt: row.seen_at,
    decidedAt: row.decided_at,
  };
}
